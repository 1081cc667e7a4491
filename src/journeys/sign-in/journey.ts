import type { Guards, Journey } from '../../core/journey.ts';
import { Fault } from '../../core/outcomes.ts';
import { type Path, paths } from '../../routes.ts';

/** The whole sign-in, as data. Nothing else decides which page comes next. */
export type Step =
  | 'email'
  | 'password'
  | 'code'
  | 'link'
  | 'factor'
  | 'no-factor'
  | 'renewal'
  | 'blocked'
  | 'done';
export type SignInEvent =
  | 'email-given'
  | 'password-accepted'
  | 'code-refused'
  | 'codes-spent'
  | 'code-accepted'
  | 'link-confirmed'
  | 'passkey-accepted'
  | 'factor-refused'
  | 'factor-accepted'
  | 'password-chosen';

/** What the guards look at. */
export type Facts = {
  codeIsDue: boolean;
  /** The day's wrong codes are spent: a mailed link takes the code's place [security.md 14]. */
  codesAreSpent: boolean;
  /** The account holds a passkey or an authenticator: it is asked for instead, never the mail [security.md 24]. */
  holdsFactor: boolean;
  /** The account's role signs in with a second factor or not at all [security.md 28]. */
  mustHoldFactor: boolean;
  renewalIsDue: boolean;
  triesLeft: number;
};

export const guards = {
  factorIsMissing: (facts) => facts.codeIsDue && facts.mustHoldFactor && !facts.holdsFactor,
  factorIsDue: (facts) => facts.codeIsDue && facts.holdsFactor,
  linkIsDue: (facts) => facts.codeIsDue && facts.codesAreSpent,
  codeIsDue: (facts) => facts.codeIsDue,
  renewalIsDue: (facts) => facts.renewalIsDue,
  noTriesLeft: (facts) => facts.triesLeft <= 0,
} satisfies Guards<string, Facts>;

export type Guard = keyof typeof guards;

const onceProven = [{ when: 'renewalIsDue', to: 'renewal' }, { to: 'done' }] as const;

export const signInJourney: Journey<Step, SignInEvent, Guard> = {
  email: {
    path: paths.signIn,
    on: { 'email-given': [{ to: 'password' }], 'passkey-accepted': onceProven },
  },
  password: {
    path: paths.password,
    on: {
      'password-accepted': [
        { when: 'factorIsMissing', to: 'no-factor' },
        { when: 'factorIsDue', to: 'factor' },
        { when: 'linkIsDue', to: 'link' },
        { when: 'codeIsDue', to: 'code' },
        ...onceProven,
      ],
    },
  },
  code: {
    path: paths.code,
    on: {
      'code-refused': [{ when: 'noTriesLeft', to: 'blocked' }, { to: 'code' }],
      'codes-spent': [{ to: 'link' }],
      'code-accepted': onceProven,
    },
  },
  factor: {
    path: paths.factor,
    on: {
      'factor-refused': [{ when: 'noTriesLeft', to: 'blocked' }, { to: 'factor' }],
      'factor-accepted': onceProven,
    },
  },
  'no-factor': { path: paths.factor, on: {} },
  link: { path: paths.code, on: { 'link-confirmed': onceProven } },
  renewal: { path: paths.renewal, on: { 'password-chosen': [{ to: 'done' }] } },
  blocked: { path: paths.code, on: {} },
  done: { path: paths.home, on: {} },
};

/** The page that follows an event which leads to one step whatever the facts. */
export function pageAfter(step: Step, event: SignInEvent): Path {
  const arrow = signInJourney[step].on[event]?.find(({ when }) => when === undefined);
  if (!arrow) throw new Fault(`${event} leads nowhere from ${step}`);
  return signInJourney[arrow.to].path as Path;
}
