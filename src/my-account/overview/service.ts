import type { Clock } from '../../core/clock.ts';
import { displayEmail, type Locale, type Role } from '../../identity/accounts/rules.ts';
import type { Accounts } from '../../identity/accounts/service.ts';
import type { Devices } from '../../identity/devices/service.ts';
import type { FactorsHeld } from '../../identity/factors/rules.ts';
import type { Factors } from '../../identity/factors/service.ts';
import { leastLength } from '../../identity/passwords/rules.ts';
import type { Session, Sessions } from '../../identity/sessions/service.ts';
import type { EmailChange } from '../../journeys/email-change/service.ts';
import type { Database } from '../../platform/db/database.ts';
import { placeName } from '../../platform/geo/name.ts';
import type { Places } from '../../platform/geo/places.ts';
import type { ActivityLine } from '../../ui/activity-log.ts';
import type { MyActivity } from '../activity/service.ts';
import type { Authorised, MyTools, Opened } from '../tools/service.ts';

type Deps = {
  db: Database;
  clock: Clock;
  accounts: Accounts;
  devices: Devices;
  factors: Factors;
  sessions: Sessions;
  places: Pick<Places, 'lookup'>;
  emailChange: Pick<EmailChange, 'pending'>;
  activity: MyActivity;
  tools: MyTools;
};

export type MyOverview = ReturnType<typeof createMyOverview>;

/** A device or a session; `place` is null when it is not known. Times are epoch milliseconds. */
export type Seen = {
  id: string;
  label: string;
  place: string | null;
  since: number;
  used: number;
  here: boolean;
};

export type OverviewFacts = {
  name: string;
  language: Locale;
  pendingEmail: string | null;
  password: { changedAt: number | null; minLength: number };
  role: Role;
  held: FactorsHeld;
  devices: Seen[];
  sessions: Seen[];
  activity: ActivityLine[];
  authorised: Authorised[];
  opened: Opened[];
};

/** Lines of the activity on the page of all. */
const latestLines = 5;

/** Everything that the page of all shows. */
export function createMyOverview(deps: Deps) {
  const { db, accounts, places } = deps;
  const placeOf = async (address: string | null, locale: Locale) =>
    address === null ? null : placeName(await places.lookup(address), locale);

  return {
    facts: async (session: Session, locale: Locale): Promise<OverviewFacts> => {
      const tx = db.handle;
      const { accountId, id: sessionId, deviceId } = session;
      const account = await accounts.get(tx, accountId);
      const pending = await deps.emailChange.pending(tx, accountId);
      const devices: Seen[] = [];
      for (const device of await deps.devices.list(tx, accountId)) {
        const { deviceId: id, label, recognisedAt: since, lastUsedAt: used, lastAddress } = device;
        const place = await placeOf(lastAddress, locale);
        devices.push({ id, label, place, since, used, here: id === deviceId });
      }
      const sessions: Seen[] = [];
      for (const open of await deps.sessions.list(tx, accountId)) {
        const { id, label, address, createdAt: since, lastSeenAt: used } = open;
        sessions.push({
          id,
          label,
          place: await placeOf(address, locale),
          since,
          used,
          here: id === sessionId,
        });
      }
      return {
        name: account.name,
        language: account.locale,
        pendingEmail: pending && displayEmail(pending),
        password: {
          changedAt: account.passwordHash === null ? null : account.passwordChangedAt,
          minLength: leastLength[account.role],
        },
        role: account.role,
        held: await deps.factors.of(tx, accountId),
        devices: hereFirst(devices),
        sessions: hereFirst(sessions),
        activity: await deps.activity.latest({ accountId, most: latestLines, locale }),
        ...(await deps.tools.list({ accountId, sessionId })),
      };
    },
  };
}

const hereFirst = (all: Seen[]): Seen[] => [
  ...all.filter(({ here }) => here),
  ...all.filter(({ here }) => !here),
];
