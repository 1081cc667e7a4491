import type { AdapterPayload } from 'oidc-provider';
import type { Clock } from '../../core/clock.ts';
import type { KeyRing } from '../../core/key-ring.ts';
import { paths } from '../../routes.ts';
import { createTickets } from '../../web/tickets.ts';
import { acrAsked, askFor, asking, hintIn } from '../rules.ts';

/** A tool's request of somebody who is not signed in: all that need be known until they are. */
export type Entry = {
  /** The request itself, asked again once they are: a path of the portal. */
  next: string;
  tool: string;
  /** Where the tool is told that nothing came of it; the provider has compared it. */
  redirectUri: string;
  state?: string;
  locales?: string;
  hint?: string;
  ask?: 'code' | 'factor';
};

export type Entries = ReturnType<typeof createEntries>;

/** Where they are opened. */
export const entryPath = `${paths.interaction}entree` as const;
/** Where they are told that their network asks too often. */
export const crowdPath = `${paths.interaction}affluence` as const;
/** Where one is given up. */
export const entryLeavePath = `${paths.interaction}renoncer` as const;

/** A tool's request comes before this browser has a token. */
const anyBrowser = '';
/** Longer requests are stored: the address of the sign-in carries them twice. */
const longest = 1_500;

/**
 * Questions that a sign-in settles, as sealed texts of an address: whoever opens them without end writes nothing, and
 * they name nothing that another browser could use [decision 0007].
 */
export function createEntries(deps: { keyRing: KeyRing; clock: Clock }) {
  const tickets = createTickets(deps, 'oidc-entry');
  return {
    seal: (entry: Entry): string => tickets.seal({ text: JSON.stringify(entry), browser: anyBrowser }),

    /** Null when the text is none of ours, or older than an hour. */
    open: (text: unknown): Entry | null => {
      const plain = typeof text === 'string' ? tickets.open({ id: text, browser: anyBrowser }) : null;
      return plain === null ? null : (JSON.parse(plain) as Entry);
    },
  };
}

/** The question as an entry; null where a sign-in alone does not settle it, so that it must be kept. */
export function entryOf({ prompt, params = {}, session }: AdapterPayload, next: string): Entry | null {
  const isPlain = prompt?.name === 'login' && prompt.reasons.join() === 'no_session' && session === undefined;
  const acr = acrAsked(params);
  if (!isPlain || next.length > longest || (acr && askFor(acr) === null)) return null;
  const { client_id: tool, redirect_uri: redirectUri, state, ui_locales: locales } = params;
  const known = { next, tool, redirectUri, state, locales, ...hintIn(params), ...asking(acr) };
  return known as Entry;
}
