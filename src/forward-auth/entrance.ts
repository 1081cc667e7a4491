import type { Clock } from '../core/clock.ts';
import type { KeyRing } from '../core/key-ring.ts';
import { firstTime } from '../core/memo.ts';
import type { Outcome } from '../core/outcomes.ts';
import { fingerprint, newToken } from '../core/tokens.ts';
import type { TicketRefusal } from '../identity/audit/rules.ts';
import type { Audit } from '../identity/audit/service.ts';
import { standing } from '../identity/sessions/rules.ts';
import type { Session } from '../identity/sessions/service.ts';
import { parseHost, type Tool } from '../identity/tools/rules.ts';
import type { ToolRefusals, Tools } from '../identity/tools/service.ts';
import type { Database, Tx } from '../platform/db/database.ts';
import { journeyLink, paths } from '../routes.ts';
import { askedLifeMs, fulfils, needsOf, originOf, placeOf, ticketLifeMs } from './rules.ts';
import * as store from './store.ts';

/** Somebody at a tool's host who is to be let in: where they go, and in which browser. */
export type Entry = {
  host: string;
  /** `https://host`, or `http://` on loopback. */
  origin: string;
  /** Path and query on that host. */
  place: string;
  /** Fingerprint of the cookie that the browser holds at the host. */
  browser: string;
};

export type Admission =
  | { ok: true; href: string }
  | { ok: false; reason: 'unknown-host' }
  | { ok: false; reason: 'not-allowed'; tool: Tool };

/** `none-of-ours`: the portal made no such ticket; nothing was looked up nor noted. */
export type Redemption = Outcome<{ token: string; place: string }, TicketRefusal | 'none-of-ours'>;

export type EntranceDeps = {
  db: Database;
  clock: Clock;
  keyRing: KeyRing;
  tools: Tools;
  audit: Audit;
  toolRefusals: ToolRefusals;
};

/** Refused, and either noted before or too late to be worth it. */
const unnoted = { ok: false, reason: 'used' } as const;

/** Longer than any that the portal makes, and short enough to be looked at. */
const longestSealed = 4_000;

/**
 * From a tool's host to the portal and back. What travels in addresses is sealed, so that neither a host nor a place is
 * ever taken from outside; what is stored is a fingerprint.
 */
