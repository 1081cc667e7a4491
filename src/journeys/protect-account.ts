import { hourMs } from '../core/clock.ts';
import { Fault } from '../core/outcomes.ts';
import type { Email } from '../identity/accounts/rules.ts';
import type { Account } from '../identity/accounts/service.ts';
import type { Alerts, Intrusion, Protected } from '../identity/alerts/service.ts';
import type { Consents } from '../identity/consents/service.ts';
import type { Deletion } from '../identity/deletion/service.ts';
import type { Link } from '../identity/links/service.ts';
import type { Tx } from '../platform/db/database.ts';
import { placeName } from '../platform/geo/name.ts';
import type { Places } from '../platform/geo/places.ts';
import type { Visit } from '../web/visit.ts';
import type { JourneyDeps } from './deps.ts';
import { mailResetLink, type ResetDeps } from './password-reset/service.ts';

export type ProtectDeps = ResetDeps &
  Pick<JourneyDeps, 'risk' | 'factors'> & {
    consents: Consents;
    deletion: Deletion;
    alerts: Alerts;
    places: Pick<Places, 'lookup'>;
  };

/**
 * How long before an alert a factor may have been added and still be the thief's: as long as they may have sat in a
 * session without it being renewed. What is older stays: it is the owner's way back in.
 */
export const beforeAlertMs = hourMs;

export type Report = {
  account: Account;
  /** The first moment at which somebody else may have been at it. */
  since: number;
  visit: Visit;
  via: 'mail' | 'account' | 'email-undo';
  /** Where it is reported from, looked up before the transaction. */
  from: Intrusion['from'];
  /** The link that would put the address back, where it was changed since. */
  undo: Link | null;
};

/** Where a request comes from, for the operators' eyes. Waits for the files of places: never inside a transaction. */
export async function whereFrom(
  { places }: Pick<ProtectDeps, 'places'>,
  visit: Visit,
): Promise<Intrusion['from']> {
  const { address } = visit.network;
  const place = await places.lookup(address);
  return { label: visit.label, address, place: { fr: placeName(place, 'fr'), en: placeName(place, 'en') } };
}

/**
 * Call it with the account held. Somebody else was at this account: nobody is signed in any more, no password opens it, what they may have added
 * or changed is undone, and the operators hear of it. A mailed link sets the next password [security.md 11].
 */
export async function protectAccount(
  deps: ProtectDeps,
  tx: Tx,
  report: Report,
): Promise<Protected & { operatorsTold: number }> {
  const { account, visit } = report;
  const accountId = account.id;
  await deps.accounts.voidPassword(tx, accountId);
  const address = await restoreAddress(deps, tx, report);
  await deps.journeys.endAll(tx, { accountId });
  await deps.links.endOf(tx, { purpose: 'password-reset', accountId });
  await deps.links.endOf(tx, { purpose: 'email-change', accountId });
  // Its step for who has no password would set the next one.
  await deps.links.endOf(tx, { purpose: 'enrolment', accountId });
  const allowed = await deps.consents.list(tx, accountId);
  await deps.consents.forget(tx, accountId);
  const done: Protected = {
    sessions: await deps.sessions.endAll(tx, { accountId, reason: 'not-me' }),
    devices: await deps.devices.forgetAll(tx, { accountId }),
    factors: await deps.factors.removeSince(tx, { accountId, since: report.since - beforeAlertMs }),
    consents: allowed.length,
    emailRestored: address.restored,
    locked: address.locked,
    deletionCancelled: await deps.deletion.cancel(tx, {
      accountId,
      how: 'not-me',
      address: visit.network.address,
    }),
  };
  // What the thief taught must not speak for them.
  await deps.risk.forget(tx, accountId);
  const operatorsTold = await tell(deps, tx, { ...report, email: address.email, done });
  if (!done.locked) await mailResetLink(deps, tx, { email: address.email, account, visit });
  return { ...done, operatorsTold };
}

type Address = { email: Email; restored: boolean; locked: boolean };

/**
 * Puts the address back, and ends what would bring a later one: whoever held the account first within the days of
 * the undo links has the last word. When another account has it by now, nobody signs in until an operator looked:
 * the next password must not be mailed to whoever changed the address.
 */
async function restoreAddress(deps: ProtectDeps, tx: Tx, { account, undo, visit }: Report): Promise<Address> {
  if (undo === null) return { email: account.email, restored: false, locked: false };
  const { id, accountId, createdAt: at, email } = { ...undo, accountId: account.id };
  await deps.links.consume(tx, { id });
  await deps.links.endOf(tx, { purpose: 'email-undo', accountId, from: { at, id } });
  if (email === account.email) return { email, restored: false, locked: false };
  const changed = await deps.accounts.changeEmail(tx, { id: accountId, from: account.email, to: email });
  if (changed === 'moved') throw new Fault('an account that is protected must be held');
  if (changed === 'taken') {
    await deps.accounts.lock(tx, accountId);
    await deps.audit.record(tx, { type: 'account.locked', accountId, actor: 'not-me' });
    return { email: account.email, restored: false, locked: true };
  }
  const { address } = visit.network;
  await deps.audit.record(tx, { type: 'email.restored', accountId, address });
  return { email, restored: true, locked: false };
}

type Told = Report & { email: Email; done: Protected };

async function tell(deps: ProtectDeps, tx: Tx, { account, via, from, email, done }: Told): Promise<number> {
  const accountId = account.id;
  const operatorsTold = await deps.alerts.tell(tx, {
    via: via === 'email-undo' ? via : 'not-me',
    member: { id: accountId, name: account.name, email },
    at: deps.clock.now(),
    from,
    done,
  });
  await deps.audit.record(tx, {
    type: 'not-me.reported',
    accountId,
    address: from.address,
    data: {
      via,
      sessionsEnded: done.sessions,
      devicesForgotten: done.devices,
      factorsRemoved: done.factors,
      consentsRevoked: done.consents,
      emailRestored: done.emailRestored,
      operatorsTold,
    },
  });
  return operatorsTold;
}
