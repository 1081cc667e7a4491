import type { Email } from '../../identity/accounts/rules.ts';
import { leastLength } from '../../identity/passwords/rules.ts';
import type { Visit } from '../../web/visit.ts';
import { resend, submitCode } from './code.ts';
import { freshData, type SignInData, type SignInDeps, type SignInRecord } from './deps.ts';
import type { Step } from './journey.ts';
import { confirmLink, landLink } from './link.ts';
import { submitPassword } from './password.ts';
import { chooseInSignIn } from './renewal.ts';

export type SignIn = ReturnType<typeof createSignIn>;

/** How a member signs in: each verb takes the journey as the browser last saw it and answers with where it led. */
export function createSignIn(deps: SignInDeps) {
  const { db, journeys, codes, accounts } = deps;
  return {
    /** Starts a journey for an address; says nothing of whether it has an account. */
    begin: ({ email, visit }: { email: Email; visit: Visit }): Promise<SignInRecord> =>
      journeys.begin<Step, SignInData>(db.handle, {
        kind: 'sign-in',
        step: 'password',
        browser: visit.browser,
        email,
        data: freshData,
      }),

    /** The journey of this browser, or null when it is over. */
    find: ({ id, visit }: { id: string; visit: Visit }): Promise<SignInRecord | null> =>
      journeys.find<Step, SignInData>(db.handle, { id, kind: 'sign-in', browser: visit.browser }),

    /** Until when the code last mailed is good, or null when none is. */
    liveCode: (journey: SignInRecord) => codes.live(db.handle, { journeyId: journey.id }),

    submitPassword: submitPassword.bind(null, deps),
    submitCode: submitCode.bind(null, deps),
    resend: resend.bind(null, deps),
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
