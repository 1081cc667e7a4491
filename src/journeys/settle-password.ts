import { budgetForm } from '../identity/accounts/rules.ts';
import type { Account } from '../identity/accounts/service.ts';
import { ownerAlertMail } from '../identity/alerts/mails.ts';
import { chargesOfOwner } from '../identity/budgets/rules.ts';
import type { Tx } from '../platform/db/database.ts';
import type { Visit } from '../web/visit.ts';
import type { JourneyDeps } from './deps.ts';
import { mailNotMeLink } from './not-me-link.ts';

export type Settled = {
  account: Account;
  hash: string;
  how: 'renewal' | 'link' | 'account';
  visit: Visit;
  /** The session and the device that made the change with the current password; absent after a link. */
  keep?: { sessionId?: string; deviceId?: string | null };
};

type SettleDeps = Pick<
  JourneyDeps,
  | 'accounts'
  | 'budgets'
  | 'journeys'
  | 'sessions'
  | 'devices'
  | 'links'
  | 'audit'
  | 'mails'
  | 'mailAbout'
  | 'clock'
  | 'origin'
>;

/**
 * Any new password ends every other session, forgets the other devices, ends the renewal links under way
 * and mails the person, with a way to undo it [security.md 11].
 */
export async function settlePassword(deps: SettleDeps, tx: Tx, settled: Settled): Promise<void> {
  const { account, hash, how, visit, keep } = settled;
  await deps.accounts.setPassword(tx, { id: account.id, hash });
  const ended = await deps.sessions.endAll(tx, {
    accountId: account.id,
    except: keep?.sessionId,
    reason: 'password-changed',
  });
  const forgotten = await deps.devices.forgetAll(tx, {
    accountId: account.id,
    except: keep?.deviceId ?? undefined,
  });
  // Someone else may stand at the code page with the former password.
  await deps.journeys.endAll(tx, { accountId: account.id });
  const email = budgetForm(account.email);
  const owners = chargesOfOwner({ accountId: account.id, email, network: visit.network });
  await deps.budgets.forgive(tx, owners);
  await deps.links.endAll(tx, { purpose: 'password-reset', email: account.email });
  await deps.audit.record(tx, {
    type: 'password.changed',
    accountId: account.id,
    address: visit.network.address,
    data: { how, sessionsEnded: ended, devicesForgotten: forgotten },
  });
  const mail = ownerAlertMail(deps.mailAbout(account.locale), {
    what: 'passwordChanged',
    at: deps.clock.now(),
    deviceLabel: visit.label,
    notMeUrl: await mailNotMeLink(deps, tx, account),
  });
  await deps.mails.enqueue(tx, {
    kind: 'password-changed',
    to: account.email,
    accountId: account.id,
    ...mail,
  });
}
