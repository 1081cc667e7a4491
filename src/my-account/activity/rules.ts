import { dayMs, hourMs, secondMs } from '../../core/clock.ts';

/** An event of the audit log, newest first in every list here. Times are epoch milliseconds. */
export type Entry = {
  id: string;
  at: number;
  type: string;
  address: string | null;
  actor: string | null;
  journeyId: string | null;
  data: Record<string, unknown>;
};

/** Events that are one thing to the person: a sign-in with its code, three wrong passwords in a row. */
export type Group<E extends Entry = Entry> = { head: E; rest: E[] };

/** Steps of a sign-in, told with its end, or with the code that was asked for where it has none. */
const steps = new Set([
  'code.asked',
  'code.sent',
  'code.refused',
  'code.accepted',
  'factor.accepted',
  'factor.refused',
]);

/** Recorded in the same moment as a sign-in. */
const sameMomentMs = 2 * secondMs;

/** Told once, with how often, where they follow one another: what must be alike, and how far apart they may be. */
const runs: Readonly<Record<string, { alike: readonly string[]; withinMs: number }>> = {
  'sign-in.refused': { alike: ['reason', 'label'], withinMs: hourMs },
  'code.refused': { alike: [], withinMs: hourMs },
  'factor.refused': { alike: ['factor'], withinMs: hourMs },
  'password.check-refused': { alike: ['reason'], withinMs: hourMs },
  'limit.reached': { alike: ['policy'], withinMs: dayMs },
  'tool.opened': { alike: ['tool'], withinMs: dayMs },
};

/** Every entry in exactly one group; groups and what is in them newest first, a group standing where its newest does. */
export function groupsOf<E extends Entry>(entries: readonly E[]): Group<E>[] {
  const owners = ownersOf(entries);
  const groups = new Map<E, Group<E>>();
  for (const entry of entries) {
    const head = owners.get(entry) ?? entry;
    const group = groups.get(head) ?? { head, rest: [] };
    if (entry !== head) group.rest.push(entry);
    groups.set(head, group);
  }
  return joinRuns([...groups.values()]);
}

/** To which entry another is told with; an owner has none itself. */
function ownersOf<E extends Entry>(entries: readonly E[]): Map<E, E> {
  const ends = byJourney(entries.filter(({ type }) => type === 'sign-in.succeeded'));
  const asked = byJourney(
    entries.filter(({ type, journeyId }) => type === 'code.asked' && !ends.has(journeyId ?? '')),
  );
  const owners = new Map<E, E>();
  for (const [place, entry] of entries.entries()) {
    const { type, journeyId } = entry;
    const owner =
      steps.has(type) && journeyId !== null
        ? (ends.get(journeyId) ?? asked.get(journeyId))
        : companionOf(entries, place);
    if (owner && owner !== entry) owners.set(entry, owner);
  }
  return owners;
}

/** The sign-in that a device's recognition follows at once, or that the end of a former session comes before. */
function companionOf<E extends Entry>(entries: readonly E[], place: number): E | undefined {
  const entry = entries[place]!;
  const isSignIn = ({ type, at, address }: E) =>
    type === 'sign-in.succeeded' && address === entry.address && Math.abs(at - entry.at) <= sameMomentMs;
  if (entry.type === 'device.recognised') return entries.slice(place + 1).find(isSignIn);
  const { reason } = entry.data;
  const isFormer = entry.type === 'session.ended' && (reason === 'renewed' || reason === 'replaced');
  return isFormer ? entries.slice(0, place).findLast(isSignIn) : undefined;
}

/** The newest of each journey. */
function byJourney<E extends Entry>(entries: readonly E[]): Map<string, E> {
  const found = new Map<string, E>();
  for (const entry of entries) {
    if (entry.journeyId !== null && !found.has(entry.journeyId)) found.set(entry.journeyId, entry);
  }
  return found;
}

function joinRuns<E extends Entry>(groups: readonly Group<E>[]): Group<E>[] {
  const joined: Group<E>[] = [];
  for (const group of groups) {
    const last = joined.at(-1);
    if (last && isRun(last, group)) last.rest.push(group.head, ...group.rest);
    else joined.push(group);
  }
  return joined;
}

function isRun({ head, rest }: Group, next: Group): boolean {
  const run = Object.hasOwn(runs, head.type) ? runs[head.type] : undefined;
  if (!run || next.head.type !== head.type || next.head.address !== head.address) return false;
  const oldest = rest.at(-1) ?? head;
  return (
    oldest.at - next.head.at <= run.withinMs &&
    run.alike.every((name) => next.head.data[name] === head.data[name])
  );
}

/**
 * The first page of groups: at most `most`, cut where no group reaches past the cut, so that a sign-in and its code
 * stand on one page; where there is no such place, the next page repeats what reaches over. `more`: the next page
 * begins before this entry; null when there is none.
 */
export function firstPage<E extends Entry>(
  entries: readonly E[],
  { most, complete }: { most: number; complete: boolean },
): { groups: Group<E>[]; more: E | null } {
  const groups = groupsOf(entries);
  if (groups.length <= most) return { groups, more: complete ? null : (entries.at(-1) ?? null) };
  const placeOf = new Map(entries.map((entry, at) => [entry, at]));
  const places = groups.map(({ head, rest }) => [head, ...rest].map((entry) => placeOf.get(entry)!));
  let best = 0;
  let reach = 0;
  for (const [i, held] of places.slice(0, most).entries()) {
    reach = Math.max(reach, ...held);
    if (reach < Math.min(...places[i + 1]!)) best = i + 1;
  }
  const cut = best || most;
  return { groups: groups.slice(0, cut), more: entries[Math.min(...places[cut]!) - 1] ?? null };
}
