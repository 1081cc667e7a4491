import { follow, type Guards, type Journey } from '../../core/journey.ts';
import { Fault } from '../../core/outcomes.ts';
import { paths } from '../../routes.ts';

/** How an operator or an administrator enrols, as data. */
export type Step = 'link' | 'password' | 'factor' | 'codes' | 'done';
export type EnrolmentEvent = 'opened' | 'password-chosen' | 'factor-added' | 'codes-kept';

type Facts = { hasPassword: boolean };

const guards = {
  hasPassword: (facts) => facts.hasPassword,
} satisfies Guards<string, Facts>;

export const enrolmentJourney: Journey<Step, EnrolmentEvent, keyof typeof guards> = {
  link: {
    path: paths.enrolmentLink,
    on: { opened: [{ when: 'hasPassword', to: 'factor' }, { to: 'password' }] },
  },
  password: { path: paths.enrolment, on: { 'password-chosen': [{ to: 'factor' }] } },
  factor: { path: paths.enrolment, on: { 'factor-added': [{ to: 'codes' }] } },
  codes: { path: paths.enrolment, on: { 'codes-kept': [{ to: 'done' }] } },
  done: { path: paths.enrolmentDone, on: {} },
};

/** What a link that is good asks for: nothing of it is stored but what the account holds. */
export function stepOf(facts: Facts): 'password' | 'factor' {
  const step = follow({ journey: enrolmentJourney, guards }, 'link', 'opened', facts);
  if (step !== 'password' && step !== 'factor') throw new Fault('an enrolment link leads nowhere');
  return step;
}
