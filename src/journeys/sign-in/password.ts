import { firstTime } from '../../core/memo.ts';
import { budgetForm } from '../../identity/accounts/rules.ts';
import type { Account } from '../../identity/accounts/service.ts';
import { type Charge, passwordCharges } from '../../identity/budgets/rules.ts';
import type { Admission } from '../../identity/passwords/service.ts';
import type { Visit } from '../../web/visit.ts';
import type { JourneyDeps } from '../deps.ts';
import { nobody } from '../nobody.ts';
import { acceptPassword } from './accept.ts';
import type { Attempt, PasswordOutcome } from './attempt.ts';
import type { Start } from './start.ts';

const isNews = firstTime(10_000);

/** A password given for the journey's address: the same work and the same answer whether it has an account. */
export async function submitPassword(
  deps: JourneyDeps,
  start: Start,
  { text, visit }: { text: string; visit: Visit },
): Promise<PasswordOutcome> {
  const { db, budgets } = deps;
  const attempt = await recognise(deps, start, { text, visit });
  const { account, device } = attempt;
  const charges = passwordCharges({
    email: budgetForm(start.email),
    network: visit.network,
    deviceId: device?.deviceId ?? null,
  });
  // Spent before the check and given back when it was right: parallel guesses cannot pass the limit.
  const decision = await budgets.spend(db.handle, charges);
  if (!decision.permitted) {
    const { policy, until } = decision;
    // Once a lock, not once a request: whoever goes on knocking must not fill the disk.
    if (isNews(`${policy} ${until} ${start.email}`)) {
      await refuse(deps, attempt, 'too-many-tries');
      await deps.audit.record(db.handle, { ...who(attempt), type: 'limit.reached', data: { policy, until } });
    }
    return { ok: false, reason: 'too-many-tries', until };
  }
  const verdict = await deps.passwords.verify({
    text,
    hash: account?.passwordHash ?? null,
    admission: attempt.admission,
  });
  if (!verdict.ok) {
    await budgets.refund(db.handle, charges);
    await refuse(deps, attempt, 'overloaded');
    return { ok: false, reason: 'overloaded' };
  }
  if (!account || !verdict.matches) {
    await refuse(deps, attempt, account ? 'wrong-password' : 'unknown-account');
    return { ok: false, reason: 'wrong-password' };
  }
  return accept(deps, { ...attempt, account }, charges, verdict);
}

async function recognise(
  { db, accounts, devices }: JourneyDeps,
  start: Start,
  { text, visit }: { text: string; visit: Visit },
): Promise<Attempt> {
  const account = await accounts.findByEmail(db.handle, start.email);
  const device = await devices.find(db.handle, { token: visit.device, accountId: account?.id ?? nobody });
  const admission: Admission = { lane: device ? 'known' : 'stranger', fairKey: visit.network.wide };
  return { start, text, visit, account, device, admission };
}

async function accept(
  deps: JourneyDeps,
  attempt: Attempt & { account: Account },
  charges: Charge[],
  { stale }: { stale: boolean },
): Promise<PasswordOutcome> {
  const { db, budgets } = deps;
  const { account, device } = attempt;
  // Rows that all strangers share are given back at once, not held until a longer transaction ends.
  if (!device) await budgets.refund(db.handle, charges);
  // Said only to who knows the password [security.md 17].
  if (account.status === 'locked') {
    if (device) await budgets.refund(db.handle, charges);
    await refuse(deps, attempt, 'account-locked');
    return { ok: false, reason: 'account-locked' };
  }
  const passwordHash = stale ? await rehash(deps, attempt) : account.passwordHash;
  const current = { ...attempt, account: { ...account, passwordHash } };
  return acceptPassword(deps, current, device ? charges : []);
}

/** The cost was raised since: the same password under today's cost, silently [security.md 7]. The hash from now on. */
async function rehash({ db, passwords, accounts }: JourneyDeps, of: Attempt & { account: Account }) {
  const { account, text, admission } = of;
  const made = await passwords.rehash({ text, admission });
  // Busy: the next sign-in will do it.
  if (!made.ok || account.passwordHash === null) return account.passwordHash;
  const { id, passwordHash: from } = account;
  if (await accounts.replaceHash(db.handle, { id, from, to: made.hash })) return made.hash;
  // Another device renewed the same password's hash at this moment; a new password would have another date.
  const current = await accounts.findById(db.handle, id);
  return current?.passwordChangedAt === account.passwordChangedAt ? current.passwordHash : from;
}

type Reason = 'too-many-tries' | 'overloaded' | 'wrong-password' | 'unknown-account' | 'account-locked';

function refuse({ audit, db }: JourneyDeps, attempt: Attempt, reason: Reason): Promise<void> {
  const data = { reason, label: attempt.visit.label };
  return audit.record(db.handle, { ...who(attempt), type: 'sign-in.refused', data });
}

function who({ account, start, visit }: Attempt) {
  return { accountId: account?.id ?? null, email: start.email, address: visit.network.address };
}