export function createEntrance({ db, clock, keyRing, tools, audit, toolRefusals: refusals }: EntranceDeps) {
  const isNews = firstTime(10_000);
  const seal = (purpose: string, values: readonly unknown[]) => keyRing.seal(purpose, JSON.stringify(values));
  const unseal = (purpose: string, text: string): unknown[] | null => {
    const plain = text.length <= longestSealed ? keyRing.open(purpose, text) : null;
    return plain === null ? null : (JSON.parse(plain) as unknown[]);
  };

  const readTicket = (ticket: string) => {
    const values = unseal('proxy-ticket', ticket);
    if (values === null) return null;
    const [until, accountId, tool, origin, place] = values as [number, string, string, string, string];
    // One of a portal before this: it had no end.
    return typeof until === 'number' ? { until, accountId, tool, origin, place } : null;
  };

  /** A session for this host, in exchange for a ticket that was good. */
  const openHost = async (
    tx: Tx,
    { ticket, former, address }: { ticket: TicketRow; former: string | null; address: string },
  ): Promise<string | null> => {
    const now = clock.now();
    const portal = await store.portalSession(tx, ticket.session_id);
    if (!portal || !isLive(portal, now)) return null;
    if (former) await store.removeSession(tx, fingerprint(former));
    const token = newToken();
    await store.insertSession(tx, {
      token_hash: fingerprint(token),
      session_id: ticket.session_id,
      tool_id: ticket.tool_id,
      host: ticket.host,
      created_at: now,
      expires_at: portal.expires_at,
    });
    await audit.record(tx, {
      type: 'tool.opened',
      accountId: portal.account_id,
      address,
      data: { tool: ticket.tool_id, via: 'proxy' },
    });
    return token;
  };

  return {
    /**
     * The portal's address for somebody without a session at a host, and the cookie's token that they must hold when
     * they come back: the one they hold already, so that several tabs may ask at once. Null when no tool declares the
     * host.
     */
    async knock(asked: {
      host: string;
      proto: string;
      uri: string;
      token: string | null;
    }): Promise<{ href: string; token: string } | null> {
      const host = parseHost(asked.host);
      if (host === null || !(await tools.ofHost(db.handle, host))) return null;
      const token = asked.token ?? newToken();
      const until = clock.now() + askedLifeMs;
      const origin = originOf({ host, proto: asked.proto });
      const entry = seal('proxy-entry', [until, host, origin, placeOf(asked.uri), fingerprint(token)]);
      return { href: journeyLink(paths.proxyAccess, entry), token };
    },

    /** Who asks to be let in; null for a text that is too old or none of ours. */
    readEntry(text: string): Entry | null {
      const values = unseal('proxy-entry', text);
      if (values === null || Number(values[0]) <= clock.now()) return null;
      const [, host, origin, place, browser] = values as [number, string, string, string, string];
      return { host, origin, place, browser };
    },

    /** Lets somebody who is signed in go to the host, with a ticket; or says why not. One INSERT. */
    async admit(entry: Entry, session: Session, address: string): Promise<Admission> {
      const { host, place } = entry;
      const found = await tools.ofHost(db.handle, host);
      if (!found) return { ok: false, reason: 'unknown-host' };
      const { tool, rules } = found;
      const { id: accountId, role } = session.account;
      const person = { role, groups: await tools.groupsOf(db.handle, accountId) };
      if (!fulfils(needsOf(rules, place), tool, person)) {
        const data = { tool: tool.id, via: 'proxy' } as const;
        await refusals.note(db.handle, { accountId, address, data });
        return { ok: false, reason: 'not-allowed', tool };
      }
      // The nonce of the seal makes each unlike any other; the place in it cannot be changed on the way.
      const until = clock.now() + ticketLifeMs;
      const ticket = seal('proxy-ticket', [until, accountId, tool.id, entry.origin, place]);
      await store.insertTicket(db.handle, {
        token_hash: fingerprint(ticket),
        session_id: session.id,
        tool_id: tool.id,
        host,
        browser_hash: entry.browser,
        expires_at: until,
      });
      return { ok: true, href: `${entry.origin}${paths.proxyReturn}?ticket=${ticket}` };
    },

    /**
     * Takes a ticket, once: whatever is wrong with it, it is worthless afterwards. `browser` is the cookie of who
     * knocked, `former` a cookie of the host that the new one replaces. What a ticket was refused for is noted once
     * for each reason: whoever sends one again and again writes nothing.
     */
    async redeem(given: {
      ticket: string;
      host: string;
      browser: string | null;
      former: string | null;
      address: string;
    }): Promise<Redemption> {
      const { address } = given;
      const sealed = readTicket(given.ticket);
      if (!sealed) return { ok: false, reason: 'none-of-ours' };
      const { until, accountId, tool, place } = sealed;
      const hash = fingerprint(given.ticket);
      return db.transaction(async (tx) => {
        const refuse = async (reason: TicketRefusal) => {
          await audit.record(tx, {
            type: 'tool.ticket-refused',
            accountId,
            address,
            data: { tool, reason },
          });
          return { ok: false, reason } as const;
        };
        const ticket = await store.takeTicket(tx, hash);
        if (!ticket) return until > clock.now() && isNews(hash) ? refuse('used') : unnoted;
        if (ticket.host !== parseHost(given.host)) return refuse('other-host');
        if (given.browser === null || fingerprint(given.browser) !== ticket.browser_hash) {
          return refuse('other-browser');
        }
        if (ticket.expires_at <= clock.now()) return refuse('expired');
        const token = await openHost(tx, { ticket, former: given.former, address });
        return token === null ? refuse('signed-out') : { ok: true, token, place };
      });
    },

    /** The page that a ticket was for, to begin again from; null for a text that is none of ours. */
    pageOf(ticket: string): string | null {
      const sealed = readTicket(ticket);
      return sealed === null ? null : `${sealed.origin}${sealed.place}`;
    },
  };
}

type TicketRow = NonNullable<Awaited<ReturnType<typeof store.takeTicket>>>;
type PortalRow = NonNullable<Awaited<ReturnType<typeof store.portalSession>>>;

function isLive(row: PortalRow, now: number): boolean {
  const state = standing({
    endedAt: row.ended_at,
    accountStatus: row.status,
    expiresAt: row.expires_at,
    lastSeenAt: row.last_seen_at,
    idleMs: row.idle_ms,
    now,
  });
  return state === 'live';
}
