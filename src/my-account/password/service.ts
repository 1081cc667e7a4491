import { firstTime } from '../../core/memo.ts';
import type { Refused } from '../../core/outcomes.ts';
import type { Account } from '../../identity/accounts/service.ts';
import type { Charge } from '../../identity/budgets/rules.ts';
import { leastLength } from '../../identity/passwords/rules.ts';
import type { Session } from '../../identity/sessions/service.ts';
import { choosePassword, type PasswordRefused } from '../../journeys/choose-password.ts';
import type { JourneyDeps } from '../../journeys/deps.ts';
import { settlePassword } from '../../journeys/settle-password.ts';
import type { Visit } from '../../web/visit.ts';

export type MyPassword = ReturnType<typeof createMyPassword>;

export type ChangeOutcome =
  | { ok: true }
  | Refused<'wrong-password' | 'no-password' | 'overloaded' | 'moved'>
  | { ok: false; reason: 'too-many-tries'; until: number }
  | PasswordRefused;

const isNews = firstTime(10_000);

/** Who changes their password, and with what. */
type Change = { session: Session; current: string; text: string; visit: Visit };

/**
 * A new password for who gives the current one [security.md 9]. Every other session ends and the other devices are
 * forgotten; this session and this device stay [security.md 11].
 */
export function createMyPassword(deps: JourneyDeps) {
  const { db, accounts, passwords, budgets, audit } = deps;

  /** Whether the current password was given: tries are counted apart from those of the sign-in. */
  const check = async ({ session, current, visit }: Change, account: Account): Promise<ChangeOutcome> => {
    if (account.passwordHash === null) return { ok: false, reason: 'no-password' };
    const { accountId } = session;
    const { address } = visit.network;
    const refuse = (reason: 'wrong-password' | 'too-many-tries' | 'overloaded') =>
      audit.record(db.handle, { type: 'password.check-refused', accountId, address, data: { reason } });
    const charges: Charge[] = [{ policy: 'password.check', key: [accountId] }];
    // Spent before the check: parallel guesses cannot pass the limit.
    const decision = await budgets.spend(db.handle, charges);
    if (!decision.permitted) {
      // Once a lock: whoever goes on must not fill the log.
      if (isNews(`${accountId} ${decision.until}`)) await refuse('too-many-tries');
      return { ok: false, reason: 'too-many-tries', until: decision.until };
    }
    const verdict = await passwords.verify({
      text: current,
      hash: account.passwordHash,
      admission: { lane: 'known', fairKey: visit.network.wide },
    });
    if (verdict.ok && verdict.matches) {
      await budgets.refund(db.handle, charges);
      return { ok: true };
    }
    if (!verdict.ok) await budgets.refund(db.handle, charges);
    const reason = verdict.ok ? 'wrong-password' : 'overloaded';
    await refuse(reason);
    return { ok: false, reason };
  };

  return {
    /** How long the new one must be, and whether there is a current one to give. */
    needs: async (accountId: string): Promise<{ minLength: number; hasPassword: boolean }> => {
      const { role, passwordHash } = await accounts.get(db.handle, accountId);
      return { minLength: leastLength[role], hasPassword: passwordHash !== null };
    },

    change: async (change: Change): Promise<ChangeOutcome> => {
      const { session, text, visit } = change;
      const account = await accounts.get(db.handle, session.accountId);
      const checked = await check(change, account);
      if (!checked.ok) return checked;
      const chosen = await choosePassword(deps, { text, person: account, lane: 'known', visit });
      if (!chosen.ok) return chosen;
      return db.transaction(async (tx): Promise<ChangeOutcome> => {
        // Changed or voided since it was compared: whoever did that knew more than this session.
        const held = await accounts.hold(tx, account.id);
        if (held?.passwordHash !== account.passwordHash) return { ok: false, reason: 'moved' };
        const keep = { sessionId: session.id, deviceId: session.deviceId };
        await settlePassword(deps, tx, { account, hash: chosen.hash, how: 'account', visit, keep });
        return { ok: true };
      });
    },
  };
}
