import type { Clock } from '../../core/clock.ts';
import { newId } from '../../core/ids.ts';
import type { Outcome } from '../../core/outcomes.ts';
import { fingerprint, newToken, sameText } from '../../core/tokens.ts';
import type { Tx } from '../../platform/db/database.ts';
import { formerSecretMs, type HostRule, parseHost, type Tool, type ToolSettings } from './rules.ts';
import * as store from './store.ts';

export { createToolRefusals, type ToolRefusals } from './refusals.ts';

export type { Tool } from './rules.ts';
export type Tools = ReturnType<typeof createTools>;

/** How long a process may work with the tools that it read, in milliseconds: a change is seen everywhere soon after. */
const rememberedMs = 2_000;

type Known = {
  readAt: number;
  all: Tool[];
  byId: Map<string, Tool>;
  byHost: Map<string, { tool: Tool; rules: readonly HostRule[] }>;
};

/** A secret as it is said once, and until when the former ones work; null: there was none. */
export type NewSecret = { secret: string; formerUntil: number | null };

/**
 * The tools, of poterne.yaml and of the command line, their secrets, and the groups that open them. Where both name
 * an id or a host, poterne.yaml is right.
 */
export function createTools({ configured, clock }: { configured: readonly Tool[]; clock: Clock }) {
  let known: Known | null = null;

  const read = async (tx: Tx): Promise<Known> => {
    const now = clock.now();
    if (known && now >= known.readAt && now - known.readAt < rememberedMs) return known;
    const ofFile = new Set(configured.map(({ id }) => id));
    const rows = await store.list(tx);
    const stored = rows.filter(({ id }) => !ofFile.has(id)).map(toTool);
    known = index([...configured, ...stored], now);
    return known;
  };

  const newSecret = async (tx: Tx, toolId: string): Promise<string> => {
    const secret = newToken();
    const row = {
      tool_id: toolId,
      secret_hash: fingerprint(secret),
      created_at: clock.now(),
      expires_at: null,
    };
    await store.insertSecret(tx, { id: newId(clock), ...row });
    return secret;
  };

  return {
    /** Those of the file in their order, then the others by id; at most two seconds old. */
    list: async (tx: Tx): Promise<Tool[]> => (await read(tx)).all,

    find: async (tx: Tx, id: string): Promise<Tool | null> => (await read(tx)).byId.get(id) ?? null,

    /** The tool that a host belongs to, as a proxy names it: any case, with or without its port. */
    ofHost: async (tx: Tx, host: string): Promise<{ tool: Tool; rules: readonly HostRule[] } | null> => {
      const plain = parseHost(host);
      return plain === null ? null : ((await read(tx)).byHost.get(plain) ?? null);
    },

    /** Whether this is a secret of the tool that is still good; each is compared, in constant time. */
    matchesSecret: async (
      tx: Tx,
      { toolId, secret }: { toolId: string; secret: string },
    ): Promise<boolean> => {
      const given = fingerprint(secret);
      const live = await store.liveSecrets(tx, { toolId, now: clock.now() });
      return live.filter((row) => sameText(row.secret_hash, given)).length > 0;
    },

    /** How many secrets of the tool are good now. */
    countSecrets: async (tx: Tx, toolId: string): Promise<number> =>
      (await store.liveSecrets(tx, { toolId, now: clock.now() })).length,

    /** Adds a tool, with a first secret unless it is public or speaks no OpenID Connect. Call it in a transaction. */
    add: async (
      tx: Tx,
      { id, ...settings }: ToolSettings & { id: string },
    ): Promise<Outcome<{ tool: Tool; secret: string | null }, 'exists' | 'host-taken'>> => {
      known = null;
      const { byId, byHost } = await read(tx);
      known = null;
      if (byId.has(id)) return { ok: false, reason: 'exists' };
      if (settings.hosts.some(({ host }) => byHost.has(host))) return { ok: false, reason: 'host-taken' };
      const now = clock.now();
      const row = { id, settings: JSON.stringify(settings), created_at: now, updated_at: now };
      if (!(await store.insert(tx, row))) return { ok: false, reason: 'exists' };
      // A tool that had the name before is not this one.
      await store.removeSecrets(tx, id);
      const hasSecret = settings.oidc !== null && settings.oidc.clientAuth !== 'none';
      return { ok: true, tool: toTool(row), secret: hasSecret ? await newSecret(tx, id) : null };
    },

    /** Removes a tool and its secrets; one of poterne.yaml is removed there. Call it in a transaction. */
    remove: async (tx: Tx, id: string): Promise<Outcome<object, 'unknown' | 'of-file'>> => {
      known = null;
      if (configured.some((tool) => tool.id === id)) return { ok: false, reason: 'of-file' };
      if (!(await store.remove(tx, id))) return { ok: false, reason: 'unknown' };
      await store.removeSecrets(tx, id);
      return { ok: true };
    },

    /**
     * A new secret, of a tool of poterne.yaml too. The former stays good for a day, so that the tool can be changed
     * without a break; with `atOnce` it stops now. Call it in a transaction.
     */
    rotateSecret: async (
      tx: Tx,
      { toolId, atOnce = false }: { toolId: string; atOnce?: boolean },
    ): Promise<Outcome<NewSecret, 'unknown' | 'public'>> => {
      const tool = (await read(tx)).byId.get(toolId);
      if (!tool) return { ok: false, reason: 'unknown' };
      if (tool.oidc === null || tool.oidc.clientAuth === 'none') return { ok: false, reason: 'public' };
      const now = clock.now();
      const at = atOnce ? now : now + formerSecretMs;
      const former = await store.endSecrets(tx, { toolId, at, now });
      return { ok: true, secret: await newSecret(tx, toolId), formerUntil: former > 0 ? at : null };
    },

    /** The groups of an account, sorted. One SELECT by key. */
    groupsOf: async (tx: Tx, accountId: string): Promise<string[]> =>
      (await store.groupsOf(tx, accountId)).sort(),

    /** False when the account was in it already. */
    addToGroup: (tx: Tx, { accountId, group }: { accountId: string; group: string }): Promise<boolean> =>
      store.insertGroup(tx, { account_id: accountId, name: group }),

    /** False when the account was not in it. */
    removeFromGroup: (tx: Tx, { accountId, group }: { accountId: string; group: string }): Promise<boolean> =>
      store.removeGroup(tx, { accountId, name: group }),

    /** Deletes the secrets that stopped, at most `most`; returns how many. */
    purge: (tx: Tx, most = 500): Promise<number> => store.purgeSecrets(tx, { before: clock.now(), most }),
  };
}

function toTool({ id, settings }: { id: string; settings: string }): Tool {
  return { ...(JSON.parse(settings) as ToolSettings), id, source: 'store' };
}

function index(all: Tool[], readAt: number): Known {
  const byHost: Known['byHost'] = new Map();
  for (const tool of all) {
    for (const { host, rules } of tool.hosts) if (!byHost.has(host)) byHost.set(host, { tool, rules });
  }
  return { readAt, all, byId: new Map(all.map((tool) => [tool.id, tool])), byHost };
}
