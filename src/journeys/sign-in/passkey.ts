import type { Refused } from '../../core/outcomes.ts';
import { parseEmail } from '../../identity/accounts/rules.ts';
import type { Account } from '../../identity/accounts/service.ts';
import type { Charge } from '../../identity/budgets/rules.ts';
import type { Assertion, PasskeyProblem } from '../../identity/factors/passkeys/service.ts';
import { passkeyCharges } from '../../identity/factors/rules.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Aim } from '../../web/aims.ts';
import type { Visit } from '../../web/visit.ts';
import type { JourneyDeps } from '../deps.ts';
import { withProven } from './code.ts';
import { acceptFactor } from './factor.ts';
import type { Step } from './journey.ts';
import { type Moved, move } from './move.ts';
import { freshData, type SignInData, type SignInRecord } from './record.ts';

type TooMany = { ok: false; reason: 'too-many-passkeys'; until: number };
export type PasskeyOutcome = Moved | Refused<'passkey-refused' | 'account-locked'> | TooMany;

type Asked = Parameters<JourneyDeps['factors']['passkeys']['requestOptions']>[0];

/**
 * A passkey from the first screen: the whole sign-in. It proves two things, the device and its holder, so that no
 * password and no code is asked; a new password may still be due. The answer is looked at before the transaction.
 */
export async function signInWithPasskey(
  deps: JourneyDeps,
  { answer, aim, visit }: { answer: string; aim: Aim | null; visit: Visit },
): Promise<PasskeyOutcome> {
  const asked = { ceremony: 'sign-in', browser: visit.browser, accountId: null } as const;
  const checked = await checkPasskey(deps, { answer, asked, visit });
  if (!checked.ok) return checked;
  const { assertion } = checked;
  const observed = await deps.risk.observe(visit);
  return deps.db.transaction(async (tx): Promise<PasskeyOutcome> => {
    const { accountId } = assertion;
    const account = await deps.accounts.hold(tx, accountId);
    // Whoever signs in anew must be the one who did before.
    const problem = account && isMeant(account, aim) ? await accept(deps, tx, checked) : 'other-account';
    if (!account || problem) return refuse(deps, tx, { accountId, visit, reason: problem ?? 'unknown' });
    const { address } = visit.network;
    if (account.status === 'locked') {
      const data = { reason: 'account-locked', label: visit.label } as const;
      await deps.audit.record(tx, { type: 'sign-in.refused', accountId, address, data });
      return { ok: false, reason: 'account-locked' };
    }
    const device = await deps.devices.find(tx, { token: visit.device, accountId });
    const { assessment: risk } = await deps.risk.decide(tx, account, { device, observed });
    const data: SignInData = {
      ...freshData,
      risk,
      codePassed: true,
      factor: 'passkey',
      withoutPassword: true,
      // A phone lent its passkey to this machine, which may be anybody's: a code is asked here as before.
      shared: assertion.borrowed && device === null,
      ...(aim && { aim }),
    };
    await deps.audit.record(tx, { type: 'factor.accepted', accountId, address, data: { factor: 'passkey' } });
    const journey = await deps.journeys.begin<Step, SignInData>(tx, {
      kind: 'sign-in',
      step: 'email',
      browser: visit.browser,
      email: account.email,
      accountId,
      data,
    });
    const proven = { journey, data, account, visit, observed, deviceKnown: device !== null };
    return move(deps, tx, 'passkey-accepted', { ...proven, from: 'email' });
  });
}

/** A passkey in the code's place, after the password. */
export async function submitPasskey(
  deps: JourneyDeps,
  journey: SignInRecord,
  { answer, shared, visit }: { answer: string; shared: boolean; visit: Visit },
): Promise<PasskeyOutcome> {
  const accountId = journey.accountId ?? '';
  const asked = { ceremony: 'factor', browser: visit.browser, accountId } as const;
  const checked = await checkPasskey(deps, { answer, asked, visit });
  if (!checked.ok) return checked;
  return withProven(deps, journey, visit, 'factor', async (tx, proven): Promise<PasskeyOutcome> => {
    const reason = await accept(deps, tx, checked);
    return reason
      ? refuse(deps, tx, { accountId, visit, reason })
      : acceptFactor(deps, tx, proven, { factor: 'passkey', shared });
  });
}

type Checked = { ok: true; assertion: Assertion; charges: Charge[] } | Refused<'passkey-refused'> | TooMany;

/** Looks an answer over. The network's try is spent first; `accept` gives it back once the answer counted. */
async function checkPasskey(
  deps: JourneyDeps,
  { answer, asked, visit }: { answer: string; asked: Asked; visit: Visit },
): Promise<Checked> {
  const { handle } = deps.db;
  const charges = passkeyCharges(visit.network);
  const decision = await deps.budgets.spend(handle, charges);
  // Written down when the limit was reached, not at each knock afterwards: see `refuse`.
  if (!decision.permitted) return { ok: false, reason: 'too-many-passkeys', until: decision.until };
  const checked = await deps.factors.passkeys.check(handle, { ...asked, answer });
  if (checked.ok) return { ...checked, charges };
  return refuse(deps, handle, { accountId: asked.accountId, visit, reason: checked.reason });
}

/** Uses the answer up; or why it does not count. */
async function accept(
  { factors, budgets }: JourneyDeps,
  tx: Tx,
  { assertion, charges }: { assertion: Assertion; charges: Charge[] },
): Promise<PasskeyProblem | null> {
  const accepted = await factors.passkeys.accept(tx, assertion);
  if (!accepted.ok) return accepted.reason;
  await budgets.refund(tx, charges);
  return null;
}

/** Says why in the log, and of the failure that fills the network's budget until when. */
async function refuse(
  { audit, budgets }: JourneyDeps,
  tx: Tx,
  of: { accountId: string | null; visit: Visit; reason: PasskeyProblem | 'other-account' },
): Promise<{ ok: false; reason: 'passkey-refused' }> {
  const { accountId, visit, reason } = of;
  const { address } = visit.network;
  const data = { factor: 'passkey', reason } as const;
  await audit.record(tx, { type: 'factor.refused', accountId, address, data });
  const next = await budgets.peek(tx, passkeyCharges(visit.network));
  if (!next.permitted) {
    const { policy, until } = next;
    await audit.record(tx, { type: 'limit.reached', accountId, address, data: { policy, until } });
  }
  return { ok: false, reason: 'passkey-refused' };
}

function isMeant(account: Account, aim: Aim | null): boolean {
  if (aim?.who === undefined) return true;
  const who = parseEmail(aim.who);
  return who.ok && who.email === account.email;
}
