import type { Outcome, Refused } from '../../core/outcomes.ts';
import type { Charge } from '../../identity/budgets/rules.ts';
import { authenticatorCharges, type Factor, recoveryCharges } from '../../identity/factors/rules.ts';
import { maxCodeFailures } from '../../identity/journeys/rules.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Visit } from '../../web/visit.ts';
import type { JourneyDeps } from '../deps.ts';
import { tellFactorNews } from '../factor-news.ts';
import { about, withProven } from './code.ts';
import type { Proven } from './complete.ts';
import { type Moved, move } from './move.ts';
import type { SignInRecord } from './record.ts';

export type FactorOutcome =
  | Moved
  | { ok: false; reason: 'wrong-factor'; triesLeft: number }
  | { ok: false; reason: 'used-factor'; triesLeft: number }
  | Refused<'blocked' | 'account-locked' | 'no-factor'>
  | { ok: false; reason: 'too-many-factors'; until: number };

type Given = { shared: boolean; visit: Visit };

/** The application's code. What would be right is worked out before the transaction; the try is spent in it, first. */
export async function submitAuthenticatorCode(
  deps: JourneyDeps,
  journey: SignInRecord,
  { typed, ...given }: Given & { typed: string },
): Promise<FactorOutcome> {
  const { factors, db } = deps;
  const expected = await factors.authenticator.expect(db.handle, journey.accountId ?? '');
  if (!expected) return { ok: false, reason: 'no-factor' };
  return tryFactor(deps, journey, {
    ...given,
    factor: 'authenticator',
    chargesOf: ({ account, deviceKnown }) =>
      authenticatorCharges({ accountId: account.id, knownDevice: deviceKnown }),
    attempt: async (tx) => {
      const result = await factors.authenticator.attempt(tx, expected, typed);
      return result === 'right' ? { ok: true } : { ok: false, reason: result };
    },
  });
}

/** A recovery code in the factor's place. Its owner hears of it by mail, and how many are left. */
export function submitRecoveryCode(
  deps: JourneyDeps,
  journey: SignInRecord,
  { code, ...given }: Given & { code: string },
): Promise<FactorOutcome> {
  return tryFactor(deps, journey, {
    ...given,
    factor: 'recovery-code',
    chargesOf: ({ account, deviceKnown, visit }) =>
      recoveryCharges({ accountId: account.id, knownDevice: deviceKnown, network: visit.network }),
    attempt: async (tx, { account, visit }) => {
      const left = await deps.factors.recoveryCodes.use(tx, { accountId: account.id, code });
      if (left === null) return { ok: false, reason: 'wrong' };
      const told = {
        account,
        news: 'recovery-code-used',
        deviceLabel: visit.label,
        codesLeft: left,
      } as const;
      await tellFactorNews(deps, tx, told);
      return { ok: true };
    },
  });
}

type Try = Given & {
  factor: Exclude<Factor, 'passkey'>;
  chargesOf(proven: Proven): Charge[];
  attempt(tx: Tx, proven: Proven): Promise<Outcome<object, 'wrong' | 'used'>>;
};

/**
 * As the mailed code: a try of the journey and one of the day are taken before the comparison, in the same
 * transaction, and given back when it was right: whatever runs in parallel, no more are compared [security.md 14].
 */
function tryFactor(
  deps: JourneyDeps,
  journey: SignInRecord,
  { factor, shared, visit, chargesOf, attempt }: Try,
): Promise<FactorOutcome> {
  return withProven(deps, journey, visit, 'factor', async (tx, proven): Promise<FactorOutcome> => {
    const refused = (reason: 'wrong' | 'used' | 'spent') =>
      deps.audit.record(tx, { type: 'factor.refused', ...about(proven), data: { factor, reason } });
    const failures = await deps.journeys.takeCodeTry(tx, journey.id);
    if (failures === null) {
      await refused('spent');
      return { ok: false, reason: 'blocked' };
    }
    const charges = chargesOf(proven);
    const decision = await deps.budgets.spend(tx, charges);
    if (!decision.permitted) {
      await deps.journeys.returnCodeTry(tx, journey.id);
      const { policy, until } = decision;
      await deps.audit.record(tx, { type: 'limit.reached', ...about(proven), data: { policy, until } });
      return { ok: false, reason: 'too-many-factors', until };
    }
    const result = await attempt(tx, proven);
    if (!result.ok) {
      await refused(result.reason);
      return refuse(
        deps,
        tx,
        { ...proven, journey: { ...proven.journey, codeFailures: failures } },
        result.reason,
      );
    }
    await deps.journeys.returnCodeTry(tx, journey.id);
    await deps.budgets.refund(tx, charges);
    return acceptFactor(deps, tx, proven, { factor, shared });
  });
}

async function refuse(
  deps: JourneyDeps,
  tx: Tx,
  proven: Proven,
  reason: 'wrong' | 'used',
): Promise<FactorOutcome> {
  await move(deps, tx, 'factor-refused', { ...proven, from: 'factor' });
  const triesLeft = maxCodeFailures - proven.journey.codeFailures;
  return triesLeft > 0
    ? { ok: false, reason: `${reason}-factor`, triesLeft }
    : { ok: false, reason: 'blocked' };
}

/** The factor was right: the sign-in goes on. */
export async function acceptFactor(
  deps: JourneyDeps,
  tx: Tx,
  proven: Proven,
  { factor, shared }: { factor: Factor; shared: boolean },
): Promise<Moved> {
  await deps.audit.record(tx, { type: 'factor.accepted', ...about(proven), data: { factor } });
  const data = { ...proven.data, codePassed: true, factor, shared };
  return move(deps, tx, 'factor-accepted', { ...proven, data, from: 'factor' });
}
