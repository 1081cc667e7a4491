import type { Refused } from '../../core/outcomes.ts';
import { budgetForm } from '../../identity/accounts/rules.ts';
import type { Account } from '../../identity/accounts/service.ts';
import { type Charge, passwordCharges } from '../../identity/budgets/rules.ts';
import type { KnownDevice } from '../../identity/devices/service.ts';
import type { Visit } from '../../web/visit.ts';
import { nobody } from '../nobody.ts';
import type { SignInDeps, SignInRecord } from './deps.ts';
import { type Moved, move } from './move.ts';

export type PasswordOutcome =
  | Moved
  | Refused<'wrong-password' | 'account-locked' | 'overloaded'>
  | { ok: false; reason: 'too-many-tries'; until: number };

/** A password given for the journey's address: the same work and the same answer whether it has an account. */
export async function submitPassword(
  deps: SignInDeps,
  journey: SignInRecord,
  { text, visit }: { text: string; visit: Visit },
): Promise<PasswordOutcome> {
  if (journey.step === 'blocked') return { ok: false, reason: 'moved' };
  const { db, accounts, devices, passwords, budgets } = deps;
  const account = await accounts.findByEmail(db.handle, journey.email);
  const device = await devices.find(db.handle, { token: visit.device, accountId: account?.id ?? nobody });
  const charges = passwordCharges({
    email: budgetForm(journey.email),
    network: visit.network,
    deviceId: device?.deviceId ?? null,
  });
  // Spent before the check and given back when it was right: parallel guesses cannot pass the limit.
  const decision = await spend(deps, charges);
  if (!decision.permitted) {
    await refuse(deps, { journey, account, visit, reason: 'too-many-tries' });
    return { ok: false, reason: 'too-many-tries', until: decision.until };
  }
  const verdict = await passwords.verify({
    text,
    hash: account?.passwordHash ?? null,
    admission: { lane: device ? 'known' : 'stranger', fairKey: visit.network.wide },
  });
  if (!verdict.ok) {
    await budgets.refund(db.handle, charges);
    await refuse(deps, { journey, account, visit, reason: 'overloaded' });
    return { ok: false, reason: 'overloaded' };
  }
  if (!account || !verdict.matches) {
    await refuse(deps, { journey, account, visit, reason: account ? 'wrong-password' : 'unknown-account' });
    return { ok: false, reason: 'wrong-password' };
  }
  return accept(deps, { journey, account, device, visit, charges });
}

/** One charge is one atomic statement; several are all or nothing in a transaction. */
function spend({ db, budgets }: SignInDeps, charges: Charge[]) {
  return charges.length === 1
    ? budgets.spend(db.handle, charges)
    : db.transaction((tx) => budgets.spend(tx, charges));
}

type Accepted = {
  journey: SignInRecord;
  account: Account;
  device: KnownDevice | null;
  visit: Visit;
  charges: Charge[];
};

function accept(deps: SignInDeps, accepted: Accepted): Promise<PasswordOutcome> {
  const { journey, account, device, visit, charges } = accepted;
  return deps.db.transaction(async (tx): Promise<PasswordOutcome> => {
    await deps.budgets.refund(tx, charges);
    // Said only to who knows the password [security.md 17].
    if (account.status === 'locked') {
      await refuse(deps, { journey, account, visit, reason: 'account-locked' }, tx);
      return { ok: false, reason: 'account-locked' };
    }
    const { reasons } = await deps.risk.decide(tx, account, {
      device,
      network: visit.network,
      userAgent: visit.userAgent,
    });
    return move(deps, tx, 'password-accepted', {
      journey: { ...journey, data: { ...journey.data, reasons } },
      account,
      visit,
      deviceKnown: device !== null,
      from: 'password',
    });
  });
}

type SignInRefusal = {
  journey: SignInRecord;
  account: Account | null;
  visit: Visit;
  reason: 'too-many-tries' | 'overloaded' | 'wrong-password' | 'unknown-account' | 'account-locked';
};

function refuse(
  { audit, db }: SignInDeps,
  { journey, account, visit, reason }: SignInRefusal,
  tx = db.handle,
): Promise<void> {
  return audit.record(tx, {
    type: 'sign-in.refused',
    accountId: account?.id ?? null,
    email: journey.email,
    address: visit.network.address,
    journeyId: journey.id,
    data: { reason },
  });
}
