import type { Guards, Journey } from '../../core/journey.ts';
import { Fault } from '../../core/outcomes.ts';
import { type Path, paths } from '../../routes.ts';

/** The whole sign-in, as data. Nothing else decides which page comes next. */
export type Step = 'email' | 'password' | 'code' | 'link' | 'renewal' | 'blocked' | 'done';
export type SignInEvent =
  | 'email-given'
  | 'password-accepted'
  | 'code-refused'
  | 'codes-spent'
  | 'code-accepted'
  | 'link-confirmed'
  | 'password-chosen';

/** What the guards look at. */
export type Facts = {
  codeIsDue: boolean;
  /** The day's wrong codes are spent: a mailed link takes the code's place [security.md 14]. */
  codesAreSpent: boolean;
  renewalIsDue: boolean;
  triesLeft: number;
};

export const guards = {
  linkIsDue: (facts) => facts.codeIsDue && facts.codesAreSpent,
  codeIsDue: (facts) => facts.codeIsDue,
  renewalIsDue: (facts) => facts.renewalIsDue,
  noTriesLeft: (facts) => facts.triesLeft <= 0,
} satisfies Guards<string, Facts>;

export type Guard = keyof typeof guards;

const onceProven = [{ when: 'renewalIsDue', to: 'renewal' }, { to: 'done' }] as const;

export const signInJourney: Journey<Step, SignInEvent, Guard> = {
  email: { path: paths.signIn, on: { 'email-given': [{ to: 'password' }] } },
  password: {
    path: paths.password,
    on: {
      'password-accepted': [
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
