import { type Clock, dayMs } from '../../core/clock.ts';
import { fingerprint } from '../../core/tokens.ts';
import type { Tx } from '../../platform/db/database.ts';
import * as store from './store.ts';

export type Consents = ReturnType<typeof createConsents>;

/** What a member allowed a third party's tool to know, by scope, and when they last said so. */
export type Consent = { toolId: string; scopes: string[]; givenAt: number };

type Which = { accountId: string; toolId: string };

/** How long a yes is remembered, in milliseconds; asked again after that. */
const rememberedMs = 365 * dayMs;

/** Who allowed which third party's tool to know what. First-party tools need none. */
export function createConsents({ clock }: { clock: Clock }) {
  const find = async (tx: Tx, which: Which): Promise<Consent | null> => {
    const payload = await store.find(tx, { key: keyOf(which), now: clock.now() });
    return payload === null ? null : toConsent(which.toolId, payload);
  };

  return {
    /** Null when nothing was allowed, or too long ago. */
    find,

    /** Adds to what was allowed before. */
    remember: async (tx: Tx, { scopes, ...which }: Which & { scopes: readonly string[] }): Promise<void> => {
      const known = await find(tx, which);
      const now = clock.now();
      const all = [...new Set([...(known?.scopes ?? []), ...scopes])].sort();
      await store.upsert(tx, {
        key: keyOf(which),
        payload: JSON.stringify({ scopes: all, givenAt: now }),
        account_id: which.accountId,
        client_id: which.toolId,
        expires_at: now + rememberedMs,
      });
    },

    /** What an account allowed, newest first: for its owner's eyes. */
    list: async (tx: Tx, accountId: string): Promise<Consent[]> => {
      const rows = await store.list(tx, { accountId, now: clock.now() });
      return rows
        .map((row) => toConsent(row.client_id ?? '', row.payload))
        .sort((a, b) => b.givenAt - a.givenAt);
    },

    /**
     * Takes it back: every code and token that the tool holds for this account stops at once, and the tool asks
     * again. False when there was nothing. Safe to call twice.
     */
    revoke: async (tx: Tx, which: Which): Promise<boolean> => (await store.remove(tx, which)) > 0,

    /** Everything that the provider keeps of an account: when it is deleted. Says how many rows. */
    forget: (tx: Tx, accountId: string): Promise<number> => store.removeAll(tx, accountId),

    /** What everybody allowed a tool, and what it holds: the next tool of that id is another. */
    forgetTool: (tx: Tx, toolId: string): Promise<number> => store.removeOfTool(tx, toolId),
  };
}

const keyOf = ({ accountId, toolId }: Which) => `Consent:${fingerprint(`${accountId} ${toolId}`)}`;

function toConsent(toolId: string, payload: string): Consent {
  return { toolId, ...(JSON.parse(payload) as Omit<Consent, 'toolId'>) };
}
