import { hourMs } from '../../core/clock.ts';
import type { Outcome, Refused } from '../../core/outcomes.ts';
import type { Account } from '../../identity/accounts/service.ts';
import { enrolmentHours, mustHoldFactor } from '../../identity/factors/rules.ts';
import type { Link } from '../../identity/links/service.ts';
import { leastLength } from '../../identity/passwords/rules.ts';
import type { Tx } from '../../platform/db/database.ts';
import { mailedLink, paths } from '../../routes.ts';
import type { Visit } from '../../web/visit.ts';
import { type AddFactorDeps, settleAddedFactor } from '../add-factor.ts';
import { choosePassword, type PasswordRefused } from '../choose-password.ts';
import type { JourneyDeps } from '../deps.ts';
import { createLanding, type Landing } from '../landing.ts';
import { settlePassword } from '../settle-password.ts';
import { stepOf } from './journey.ts';

export type EnrolmentDeps = AddFactorDeps & Omit<JourneyDeps, 'codes' | 'risk'>;
export type Enrolment = ReturnType<typeof createEnrolment>;

export type Enrolling = { link: Link; account: Account; step: 'password' | 'factor'; minLength: number };
export type Target = Outcome<Enrolling, 'enrolment-ended'>;
type Ended = Refused<'enrolment-ended'>;
/** `codes`: new recovery codes, sealed for the page that follows; null where the account has some already. */
export type FactorAdded = Outcome<
  { codes: string | null },
  'enrolment-ended' | 'invalid' | 'exists' | 'wrong' | 'expired'
>;

/**
 * A link by which an operator or an administrator enrols: for the command line to print, once, and never mailed.
 * The newest ends the former ones.
 */
export async function issueEnrolmentLink(
  { links, audit, origin }: Pick<EnrolmentDeps, 'links' | 'audit' | 'origin'>,
  tx: Tx,
  account: Pick<Account, 'id' | 'email'>,
): Promise<string> {
  const { token } = await links.issue(tx, {
    purpose: 'enrolment',
    accountId: account.id,
    email: account.email,
    lifeMs: enrolmentHours * hourMs,
    replaces: true,
  });
  await audit.record(tx, { type: 'enrolment.link-made', accountId: account.id, actor: 'command-line' });
  return mailedLink(origin, paths.enrolmentLink, token);
}

/** « Activer votre compte »: a password where there is none, then a second factor, then recovery codes [security.md 28]. */
export function createEnrolment(deps: EnrolmentDeps) {
  const { db, accounts, factors, links } = deps;
  const { passkeys, authenticator, recoveryCodes } = factors;
  const landing = createLanding(deps, 'enrolment');

  async function target(landed: Landing): Promise<Target> {
    const state = await landing.account(landed);
    if (!state.ok || state.account.status !== 'active' || !mustHoldFactor(state.account.role)) {
      return { ok: false, reason: 'enrolment-ended' };
    }
    const { role, passwordHash } = state.account;
    const step = stepOf({ hasPassword: passwordHash !== null });
    return { ...state, step, minLength: leastLength[role] };
  }

  /** The trace, word to the person, and the codes for the page that follows. */
  const settle = async (
    tx: Tx,
    { link, account }: Enrolling,
    of: { factor: 'passkey' | 'authenticator'; name?: string; visit: Visit },
  ): Promise<FactorAdded> => {
    const codes = await settleAddedFactor(deps, tx, { account, how: 'enrolment', ...of });
    const bound = of.visit.browser;
    return { ok: true, codes: codes && recoveryCodes.seal({ codes, madeFor: link.id, bound }) };
  };

  return {
    land: landing.land,

    /** The landing of this browser, or null when it is over. */
    find: landing.find,
    target,

    /** The password, of an account that has none. The link stays good: the factor is still to come. */
    async choosePassword(
      { account, link }: Enrolling,
      { text, visit }: { text: string; visit: Visit },
    ): Promise<{ ok: true } | Ended | PasswordRefused> {
      const chosen = await choosePassword(deps, { text, person: account, lane: 'stranger', visit });
      if (!chosen.ok) return chosen;
      return db.transaction(async (tx) => {
        const held = await accounts.hold(tx, account.id);
        const found = await links.findById(tx, { purpose: 'enrolment', id: link.id });
        // Two tabs: the password that was chosen first stands.
        if (!found.ok || held?.passwordHash !== null)
          return { ok: false, reason: 'enrolment-ended' } as const;
        await settlePassword(deps, tx, { account, hash: chosen.hash, how: 'link', visit });
        return { ok: true } as const;
      });
    },

    /** What the browser is asked for a new passkey. */
    creationOptions: async ({ account }: Enrolling, { browser }: Visit) =>
      passkeys.creationOptions({ account, browser }, await passkeys.descriptors(db.handle, account.id)),

    async addPasskey(
      enrolling: Enrolling,
      { answer, visit }: { answer: string; visit: Visit },
    ): Promise<FactorAdded> {
      const accountId = enrolling.account.id;
      const checked = await passkeys.checkNew({ answer, accountId, browser: visit.browser });
      if (!checked.ok) return { ok: false, reason: 'invalid' };
      const name = visit.label;
      const { attestation } = checked;
      return db.transaction(async (tx): Promise<FactorAdded> => {
        await accounts.hold(tx, accountId);
        const added = await passkeys.add(tx, { accountId, name, attestation });
        if (!added.ok) return { ok: false, reason: added.reason === 'exists' ? 'exists' : 'invalid' };
        if (!(await links.consume(tx, { id: enrolling.link.id }))) {
          // Another tab was faster: one link, one factor.
          await passkeys.remove(tx, { accountId, id: added.passkey.id });
          return { ok: false, reason: 'enrolment-ended' };
        }
        return settle(tx, enrolling, { factor: 'passkey', name, visit });
      });
    },

    /** A new secret for the form to keep; the one that a form has kept, where it is still good. */
    async setUp({ account }: Enrolling, { browser: bound }: Visit, ticket?: string) {
      const whose = { accountId: account.id, bound };
      const kept = ticket === undefined ? null : await authenticator.reopen(ticket, whose, account.email);
      return kept ?? authenticator.begin({ ...whose, label: account.email });
    },

    async addAuthenticator(
      enrolling: Enrolling,
      { ticket, typed, visit }: { ticket: string; typed: string; visit: Visit },
    ): Promise<FactorAdded> {
      const { account } = enrolling;
      const whose = { accountId: account.id, bound: visit.browser };
      const kept = await authenticator.reopen(ticket, whose, account.email);
      if (!kept) return { ok: false, reason: 'expired' };
      const step = await authenticator.proves(kept, typed);
      if (step === null) return { ok: false, reason: 'wrong' };
      return db.transaction(async (tx): Promise<FactorAdded> => {
        await accounts.hold(tx, account.id);
        if (!(await links.consume(tx, { id: enrolling.link.id })))
          return { ok: false, reason: 'enrolment-ended' };
        await authenticator.put(tx, { accountId: account.id, secret: kept.secret, step });
        return settle(tx, enrolling, { factor: 'authenticator', visit });
      });
    },

    /** The codes that were just made, once the link is used up; null when they are not this browser's. */
    shownCodes: ({ linkId }: Landing, { text, visit }: { text: string; visit: Visit }): string[] | null =>
      linkId === null ? null : recoveryCodes.open(text, { madeFor: linkId, bound: visit.browser }),
  };
}
