import { dayMs, hourMs, secondMs } from '../../../core/clock.ts';
import { codeDueAt, codeEveryMs, codeJitter } from '../../devices/rules.ts';
import { fnv } from '../lab/random.ts';
import type { Attempt } from './attempts.ts';

/** When the last codes were, as the rules want it. */
export type CodeDates = {
  account: number | null;
  device: { lastCodeAt: number; codeDueAt: number } | null;
};

/** A device is found again by when its last code was: the history names none. */
type Moved = { really: number; here: number };

/** Recorded ages are rounded to a thousandth of a day: two of one code may be that far apart. */
const sameMs = dayMs / 1_000 + secondMs;
/** The devices of one person that are followed at once. */
const mostDevices = 20;

/**
 * When codes were last given under another policy. Where that policy asked what was really asked, the dates are the
 * recorded ones; only what came out differently is remembered. `everyMs`: its regular code on a known device.
 */
export function createCalendar(everyMs = codeEveryMs) {
  const devices = new Map<string, Moved[]>();
  const accounts = new Map<string, number | null>();

  return {
    /** As of this attempt, before it. */
    before: (attempt: Attempt): CodeDates => {
      const really = lastCode(attempt);
      const { accountId, device } = attempt;
      if (device === 'unknown') {
        return { account: accounts.has(accountId) ? accounts.get(accountId)! : really, device: null };
      }
      const moved = find(devices.get(accountId), really ?? 0);
      const here = moved ? moved.here : (really ?? 0);
      return {
        account: accounts.get(accountId) ?? (here || null),
        device: {
          lastCodeAt: here,
          codeDueAt: moved ? drawnDue(accountId, here, everyMs) : recordedDue(attempt, everyMs),
        },
      };
    },

    /** The sign-in was completed: `asked` says whether this policy wanted a code for it. */
    after: (attempt: Attempt, asked: boolean): void => {
      const { accountId, at, device } = attempt;
      const really = lastCode(attempt);
      const wasAsked = attempt.reasons.length > 0;
      if (wasAsked && asked) accounts.delete(accountId);
      else if (asked) accounts.set(accountId, at);
      else if (wasAsked && !accounts.has(accountId)) accounts.set(accountId, really);

      const known = devices.get(accountId) ?? [];
      const moved = device === 'known' ? find(known, really ?? 0) : undefined;
      const before = device === 'known' ? (moved ? moved.here : (really ?? 0)) : 0;
      const next: Moved = {
        really: wasAsked ? at : device === 'known' ? (really ?? 0) : 0,
        here: asked ? at : before,
      };
      const others = known.filter((one) => one !== moved);
      if (next.really !== next.here) others.push(next);
      if (others.length > 0) devices.set(accountId, others.slice(-mostDevices));
      else devices.delete(accountId);
    },
  };
}

/** Epoch milliseconds, or null where no code was ever given. */
function lastCode({ decidedAt, codeAgeDays }: Attempt): number | null {
  return codeAgeDays === null ? null : decidedAt - codeAgeDays * dayMs;
}

function find(moved: Moved[] | undefined, really: number): Moved | undefined {
  return moved?.find((one) => Math.abs(one.really - really) <= sameMs);
}

/** The due date is not recorded, but what was asked tells on which side of it this sign-in lay. */
function recordedDue(attempt: Attempt, everyMs: number): number {
  const { decidedAt, reasons, accountId } = attempt;
  const really = lastCode(attempt);
  if (!reasons.includes('regular')) return decidedAt + 1;
  const mayBeDrawn = really === null || decidedAt - really >= everyMs * (1 - codeJitter);
  // Sooner than any draw: a shorter setting asked, and this policy does not have it.
  return mayBeDrawn ? decidedAt : drawnDue(accountId, really, everyMs);
}

/** A date drawn as the portal draws them, the same at each replay. */
function drawnDue(accountId: string, lastCodeAt: number, everyMs: number): number {
  if (lastCodeAt === 0) return 0;
  const chance = (fnv(`${accountId}:${Math.round(lastCodeAt / hourMs)}`) >>> 0) / 0xffff_ffff;
  return codeDueAt({ now: lastCodeAt, chance, everyMs });
}
