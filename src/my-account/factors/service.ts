import type { Outcome } from '../../core/outcomes.ts';
import type { Accounts } from '../../identity/accounts/service.ts';
import type { Factor, FactorsHeld } from '../../identity/factors/rules.ts';
import { mustHoldFactor } from '../../identity/factors/rules.ts';
import type { Session, Sessions } from '../../identity/sessions/service.ts';
import { type AddFactorDeps, settleAddedFactor } from '../../journeys/add-factor.ts';
import { tellFactorNews } from '../../journeys/factor-news.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import type { Visit } from '../../web/visit.ts';

export type MyFactorsDeps = AddFactorDeps & { db: Database; accounts: Accounts; sessions: Sessions };
export type MyFactors = ReturnType<typeof createMyFactors>;

/** Whose factors, in which session, from where. `bound` is the session's cookie. */
export type Owner = { session: Session; visit: Visit; bound: string };

export type AddRefusal = 'invalid' | 'challenge' | 'replayed' | 'exists' | 'too-many';

const none = { ok: false, reason: 'none' } as const;

/** How somebody keeps their own second factors. Each change is traced, and told by mail with a way to undo it. */
export function createMyFactors(deps: MyFactorsDeps) {
  const { db, accounts, sessions, factors, audit } = deps;
  const { passkeys, authenticator, recoveryCodes } = factors;

  /**
   * One change of a factor, the account held; `over` where the session ended meanwhile. A report of the owner's ends
   * it while an answer is looked over: what is added after that would open the account again [security.md 11].
   */
  const change = <Done, Over>(
    { session: { id, accountId } }: Owner,
    over: Over,
    work: (tx: Tx) => Promise<Done>,
  ): Promise<Done | Over> =>
    db.transaction(async (tx) => {
      const held = await accounts.hold(tx, accountId);
      if (held?.status !== 'active' || !(await sessions.isOpen(tx, { accountId, id }))) return over;
      return work(tx);
    });

  /** New codes on their way to the page that shows them, or null. */
  const sealed = ({ session, bound }: Owner, codes: string[] | null): string | null =>
    codes && recoveryCodes.seal({ codes, madeFor: session.accountId, bound });

  const record = (
    tx: Tx,
    { session, visit }: Owner,
    factor: Factor,
    type: 'factor.added' | 'factor.removed',
  ) =>
    audit.record(tx, {
      type,
      accountId: session.accountId,
      address: visit.network.address,
      data: { factor, how: 'account' },
    });

  /** The trace and word of it; without any factor the recovery codes go too. */
  const settleRemoved = async (tx: Tx, owner: Owner, factor: 'passkey' | 'authenticator', name?: string) => {
    const { account, accountId } = owner.session;
    await record(tx, owner, factor, 'factor.removed');
    if (!(await factors.has(tx, accountId))) await recoveryCodes.remove(tx, { accountId });
    const deviceLabel = owner.visit.label;
    await tellFactorNews(deps, tx, { account, news: `${factor}-removed`, deviceLabel, name });
  };

  /** Removes one, unless an operator would be left without any [security.md 28]. */
  const removing = (
    owner: Owner,
    work: (tx: Tx) => Promise<boolean>,
  ): Promise<Outcome<object, 'none' | 'last'>> =>
    change(owner, none, async (tx) => {
      const { account, accountId } = owner.session;
      if ((await factors.count(tx, accountId)) === 1 && mustHoldFactor(account.role))
        return { ok: false, reason: 'last' };
      return (await work(tx)) ? { ok: true } : none;
    });

  return {
    of: (accountId: string): Promise<FactorsHeld> => factors.of(db.handle, accountId),

    /** What the browser is asked for a new passkey. */
    async creationOptions({ session, visit }: Owner) {
      const held = await passkeys.descriptors(db.handle, session.accountId);
      return passkeys.creationOptions({ account: session.account, browser: visit.browser }, held);
    },

    /** `codes`: new recovery codes, sealed, where it is the first factor. */
    async addPasskey(
      owner: Owner,
      { answer, name }: { answer: string; name: string },
    ): Promise<Outcome<{ codes: string | null }, AddRefusal>> {
      const { account, accountId } = owner.session;
      const { visit } = owner;
      const checked = await passkeys.checkNew({ answer, accountId, browser: visit.browser });
      if (!checked.ok) return checked;
      const { attestation } = checked;
      type Added = Outcome<{ codes: string | null }, AddRefusal>;
      return change(owner, { ok: false, reason: 'challenge' } as const, async (tx): Promise<Added> => {
        const added = await passkeys.add(tx, { accountId, name, attestation });
        if (!added.ok) return added;
        const settled = { account, factor: 'passkey', name, how: 'account', visit } as const;
        return { ok: true, codes: sealed(owner, await settleAddedFactor(deps, tx, settled)) };
      });
    },

    /** False when the account has none of that id. */
    renamePasskey: ({ session }: Owner, of: { id: string; name: string }): Promise<boolean> =>
      passkeys.rename(db.handle, { accountId: session.accountId, ...of }),

    removePasskey: (owner: Owner, id: string): Promise<Outcome<object, 'none' | 'last'>> =>
      removing(owner, async (tx) => {
        const gone = await passkeys.remove(tx, { accountId: owner.session.accountId, id });
        if (gone) await settleRemoved(tx, owner, 'passkey', gone.name);
        return gone !== null;
      }),

    /** A new secret for the form to keep; the one that a form has kept, where it is still good. */
    async setUp({ session, bound }: Owner, ticket?: string) {
      const { accountId, account } = session;
      const whose = { accountId, bound };
      const kept = ticket === undefined ? null : await authenticator.reopen(ticket, whose, account.email);
      return kept ?? authenticator.begin({ ...whose, label: account.email });
    },

    /** The code proves the secret that the form kept. */
    async confirmSetUp(
      owner: Owner,
      { ticket, typed }: { ticket: string; typed: string },
    ): Promise<Outcome<{ codes: string | null }, 'expired' | 'wrong'>> {
      const { accountId, account } = owner.session;
      const { visit, bound } = owner;
      const kept = await authenticator.reopen(ticket, { accountId, bound }, account.email);
      if (!kept) return { ok: false, reason: 'expired' };
      const step = await authenticator.proves(kept, typed);
      if (step === null) return { ok: false, reason: 'wrong' };
      return change(owner, { ok: false, reason: 'expired' } as const, async (tx) => {
        await authenticator.put(tx, { accountId, secret: kept.secret, step });
        const settled = { account, factor: 'authenticator', how: 'account', visit } as const;
        return { ok: true, codes: sealed(owner, await settleAddedFactor(deps, tx, settled)) } as const;
      });
    },

    removeAuthenticator: (owner: Owner): Promise<Outcome<object, 'none' | 'last'>> =>
      removing(owner, async (tx) => {
        const gone = await authenticator.remove(tx, { accountId: owner.session.accountId });
        if (gone) await settleRemoved(tx, owner, 'authenticator');
        return gone;
      }),

    /** New recovery codes, sealed; null for who holds no factor that they could stand in for. */
    makeCodes: (owner: Owner): Promise<string | null> =>
      change(owner, null, async (tx) => {
        const { accountId, account } = owner.session;
        if (!(await factors.has(tx, accountId))) return null;
        const codes = await recoveryCodes.make(tx, accountId);
        await record(tx, owner, 'recovery-code', 'factor.added');
        const deviceLabel = owner.visit.label;
        await tellFactorNews(deps, tx, { account, news: 'recovery-codes-made', deviceLabel });
        return sealed(owner, codes);
      }),

    /** The codes that were just made, for whoever made them; null once that is over. */
    shownCodes: ({ session, bound }: Owner, text: string): string[] | null =>
      recoveryCodes.open(text, { madeFor: session.accountId, bound }),
  };
}
