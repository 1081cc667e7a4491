import { isTokenShaped } from '../../core/tokens.ts';
import type { Email } from '../../identity/accounts/rules.ts';
import { leastLength } from '../../identity/passwords/rules.ts';
import type { Aim } from '../../web/aims.ts';
import type { Visit } from '../../web/visit.ts';
import type { JourneyDeps } from '../deps.ts';
import { resend, submitCode } from './code.ts';
import { submitAuthenticatorCode, submitRecoveryCode } from './factor.ts';
import type { Step } from './journey.ts';
import { confirmLink, landLink } from './link.ts';
import { signInWithPasskey, submitPasskey } from './passkey.ts';
import { submitPassword } from './password.ts';
import type { SignInData, SignInRecord } from './record.ts';
import { chooseInSignIn } from './renewal.ts';
import { createStarts, rowIdOf, type Start } from './start.ts';

export type SignIn = ReturnType<typeof createSignIn>;

/** How a member signs in: each verb takes the journey as the browser last saw it and answers with where it led. */
export function createSignIn(deps: JourneyDeps) {
  const { db, journeys, codes, accounts, factors } = deps;
  const starts = createStarts(deps);
  return {
    /** Starts a sign-in for an address; says nothing of whether it has an account, and stores nothing. */
    begin: ({ email, aim, visit }: { email: Email; aim: Aim | null; visit: Visit }): Start =>
      starts.begin({ email, aim, browser: visit.browser }),

    /**
     * The start that an id holds, for this browser and an hour; a fresh one of the same address when the id is
     * that of a journey further on. Null otherwise.
     */
    async open({ id, visit }: { id: string; visit: Visit }): Promise<Start | null> {
      const { browser } = visit;
      const start = starts.open({ id, browser });
      if (start || !isTokenShaped(id)) return start;
      const further = await this.find({ id, visit });
      return further && starts.begin({ email: further.email, aim: further.data.aim ?? null, browser });
    },

    /** The journey of this browser once its password was right, by its own id or its start's; or null. */
    find: async ({ id, visit }: { id: string; visit: Visit }): Promise<SignInRecord | null> =>
      journeys.find<Step, SignInData>(db.handle, {
        id: isTokenShaped(id) ? id : rowIdOf(id),
        kind: 'sign-in',
        browser: visit.browser,
      }),

    /** Until when the code last mailed is good, or null when none is. */
    liveCode: (journey: SignInRecord) => codes.live(db.handle, { journeyId: journey.id }),

    submitPassword: submitPassword.bind(null, deps),
    submitCode: submitCode.bind(null, deps),
    resend: resend.bind(null, deps),
    /** What the browser is asked for a passkey on the first screen. Stores nothing. */
    passkeyOptions: ({ browser }: Visit) =>
      factors.passkeys.requestOptions({ ceremony: 'sign-in', browser, accountId: null }),
    signInWithPasskey: signInWithPasskey.bind(null, deps),

    /** What the account of this journey holds, and what its browser is asked for one of its passkeys. */
    async factorsOf({ accountId }: SignInRecord, { browser }: Visit) {
      const id = accountId ?? '';
      const { passkeys, authenticator, recoveryCodesLeft } = await factors.of(db.handle, id);
      const held = passkeys.length > 0 ? await factors.passkeys.descriptors(db.handle, id) : [];
      const asked = { ceremony: 'factor', browser, accountId: id } as const;
      return {
        passkey: held.length > 0 ? factors.passkeys.requestOptions(asked, held) : null,
        authenticator: authenticator !== null,
        recovery: recoveryCodesLeft > 0,
      };
    },
    submitAuthenticatorCode: submitAuthenticatorCode.bind(null, deps),
    submitRecoveryCode: submitRecoveryCode.bind(null, deps),
    submitPasskey: submitPasskey.bind(null, deps),
    landLink: landLink.bind(null, deps),
    confirmLink: confirmLink.bind(null, deps),
    /** Why this journey asks for a new password, and how long it must be at least. */
    async renewing(journey: SignInRecord) {
      const account = await accounts.get(db.handle, journey.accountId ?? '');
      return { reason: account.renewalReason ?? 'operator', minLength: leastLength[account.role] } as const;
    },
    choosePassword: chooseInSignIn.bind(null, deps),
  };
}
