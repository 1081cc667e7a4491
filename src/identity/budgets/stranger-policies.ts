import { dayMs, minuteMs } from '../../core/clock.ts';

/** What whoever is not signed in can make the portal write down, over and over [security.md 48]. */
export const strangerPolicies = {
  'link-refused.link': {
    about: 'refusals of one mailed link that the audit log tells of; the page says it each time',
    kind: 'window',
    limit: 1,
    perMs: dayMs,
    from: 'first',
  },
  'tool-question.near': {
    about: 'tools’ requests that are stored, of people who are not signed in, from one address or /64',
    kind: 'window',
    limit: 600,
    perMs: 10 * minuteMs,
    from: 'first',
  },
  'tool-question.wide': {
    about: 'tools’ requests that are stored, of people who are not signed in, from one /24 or /48',
    kind: 'window',
    limit: 3_000,
    perMs: 10 * minuteMs,
    from: 'first',
  },
} as const;

/** What telling the audit log costs that a mailed link is good no more. */
export function linkRefusalCharges({ linkId }: { linkId: string }) {
  return [{ policy: 'link-refused.link' as const, key: [linkId] }];
}

/** What storing a tool's request costs while nobody is signed in; given back to whoever does sign in. */
export function toolQuestionCharges({ near, wide }: { near: string; wide: string }) {
  return [
    { policy: 'tool-question.near' as const, key: [near] },
    { policy: 'tool-question.wide' as const, key: [wide] },
  ];
}
