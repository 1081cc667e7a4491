import type { Refused } from '../../core/outcomes.ts';
import { codeCharges } from '../../identity/budgets/rules.ts';
import { maxCodeFailures } from '../../identity/journeys/rules.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Visit } from '../../web/visit.ts';
import type { JourneyDeps } from '../deps.ts';
import type { Proven } from './complete.ts';
import { type Moved, move, sendProof } from './move.ts';
import type { SignInRecord } from './record.ts';

export type CodeOutcome =
  | Moved
  | { ok: false; reason: 'wrong-code'; triesLeft: number }
  | Refused<'code-expired' | 'blocked' | 'account-locked'>;

type Submitted = { visit: Visit };

/**
 * A code given. A try of the journey and one of the day are taken before the comparison, in the same
 * transaction, and given back when it was right: whatever runs in parallel, no more are compared [security.md 14].
 */
export function submitCode(
  deps: JourneyDeps,
  journey: SignInRecord,
  { typed, shared, visit }: Submitted & { typed: string; shared: boolean },
): Promise<CodeOutcome> {
  return withProven(deps, journey, visit, 'code', async (tx, proven): Promise<CodeOutcome> => {
    const failures = await deps.journeys.takeCodeTry(tx, journey.id);
    if (failures === null) {
      await deps.audit.record(tx, { type: 'code.refused', ...about(proven), data: { reason: 'spent' } });
      return { ok: false, reason: 'blocked' };
    }
    const charges = codeCharges({ accountId: proven.account.id, knownDevice: proven.deviceKnown });
    const decision = await deps.budgets.spend(tx, charges);
    if (!decision.permitted) {
      await deps.journeys.returnCodeTry(tx, journey.id);
      const { policy, until } = decision;
      await deps.audit.record(tx, { type: 'limit.reached', ...about(proven), data: { policy, until } });
      return move(deps, tx, 'codes-spent', { ...proven, from: 'code' });
    }
    const result = await deps.codes.attempt(tx, { journeyId: journey.id, typed });
    if (result.ok || result.reason !== 'wrong') {
      await deps.journeys.returnCodeTry(tx, journey.id);
      await deps.budgets.refund(tx, charges);
    }
    if (!result.ok) return refuse(deps, tx, { proven, reason: result.reason, failures });
    const data = { ...journey.data, codePassed: true, shared };
    await deps.audit.record(tx, { type: 'code.accepted', ...about(proven), data: { channel: 'code' } });
    return move(deps, tx, 'code-accepted', { ...proven, data, from: 'code' });
  });
}

async function refuse(
  deps: JourneyDeps,
  tx: Tx,
  {
    proven,
    reason,
    failures,
  }: { proven: Proven; reason: 'wrong' | 'expired' | 'none' | 'spent'; failures: number },
): Promise<CodeOutcome> {
  await deps.audit.record(tx, { type: 'code.refused', ...about(proven), data: { reason } });
  if (reason !== 'wrong') return { ok: false, reason: 'code-expired' };
  const journey = { ...proven.journey, codeFailures: failures };
  await move(deps, tx, 'code-refused', { ...proven, journey, from: 'code' });
  const triesLeft = maxCodeFailures - failures;
  return triesLeft > 0 ? { ok: false, reason: 'wrong-code', triesLeft } : { ok: false, reason: 'blocked' };
}

export type ResendOutcome =
  | { ok: true }
  | Refused<'moved' | 'account-locked'>
  | { ok: false; reason: 'too-many-mails'; until: number };

/** « Renvoyer »: a new code ends the old one and gives no new try [security.md 19]. */
export function resend(
  deps: JourneyDeps,
  journey: SignInRecord,
  { visit }: Submitted,
): Promise<ResendOutcome> {
  const channel = journey.step === 'link' ? 'link' : 'code';
  return withProven(deps, journey, visit, channel, async (tx, proven): Promise<ResendOutcome> => {
    const sent = await sendProof(deps, tx, { ...proven, channel });
    if (!sent.permitted) return { ok: false, reason: 'too-many-mails', until: sent.until };
    await deps.audit.record(tx, { type: 'code.sent', ...about(proven) });
    return { ok: true };
  });
}

/**
 * Runs the work in one transaction that holds the account, for a journey that stands at the step and whose account
 * may still sign in.
 */
export async function withProven<Result>(
  deps: JourneyDeps,
  journey: SignInRecord,
  visit: Visit,
  step: 'code' | 'link' | 'factor' | 'renewal',
  work: (tx: Tx, proven: Proven) => Promise<Result>,
): Promise<Result | Refused<'moved' | 'account-locked'>> {
  const accountId = journey.accountId;
  if (journey.step !== step || accountId === null) return { ok: false, reason: 'moved' };
  const observed = await deps.risk.observe(visit);
  return deps.db.transaction(async (tx) => {
    const account = await deps.accounts.hold(tx, accountId);
    if (account?.status !== 'active') return { ok: false, reason: 'account-locked' } as const;
    // A password that was voided proves nothing any more; whoever voids it ends the journeys too.
    if (account.passwordHash === null && !journey.data.withoutPassword)
      return { ok: false, reason: 'moved' } as const;
    const device = await deps.devices.find(tx, { token: visit.device, accountId });
    return work(tx, { journey, data: journey.data, account, visit, observed, deviceKnown: device !== null });
  });
}

/** What every audit event of a proven sign-in says. */
export function about({ account, visit, journey }: Proven) {
  return { accountId: account.id, address: visit.network.address, journeyId: journey.id };
}
