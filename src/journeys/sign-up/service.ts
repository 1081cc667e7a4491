import { minuteMs } from '../../core/clock.ts';
import type { Refused } from '../../core/outcomes.ts';
import { budgetForm } from '../../identity/accounts/rules.ts';
import { linkMailCharges } from '../../identity/budgets/rules.ts';
import type { Tx } from '../../platform/db/database.ts';
import { mailedLink, paths } from '../../routes.ts';
import type { Visit } from '../../web/visit.ts';
import { type Asked, createAsking, type AskOutcome as MailedOutcome, spendOnMail } from '../asking.ts';
import { choosePassword, type PasswordRefused } from '../choose-password.ts';
import type { JourneyDeps } from '../deps.ts';
import { createLanding, type Landing, type LinkRefusal } from '../landing.ts';
import { alreadyHaveAccountMail, verifyAddressMail } from './mails.ts';
import { maySignUp, type SignUpPolicy } from './rules.ts';

export type SignUpDeps = Omit<JourneyDeps, 'codes' | 'risk' | 'devices' | 'sessions'> & {
  policy: SignUpPolicy;
  /** An address that was never confirmed is forgotten after this, in milliseconds [security.md 16]. */
  unverifiedMs: number;
};
export type SignUp = ReturnType<typeof createSignUp>;

export type AskOutcome = MailedOutcome | Refused<'closed' | 'domain-refused'>;
export type SignUpOutcome = { ok: true } | Refused<LinkRefusal | 'exists'> | PasswordRefused;

/** « Créer un compte »: the address is verified by mail before anything else is asked [security.md 16]. */
export function createSignUp(deps: SignUpDeps) {
  const { db, accounts, links } = deps;
  const landing = createLanding(deps, 'sign-up');

  /** One mail either way, and the same screen: an address that has an account learns so in its mailbox. */
  async function send(tx: Tx, { email, visit }: Asked) {
    const charges = linkMailCharges({
      kind: 'sign-up',
      email: budgetForm(email),
      network: visit.network,
      deviceId: null,
    });
    const spent = await spendOnMail(deps, tx, { email, visit, charges });
    if (!spent.ok) return spent;
    const account = await accounts.findByEmail(tx, email);
    const { token, expiresAt } = await links.issue(tx, {
      purpose: 'sign-up',
      accountId: account?.id ?? null,
      email,
      lifeMs: deps.unverifiedMs,
      replaces: true,
    });
    const about = deps.mailAbout(account?.locale ?? visit.locale);
    const mail = account
      ? alreadyHaveAccountMail(about, {
          signInUrl: `${deps.origin}${paths.signIn}`,
          resetUrl: `${deps.origin}${paths.forgotten}`,
        })
      : verifyAddressMail(about, {
          url: mailedLink(deps.origin, paths.signUpLink, token),
          minutes: deps.unverifiedMs / minuteMs,
        });
    await deps.mails.enqueue(tx, {
      kind: 'sign-up',
      to: email,
      accountId: account?.id ?? null,
      ...mail,
      expiresAt,
    });
    await deps.audit.record(tx, {
      type: 'sign-up.asked',
      accountId: account?.id ?? null,
      email,
      address: visit.network.address,
    });
    return { ok: true } as const;
  }

  const asking = createAsking(deps, { kind: 'sign-up', send });
  return {
    ...asking,
    land: landing.land,
    findLanding: landing.find,
    linkOf: landing.link,

    /** Whether nobody may sign up: the button is gone and the page says so. */
    isClosed: () => deps.policy.mode === 'closed',

    /** Takes an address and mails it. */
    async ask(asked: Asked): Promise<AskOutcome> {
      const may = maySignUp(deps.policy, asked.email);
      return may.ok ? asking.ask(asked) : may;
    },

    /** Makes the account: consumes the link, once. */
    async finish(
      landed: Landing,
      { name, text, visit }: { name: string; text: string; visit: Visit },
    ): Promise<SignUpOutcome> {
      const state = await landing.link(landed);
      if (!state.ok) return state;
      const { email, id } = state.link;
      const chosen = await choosePassword(deps, {
        text,
        person: { id: null, email, name, role: 'member' },
        lane: 'stranger',
        visit,
      });
      if (!chosen.ok) return chosen;
      return db.transaction(async (tx): Promise<SignUpOutcome> => {
        if (!(await links.consume(tx, { id }))) return { ok: false, reason: 'link-used' };
        const made = await accounts.create(tx, {
          email,
          name,
          role: 'member',
          locale: visit.locale,
          passwordHash: chosen.hash,
        });
        if (!made.ok) return { ok: false, reason: 'exists' };
        const accountId = made.account.id;
        const { address } = visit.network;
        await deps.audit.record(tx, {
          type: 'account.created',
          accountId,
          address,
          data: { how: 'sign-up' },
        });
        return { ok: true };
      });
    },
  };
}
