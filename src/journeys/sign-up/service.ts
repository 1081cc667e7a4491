import { minuteMs } from '../../core/clock.ts';
import type { Refused } from '../../core/outcomes.ts';
import { budgetForm, type Email } from '../../identity/accounts/rules.ts';
import { linkMailCharges } from '../../identity/budgets/rules.ts';
import { maxSends, nextSendAt } from '../../identity/journeys/rules.ts';
import type { JourneyRecord } from '../../identity/journeys/service.ts';
import type { PasswordProblem } from '../../identity/passwords/rules.ts';
import type { Tx } from '../../platform/db/database.ts';
import { mailedLink, paths } from '../../routes.ts';
import type { Visit } from '../../web/visit.ts';
import type { JourneyDeps } from '../deps.ts';
import { createLanding, type Landing, type LinkRefusal } from '../landing.ts';
import { alreadyHaveAccountMail, verifyAddressMail } from './mails.ts';
import { maySignUp, type SignUpPolicy } from './rules.ts';

export type SignUpDeps = Omit<JourneyDeps, 'codes' | 'risk' | 'devices' | 'sessions'> & {
  policy: SignUpPolicy;
  /** An address that was never confirmed is forgotten after this, in milliseconds [security.md 16]. */
  unverifiedMs: number;
};
export type SignUpRecord = JourneyRecord<'sent', object>;
export type SignUp = ReturnType<typeof createSignUp>;

export type AskOutcome =
  | { ok: true; journeyId: string }
  | Refused<'closed' | 'domain-refused'>
  | { ok: false; reason: 'too-many-mails'; until: number };
export type SignUpOutcome =
  | { ok: true }
  | Refused<LinkRefusal | 'exists' | 'overloaded'>
  | { ok: false; reason: 'password'; problem: PasswordProblem };

/** « Créer un compte »: the address is verified by mail before anything else is asked [security.md 16]. */
export function createSignUp(deps: SignUpDeps) {
  const { db, journeys, accounts, links } = deps;
  const landing = createLanding(deps, 'sign-up');

  /** One mail either way, and the same screen: an address that has an account learns so in its mailbox. */
  async function send(tx: Tx, { email, visit }: { email: Email; visit: Visit }) {
    const charges = linkMailCharges({
      kind: 'sign-up',
      email: budgetForm(email),
      network: visit.network,
      deviceId: null,
    });
    const decision = await deps.budgets.spend(tx, charges);
    if (!decision.permitted) {
      const { until, policy } = decision;
      const { address } = visit.network;
      await deps.audit.record(tx, { type: 'limit.reached', email, address, data: { policy, until } });
      return { ok: false, reason: 'too-many-mails', until } as const;
    }
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

  return {
    land: landing.land,
    findLanding: landing.find,
    linkOf: landing.link,

    /** Whether nobody may sign up: the button is gone and the page says so. */
    isClosed: () => deps.policy.mode === 'closed',

    /** Takes an address and mails it. */
    async ask({ email, visit }: { email: Email; visit: Visit }): Promise<AskOutcome> {
      const may = maySignUp(deps.policy, email);
      if (!may.ok) return may;
      return db.transaction(async (tx) => {
        const sent = await send(tx, { email, visit });
        if (!sent.ok) return sent;
        const { browser } = visit;
        const begun = {
          kind: 'sign-up',
          step: 'sent',
          browser,
          email,
          data: { linkId: null },
          sends: 1,
        } as const;
        return { ok: true, journeyId: (await journeys.begin(tx, begun)).id };
      });
    },

    /** « Renvoyer », once a minute. */
    again: (journey: SignUpRecord, visit: Visit): Promise<AskOutcome> =>
      db.transaction(async (tx) => {
        if ((await journeys.takeSend(tx, journey.id)) === null) {
          // Too early: the page says again how long to wait. Too often: it says so.
          return journey.sends < maxSends
            ? { ok: true, journeyId: journey.id }
            : { ok: false, reason: 'too-many-mails', until: nextSendAt(journey) };
        }
        const sent = await send(tx, { email: journey.email, visit });
        return sent.ok ? { ok: true, journeyId: journey.id } : sent;
      }),

    /** The journey of this browser, or null when it is over. */
    find: ({ id, visit }: { id: string; visit: Visit }): Promise<SignUpRecord | null> =>
      journeys.find(db.handle, { id, kind: 'sign-up', browser: visit.browser }),

    /** Makes the account: consumes the link, once. */
    async finish(
      landed: Landing,
      { name, text, visit }: { name: string; text: string; visit: Visit },
    ): Promise<SignUpOutcome> {
      const state = await landing.link(landed);
      if (!state.ok) return state;
      const { email, id } = state.link;
      const chosen = await deps.passwords.choose({
        text,
        person: { id: null, email, name, role: 'member' },
        history: [],
        admission: { lane: 'stranger', fairKey: visit.network.wide },
      });
      if (!chosen.ok) {
        return chosen.reason === 'busy'
          ? { ok: false, reason: 'overloaded' }
          : { ok: false, reason: 'password', problem: chosen.reason };
      }
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
