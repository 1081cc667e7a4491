import { secondMs } from '../../core/clock.ts';

/** What a tool asked for when it sent somebody here to sign out; everything was validated by the provider. */
export type Asked = {
  /** The tool, by its client id; null when it did not say who it is. */
  tool: string | null;
  /** Where the person goes afterwards, its state included; null: nowhere, the portal's own page is the last. */
  next: string | null;
  /** What the tool knows the session by, from its ID token; null without one. */
  sid: string | null;
  /** The account that its ID token names; null without a token, or when that does not say. */
  names: string | null;
};

/**
 * Whether the sign-out may go ahead by itself: the tool proved by its ID token that it knows who is signed in here.
 * Any site may send anybody here: without that, the person is asked.
 */
export function needsNoQuestion(asked: Asked | null, accountId: string | null): boolean {
  if (asked?.names == null) return false;
  // Where nobody was signed in to the portal there is nothing to lose by it.
  return accountId === null || accountId === asked.names;
}

/** How long the page after a sign-out waits to say what became of the tools, in milliseconds. */
export const patienceMs = 3 * secondMs;

/** How many tools are told at once, and how many times the same one: one that is down must not hold up the others. */
export const atOnce = 64;
export const atOncePerTool = 8;

/** Why a tool could not be told. */
export type Untold = 'no-answer' | 'unreachable' | 'refused';
