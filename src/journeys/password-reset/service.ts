import { minuteMs } from '../../core/clock.ts';
import type { Refused } from '../../core/outcomes.ts';
import { budgetForm, type Email } from '../../identity/accounts/rules.ts';
import type { Account } from '../../identity/accounts/service.ts';
import { linkMailCharges } from '../../identity/budgets/rules.ts';
import type { Link } from '../../identity/links/service.ts';
import { leastLength } from '../../identity/passwords/rules.ts';
import type { Tx } from '../../platform/db/database.ts';
import { mailedLink, paths } from '../../routes.ts';
import type { Visit } from '../../web/visit.ts';
import { type Asked, createAsking, spendOnMail } from '../asking.ts';
import { choosePassword, type PasswordRefused } from '../choose-password.ts';
import type { JourneyDeps } from '../deps.ts';
import { createLanding, type Landing, type LinkedAccount, type LinkRefusal } from '../landing.ts';
import { nobody } from '../nobody.ts';
import { settlePassword } from '../settle-password.ts';
import { resetMail } from './mails.ts';

/** How long a renewal link is good, in milliseconds [security.md 22]. */
export const resetLifeMs = 60 * minuteMs;

export type ResetDeps = Omit<JourneyDeps, 'codes' | 'risk'>;
export type PasswordReset = ReturnType<typeof createPasswordReset>;

export type Target =
  | { ok: true; link: Link; account: Account; email: Email; minLength: number }
  | Refused<LinkRefusal>;
export type ResetOutcome = { ok: true } | Refused<LinkRefusal> | PasswordRefused;

/** « Je renouvelle mon mot de passe »: a mailed link, a new password, then sign in again. */
export function createPasswordReset(deps: ResetDeps) {
  const { db, accounts, devices } = deps;
  const landing = createLanding(deps, 'password-reset');

  /** The same work and the same answer whether the address has an account [security.md 12]. */
  async function send(tx: Tx, { email, visit }: Asked) {
    const account = await accounts.findByEmail(tx, email);
    const device = await devices.find(tx, { token: visit.device, accountId: account?.id ?? nobody });
    const deviceId = device?.deviceId ?? null;
    const charges = linkMailCharges({ email: budgetForm(email), network: visit.network, deviceId });
    const spent = await spendOnMail(deps, tx, { email, visit, charges });
    if (!spent.ok) return spent;
    await mailResetLink(deps, tx, { email, account, visit });
    await deps.audit.record(tx, {
      type: 'password.reset-asked',
      accountId: account?.id ?? null,
      email,
      address: visit.network.address,
    });
    return { ok: true } as const;
  }

  return {
    ...createAsking(deps, { kind: 'password-reset', send }),
    land: landing.land,
    findLanding: landing.find,

    /** Whose password the link would change, while it is good. */
    async target(landed: Landing): Promise<Target> {
      const state = owned(await landing.account(landed));
      if (!state.ok) return state;
      const { email, role } = state.account;
      return { ...state, email, minLength: leastLength[role] };
    },

    /** « Réinitialiser le mot de passe »: consumes the link, once; signs nobody in [security.md 23, 24]. */
    async choose(landed: Landing, { text, visit }: { text: string; visit: Visit }): Promise<ResetOutcome> {
      const target = await this.target(landed);
      if (!target.ok) return target;
      const chosen = await choosePassword(deps, { text, person: target.account, lane: 'stranger', visit });
      if (!chosen.ok) return chosen;
      return db.transaction(async (tx): Promise<ResetOutcome> => {
        const held = owned(await landing.hold(landed, tx));
        if (!held.ok) return held;
        const { link, account } = held;
        if (!(await deps.links.consume(tx, { id: link.id }))) return { ok: false, reason: 'link-used' };
        await settlePassword(deps, tx, { account, hash: chosen.hash, how: 'link', visit });
        return { ok: true };
      });
    },
  };
}

/** A link mailed to an address that the account no longer has is over, however late it was made. */
function owned(state: LinkedAccount): LinkedAccount {
  return state.ok && state.link.email !== state.account.email ? { ok: false, reason: 'link-expired' } : state;
}

type ResetMail = {
  email: Email;
  /** Null: the link leads nowhere and the mail is never sent, at the same cost. */
  account: { id: string; locale: 'fr' | 'en' } | null;
  visit: Visit;
};

/** Issues a renewal link, which ends the older ones, and queues its mail. */
export async function mailResetLink(
  deps: Pick<ResetDeps, 'links' | 'mails' | 'mailAbout' | 'origin' | 'clock'>,
  tx: Tx,
  { email, account, visit }: ResetMail,
): Promise<void> {
  const { token, expiresAt } = await deps.links.issue(tx, {
    purpose: 'password-reset',
    accountId: account?.id ?? null,
    email,
    lifeMs: resetLifeMs,
    replaces: true,
  });
  const mail = resetMail(deps.mailAbout(account?.locale ?? visit.locale), {
    url: mailedLink(deps.origin, paths.resetLink, token),
    minutes: resetLifeMs / minuteMs,
    askedAt: deps.clock.now(),
    deviceLabel: visit.label,
  });
  await deps.mails.enqueue(tx, {
    kind: 'password-reset',
    to: email,
    accountId: account?.id ?? null,
    ...mail,
    expiresAt,
    decoy: account === null,
  });
}
