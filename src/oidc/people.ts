import type { Account, FindAccount } from 'oidc-provider';
import type { Tool } from '../identity/tools/rules.ts';
import { mayOpen } from '../identity/tools/rules.ts';
import type { OidcDeps } from './deps.ts';
import type { Knocks } from './knock.ts';

type PeopleDeps = Pick<OidcDeps, 'db' | 'accounts' | 'tools'> & { knocks: Knocks };
type Person = Pick<Tool, never> & {
  id: string;
  name: string;
  email: string;
  role: 'member' | 'operator' | 'admin';
};

/**
 * Who a code or a token speaks for. Asked at every use: an account that is locked or gone, or that may not open the tool
 * any more, is nobody. What outlives the portal's session dies with the password that it was given under.
 */
export function createPeople({ db, accounts, tools, knocks }: PeopleDeps) {
  const groupsOf = (accountId: string) => tools.groupsOf(db.handle, accountId);

  /** Whether somebody may open the tool that asks; a tool that is no tool any more is nobody's. */
  const mayOpenClient = async (clientId: string, { id, role }: Pick<Person, 'id' | 'role'>) => {
    const tool = await tools.find(db.handle, clientId);
    if (!tool) return false;
    return tool.groups === null || mayOpen(tool, { groups: await groupsOf(id), role });
  };

  const findAccount: FindAccount = async (ctx, id, token) => {
    const here = knocks.of(ctx)?.session;
    if (!token && here?.accountId === id) return toAccount(here.account, groupsOf);
    const account = await accounts.findById(db.handle, id);
    if (account?.status !== 'active') return undefined;
    if (token && !standsStill(token, account)) return undefined;
    const clientId = ctx.oidc.client?.clientId ?? '';
    return (await mayOpenClient(clientId, account)) ? toAccount(account, groupsOf) : undefined;
  };

  return { findAccount, mayOpenClient };
}

type Dated = { expiresWithSession?: boolean; authTime?: number; iat?: number };

type Password = { passwordHash: string | null; passwordChangedAt: number | null };

/** A token of a session ends with it; any other was given under a password that still stands, not voided since. */
function standsStill(token: object, { passwordHash, passwordChangedAt }: Password): boolean {
  const { expiresWithSession, authTime, iat = 0 } = token as Dated;
  if (expiresWithSession) return true;
  return passwordHash !== null && (authTime ?? iat) >= Math.floor((passwordChangedAt ?? 0) / 1_000);
}

function toAccount({ id, name, email }: Person, groupsOf: (id: string) => Promise<string[]>): Account {
  return {
    accountId: id,
    claims: async (_use, scope, claims) => ({
      sub: id,
      name,
      email,
      // A sign-up, a link or the organisation itself vouched for it [decision 0023].
      email_verified: true,
      ...((scope.split(' ').includes('groups') || 'groups' in claims) && { groups: await groupsOf(id) }),
    }),
  };
}
