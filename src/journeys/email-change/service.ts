import { minuteMs } from '../../core/clock.ts';
import type { Refused } from '../../core/outcomes.ts';
import { budgetForm, type Email } from '../../identity/accounts/rules.ts';
import type { Account } from '../../identity/accounts/service.ts';
import { emailChangeCharges } from '../../identity/budgets/rules.ts';
import { againWhenTaken } from '../../platform/db/again.ts';
import type { Tx } from '../../platform/db/database.ts';
import { mailedLink, paths } from '../../routes.ts';
import type { Visit } from '../../web/visit.ts';
import { spendOnMail } from '../asking.ts';
import { createLanding, type Landing, type LinkRefusal } from '../landing.ts';
import type { ProtectDeps } from '../protect-account.ts';
import { maySignUp, type SignUpPolicy } from '../sign-up/rules.ts';
import { emailChangedMail, emailTakenMail, emailVerifyMail } from './mails.ts';
import { changeLifeMs, undoLifeMs, veiled } from './rules.ts';

export { createEmailUndo, type EmailUndo } from './undo.ts';

export type EmailChangeDeps = ProtectDeps & { policy: SignUpPolicy };
export type EmailChange = ReturnType<typeof createEmailChange>;

export type AskOutcome =
  | { ok: true }
  | Refused<'same' | 'domain-refused'>
  | { ok: false; reason: 'too-many-mails'; until: number };
export type ConfirmOutcome = { ok: true; email: Email } | Refused<LinkRefusal | 'address-taken'>;

/**
 * Another address for an account: confirmed at the new one by who is signed in, announced at the former one with a
 * link that undoes it. An address that has an account gets a mail that says so, and the screen is the same.
 */
export function createEmailChange(deps: EmailChangeDeps) {
  const { db, accounts, links, audit, mails, clock } = deps;
  const landing = createLanding(deps, 'email-change');

  const mailNew = async (
    tx: Tx,
    of: { account: Account; email: Email; token: string; expiresAt: number },
  ) => {
    const taken = await accounts.findByEmail(tx, of.email);
    const about = deps.mailAbout(taken?.locale ?? of.account.locale);
    const url = mailedLink(deps.origin, paths.emailChangeLink, of.token);
    const mail = taken
      ? emailTakenMail(about)
      : emailVerifyMail(about, { url, minutes: changeLifeMs / minuteMs });
    const accountId = taken ? taken.id : of.account.id;
    const { email: to, expiresAt } = of;
    await mails.enqueue(tx, { kind: 'email-change', to, accountId, ...mail, expiresAt });
  };

  /** Word to the former address. Going back to one that could be put back anyway ends its way back and the later ones. */
  const announce = async (tx: Tx, of: { account: Account; email: Email; visit: Visit }) => {
    const { account, email, visit } = of;
    const undos = await links.list(tx, { purpose: 'email-undo', accountId: account.id });
    const back = undos.find((undo) => undo.email === email);
    let undoUrl: string | null = null;
    if (back) {
      const from = { at: back.createdAt, id: back.id };
      await links.endOf(tx, { purpose: 'email-undo', accountId: account.id, from });
    } else {
      const { token } = await links.issue(tx, {
        purpose: 'email-undo',
        accountId: account.id,
        email: account.email,
        lifeMs: undoLifeMs,
        replaces: false,
      });
      undoUrl = mailedLink(deps.origin, paths.emailUndoLink, token);
    }
    const mail = emailChangedMail(deps.mailAbout(account.locale), {
      at: clock.now(),
      deviceLabel: visit.label,
      newAddress: veiled(email),
      undoUrl,
    });
    const order = { kind: 'email-changed', to: account.email, accountId: account.id };
    await mails.enqueue(tx, { ...order, ...mail });
  };

  return {
    land: landing.land,
    find: landing.find,

    /** The address that waits for its confirmation, or null. */
    pending: async (tx: Tx, accountId: string): Promise<Email | null> => {
      const waiting = await links.list(tx, { purpose: 'email-change', accountId });
      return waiting.at(-1)?.email ?? null;
    },

    /** Mails the new address; an earlier one that was not confirmed is given up. */
    ask: async ({
      account,
      email,
      visit,
    }: {
      account: Account;
      email: Email;
      visit: Visit;
    }): Promise<AskOutcome> => {
      if (email === account.email) return { ok: false, reason: 'same' };
      const may = deps.policy.mode === 'domains' ? maySignUp(deps.policy, email) : { ok: true as const };
      if (!may.ok) return { ok: false, reason: 'domain-refused' };
      const accountId = account.id;
      return db.transaction(async (tx): Promise<AskOutcome> => {
        const charges = emailChangeCharges({ accountId, email: budgetForm(email) });
        const spent = await spendOnMail(deps, tx, { email, visit, charges });
        if (!spent.ok) return spent;
        await links.endOf(tx, { purpose: 'email-change', accountId });
        const { token, expiresAt } = await links.issue(tx, {
          purpose: 'email-change',
          accountId,
          email,
          lifeMs: changeLifeMs,
          replaces: false,
        });
        await mailNew(tx, { account, email, token, expiresAt });
        const { address } = visit.network;
        await audit.record(tx, { type: 'email.change-asked', accountId, address });
        return { ok: true };
      });
    },

    /** Gives up what was not confirmed yet; false when there was nothing. */
    giveUp: ({ accountId, visit }: { accountId: string; visit: Visit }): Promise<boolean> =>
      db.transaction(async (tx) => {
        const ended = await links.endOf(tx, { purpose: 'email-change', accountId });
        if (ended === 0) return false;
        const { address } = visit.network;
        await audit.record(tx, { type: 'email.change-cancelled', accountId, address });
        return true;
      }),

    /** What the link would change now: only who is signed in to its account may confirm. Reads only. */
    state: landing.account,

    /** The click of who is signed in to that very account: the address is changed, once. */
    confirm: (landed: Landing, { visit }: { visit: Visit }): Promise<ConfirmOutcome> =>
      againWhenTaken(db, async (tx): Promise<ConfirmOutcome> => {
        const found = await landing.hold(landed, tx);
        if (!found.ok) return found;
        const { link, account } = found;
        const { id, email: from } = account;
        if (!(await links.consume(tx, { id: link.id }))) return { ok: false, reason: 'link-used' };
        const changed = await accounts.changeEmail(tx, { id, from, to: link.email });
        if (changed !== 'changed') {
          return { ok: false, reason: changed === 'taken' ? 'address-taken' : 'link-used' };
        }
        // What was asked for at the former address speaks for it no longer.
        await links.endOf(tx, { purpose: 'password-reset', accountId: id });
        await deps.journeys.endAll(tx, { accountId: id });
        await audit.record(tx, { type: 'email.changed', accountId: id, address: visit.network.address });
        await announce(tx, { account, email: link.email, visit });
        return { ok: true, email: link.email };
      }),
  };
}
