import type { Clock } from '../core/clock.ts';
import type { KeyRing } from '../core/key-ring.ts';
import type { Accounts } from '../identity/accounts/service.ts';
import type { Audit } from '../identity/audit/service.ts';
import type { Budgets } from '../identity/budgets/service.ts';
import type { Consents } from '../identity/consents/service.ts';
import type { Sessions } from '../identity/sessions/service.ts';
import type { ToolSessions } from '../identity/tool-sessions/service.ts';
import type { Tools } from '../identity/tools/service.ts';
import type { Database, Tx } from '../platform/db/database.ts';
import type { Log } from '../platform/log/log.ts';
import type { Aims } from '../web/aims.ts';
import type { Web } from '../web/web.ts';
import type { SignOut } from './logout/service.ts';

type Refused = { accountId: string; address: string; data: { tool: string; via: 'oidc' } };

/** What OpenID Connect needs of the rest of the portal. */
export type OidcDeps = {
  /** The configured public origin: the provider sees no other [security.md 30]. */
  origin: string;
  db: Database;
  clock: Clock;
  keyRing: KeyRing;
  log: Log;
  web: Web;
  aims: Aims;
  accounts: Accounts;
  audit: Audit;
  budgets: Budgets;
  consents: Consents;
  sessions: Sessions;
  tools: Tools;
  /** Notes who may not open a tool: once a minute, however often they ask. */
  toolRefusals: { note(tx: Tx, of: Refused): Promise<void> };
  toolSessions: ToolSessions;
  signOut: Pick<SignOut, 'askedLink'>;
};
