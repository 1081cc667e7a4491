import type { Account } from '../../identity/accounts/service.ts';
import type { Charge } from '../../identity/budgets/rules.ts';
import { mustHoldFactor } from '../../identity/factors/rules.ts';
import { isBreachCheckDue } from '../../identity/passwords/rules.ts';
import type { CodeReason } from '../../identity/risk/rules.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Aim } from '../../web/aims.ts';
import type { Visit } from '../../web/visit.ts';
import type { JourneyDeps } from '../deps.ts';
import type { Attempt, PasswordOutcome } from './attempt.ts';
import { complete } from './complete.ts';
import type { Step } from './journey.ts';
import { move } from './move.ts';
import { freshData, type SignInData, type SignInRecord } from './record.ts';
import { rowIdOf } from './start.ts';

/** What follows a right password: the end, or a journey that asks for more. */
export async function acceptPassword(
  deps: JourneyDeps,
  attempt: Attempt & { account: Account },
  charges: Charge[],
): Promise<PasswordOutcome> {
  const { visit } = attempt;
  const judged = await judge(deps, attempt);
  const observed = await deps.risk.observe(visit);
  return deps.db.transaction(async (tx): Promise<PasswordOutcome> => {
    const held = await deps.accounts.hold(tx, attempt.account.id);
    // Changed or voided since it was compared: the code would go to whoever has the account, and count for them.
    if (held?.passwordHash !== attempt.account.passwordHash) return { ok: false, reason: 'moved' };
    if (held.status === 'locked') return { ok: false, reason: 'account-locked' };
    const renewalReason = await note(deps, tx, { account: held, judged, visit });
    const account = { ...held, renewalReason };
    // Looked up again: it may have been forgotten during the comparison.
    const device = await deps.devices.find(tx, { token: visit.device, accountId: account.id });
    if (charges.length > 0) await deps.budgets.refund(tx, charges);
    const { reasons: due, assessment: risk } = await deps.risk.decide(tx, account, { device, observed });
    const { aim } = attempt.start;
    const reasons = due.length > 0 ? due : await moreReasons(deps, tx, { account, aim });
    const fresh: SignInData = aim ? { ...freshData, aim } : freshData;
    const proven = { account, visit, observed, deviceKnown: device !== null };
    if (reasons.length === 0 && renewalReason === null) {
      const arrival = await complete(deps, tx, { ...proven, journey: null, data: { ...fresh, risk } });
      return arrival ? { ok: true, arrival } : { ok: false, reason: 'moved' };
    }
    const journey = await ensure(deps, tx, attempt, fresh);
    if (!journey) return { ok: false, reason: 'moved' };
    if (journey.step === 'blocked') return { ok: false, reason: 'blocked' };
    const data = { ...journey.data, reasons, risk };
    return move(deps, tx, 'password-accepted', { ...proven, journey, data, from: 'password' });
  });
}

/** Why a code or a second factor is asked of a sign-in that nothing else is unusual about; mostly nothing. */
async function moreReasons(
  { factors }: JourneyDeps,
  tx: Tx,
  { account, aim }: { account: Account; aim: Aim | null },
): Promise<CodeReason[]> {
  if (mustHoldFactor(account.role)) return ['role'];
  if (aim?.ask) return ['asked'];
  const { passwordChangedAt, lastSignInAt } = account;
  // A new password, by a mailed link perhaps, never takes a second factor's place [security.md 24].
  const isNew = passwordChangedAt !== null && passwordChangedAt > (lastSignInAt ?? 0);
  return isNew && (await factors.has(tx, account.id)) ? ['new-password'] : [];
}

/** The row of this start: made now, or, after Back, the one that is there with its tries and its mails. */
function ensure(
  deps: JourneyDeps,
  tx: Tx,
  { start, visit, account }: Attempt & { account: Account },
  data: SignInData,
): Promise<SignInRecord | null> {
  return deps.journeys.ensure<Step, SignInData>(tx, {
    id: rowIdOf(start.id),
    kind: 'sign-in',
    step: 'password',
    browser: visit.browser,
    email: start.email,
    accountId: account.id,
    data,
  });
}

/** What was found out about a right password: the rules that it breaks now, and when the breaches were asked [5, 10]. */
type Judged = { due: 'policy' | 'breached' | null; checkedAt: number | null };

/** Whether the rules were raised since, or the password was published, which is looked at once a month. Writes nothing. */
async function judge(
  { passwords, clock }: JourneyDeps,
  { account, text }: Attempt & { account: Account },
): Promise<Judged> {
  const { role, renewalReason, breachCheckedAt } = account;
  if (renewalReason === null && !passwords.meetsPolicy({ text, role }))
    return { due: 'policy', checkedAt: null };
  const now = clock.now();
  const breached = isBreachCheckDue({ checkedAt: breachCheckedAt, now })
    ? await passwords.isBreached(text)
    : null;
  return { due: breached ? 'breached' : null, checkedAt: breached === null ? null : now };
}

/** Keeps it, of the account that is held: why a new password is due now. */
async function note(
  { accounts, audit }: JourneyDeps,
  tx: Tx,
  { account, judged, visit }: { account: Account; judged: Judged; visit: Visit },
): Promise<Account['renewalReason']> {
  const { id } = account;
  const { due: reason, checkedAt } = judged;
  if (checkedAt !== null) await accounts.markBreachChecked(tx, { id, at: checkedAt });
  if (reason === null) return account.renewalReason;
  await accounts.requireRenewal(tx, { id, reason });
  const { address } = visit.network;
  await audit.record(tx, { type: 'renewal.required', accountId: id, address, data: { reason } });
  return reason;
}
