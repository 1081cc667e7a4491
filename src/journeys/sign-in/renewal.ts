import type { Refused } from '../../core/outcomes.ts';
import type { Visit } from '../../web/visit.ts';
import { choosePassword, type PasswordRefused } from '../choose-password.ts';
import type { JourneyDeps } from '../deps.ts';
import { settlePassword } from '../settle-password.ts';
import { withProven } from './code.ts';
import { type Moved, move } from './move.ts';
import type { SignInRecord } from './record.ts';

export type RenewalOutcome = Moved | Refused<'account-locked'> | PasswordRefused;

/** The new password of the occasional renewal; then the sign-in resumes [security.md 10, 11]. */
export async function chooseInSignIn(
  deps: JourneyDeps,
  journey: SignInRecord,
  { text, visit }: { text: string; visit: Visit },
): Promise<RenewalOutcome> {
  if (journey.step !== 'renewal' || journey.accountId === null) return { ok: false, reason: 'moved' };
  const { db, accounts, devices } = deps;
  const account = await accounts.get(db.handle, journey.accountId);
  const device = await devices.find(db.handle, { token: visit.device, accountId: account.id });
  // Hashed before the transaction: nothing slow runs inside one.
  const chosen = await choosePassword(deps, {
    text,
    person: account,
    lane: device ? 'known' : 'stranger',
    visit,
  });
  if (!chosen.ok) return chosen;
  return withProven(deps, journey, visit, 'renewal', async (tx, proven): Promise<RenewalOutcome> => {
    const moved = await move(deps, tx, 'password-chosen', { ...proven, from: 'renewal' });
    if (!moved.ok) return moved;
    await settlePassword(deps, tx, {
      account: proven.account,
      hash: chosen.hash,
      how: 'renewal',
      visit,
      keep: moved.arrival.signedIn,
    });
    return moved;
  });
}
