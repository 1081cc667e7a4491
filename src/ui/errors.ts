/** A way on from a dead end. */
export type Action =
  | 'sign-in'
  | 'forgotten'
  | 'sign-up'
  | 'home'
  | 'retry'
  | 'help'
  | 'other-account'
  | 'leave-tool';

type Entry = { code: `PT-${number}`; status: number; actions: readonly Action[] };

/**
 * Every dead end: its stable code, its HTTP status, and the ways on, best first. The words are in
 * words/*-errors.ts; docs/errors.md is generated from both. A code is never given a second meaning.
 * PT-1xx links, 2xx limits, 3xx sessions and journeys, 4xx sign-up, 5xx tools, 6xx requests, 7xx the portal, 8xx mail.
 */
export const errors = {
  'link-expired': { code: 'PT-101', status: 410, actions: ['forgotten', 'sign-in'] },
  'link-used': { code: 'PT-102', status: 410, actions: ['sign-in', 'forgotten'] },
  'link-replaced': { code: 'PT-103', status: 410, actions: ['forgotten', 'sign-in'] },
  'link-unknown': { code: 'PT-104', status: 404, actions: ['forgotten', 'sign-in'] },
  'link-other-browser': { code: 'PT-105', status: 403, actions: ['sign-in'] },
  'enrolment-ended': { code: 'PT-106', status: 410, actions: ['sign-in'] },
  'too-many-tries': { code: 'PT-201', status: 429, actions: ['forgotten', 'sign-in'] },
  'too-many-codes': { code: 'PT-202', status: 429, actions: ['sign-in'] },
  'mails-limit-reached': { code: 'PT-203', status: 429, actions: ['sign-in'] },
  'account-locked': { code: 'PT-204', status: 403, actions: ['home'] },
  'factor-missing': { code: 'PT-205', status: 403, actions: ['sign-in'] },
  'factor-tries-reached': { code: 'PT-206', status: 429, actions: ['sign-in'] },
  'passkey-refused': { code: 'PT-207', status: 403, actions: ['sign-in'] },
  'passkey-limit-reached': { code: 'PT-208', status: 429, actions: ['sign-in'] },
  'too-many-requests': { code: 'PT-209', status: 429, actions: ['retry', 'home'] },
  'session-ended': { code: 'PT-301', status: 403, actions: ['sign-in'] },
  'journey-ended': { code: 'PT-302', status: 410, actions: ['sign-in'] },
  'cookies-blocked': { code: 'PT-303', status: 403, actions: ['sign-in'] },
  'sign-up-closed': { code: 'PT-401', status: 403, actions: ['sign-in'] },
  'domain-refused': { code: 'PT-402', status: 403, actions: ['sign-up', 'sign-in'] },
  'address-taken': { code: 'PT-403', status: 409, actions: ['home', 'help'] },
  'tool-refused': { code: 'PT-501', status: 403, actions: ['home', 'other-account'] },
  'tool-ticket-refused': { code: 'PT-502', status: 403, actions: ['retry', 'home'] },
  'tool-request': { code: 'PT-503', status: 400, actions: ['home'] },
  'tool-expired': { code: 'PT-504', status: 410, actions: ['home'] },
  'not-found': { code: 'PT-601', status: 404, actions: ['home'] },
  'method-not-allowed': { code: 'PT-602', status: 405, actions: ['home'] },
  refused: { code: 'PT-603', status: 403, actions: ['retry', 'sign-in'] },
  'bad-input': { code: 'PT-604', status: 400, actions: ['retry', 'sign-in'] },
  'too-large': { code: 'PT-605', status: 413, actions: ['retry', 'sign-in'] },
  overloaded: { code: 'PT-701', status: 503, actions: ['retry', 'home'] },
  'store-away': { code: 'PT-702', status: 503, actions: ['retry', 'home'] },
  broken: { code: 'PT-703', status: 500, actions: ['retry', 'home'] },
  'mail-late': { code: 'PT-801', status: 200, actions: ['help'] },
} as const satisfies Record<string, Entry>;

/** The name of a dead end. */
export type ErrorKey = keyof typeof errors;

/** What is said of one, in one language: to the person, and to the help desk. */
export type ErrorWords = { title: string; said: string; todo: string; desk: string };
