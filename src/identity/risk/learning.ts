import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Clock, hourMs } from '../../core/clock.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import type { Audit } from '../audit/service.ts';
import type { Assessment } from './explain.ts';
import { scoreDecides } from './rules.ts';
import type { LevelScore } from './score.ts';
import * as store from './store.ts';
import {
  createSample,
  type Failures,
  isCalm,
  isSpike,
  learnEveryMs,
  learnedFrom,
  mostRead,
  type RiskPolicy,
} from './threshold.ts';

export type LearningDeps = { clock: Clock; audit: Audit; policy: RiskPolicy };
/** Outside of a transaction: much is read, and nothing may wait for it. */
export type Store = Pick<Database, 'handle' | 'transaction'>;

/** Events read at a time. */
const batch = 500;
/** What is counted of refusals at most: more is a spike whatever the usual is. */
const mostInAnHour = 5_000;
const mostInAWeek = 100_000;
const hoursBefore = 7 * 24;

/**
 * Looks at the threshold, at most hourly over all portals: stands still while failures spike, else learns it anew.
 * Each change is an event of the audit trail, from which alone it is learned. False: it was not time.
 */
export async function lookAtThreshold(deps: LearningDeps, db: Store): Promise<boolean> {
  const now = deps.clock.now();
  const state = await store.takeLook(db.handle, { now, everyMs: learnEveryMs });
  if (!state) return false;
  const failures = await failuresOf(deps, db.handle, now);
  if (state.frozen_at === null && isSpike(failures)) {
    await note(deps, db, 'risk.frozen', failures, { frozen_at: now, usual: failures.usual });
    return true;
  }
  const spike = { from: state.spike_from_at, until: state.spike_until };
  if (state.frozen_at !== null) {
    // Compared with what was usual before it: a long attack must not become the usual.
    const since = { ...failures, usual: state.usual ?? failures.usual };
    if (!isCalm(since)) return true;
    Object.assign(spike, { from: state.frozen_at - hourMs, until: now });
    const over = { frozen_at: null, usual: null, spike_from_at: spike.from, spike_until: spike.until };
    await note(deps, db, 'risk.resumed', since, over);
  }
  await learn(deps, db, { now, theta: state.theta, spike });
  return true;
}

async function learn(
  deps: LearningDeps,
  db: Store,
  { now, theta, spike }: { now: number; theta: number | null; spike: Spike },
): Promise<void> {
  const sample = await newestScores(deps, db.handle, { now, spike });
  if (!sample.isEnough()) return store.writeState(db.handle, { scores: sample.size() });
  const learned = learnedFrom(sample.scores(), deps.policy.target);
  await db.transaction(async (tx) => {
    await store.writeState(tx, { theta: learned, scores: sample.size(), learned_at: now });
    if (learned === theta) return;
    const data = { theta: learned, scores: sample.size() };
    await deps.audit.record(tx, { type: 'risk.threshold-learned', data });
  });
}

type Spike = { from: number | null; until: number | null };

/**
 * The newest warm sign-ins that ended well and that the score decided: who is asked for another device anyway must not
 * use up what the score may ask. Those of the last spike are left out.
 */
async function newestScores(
  { audit }: LearningDeps,
  handle: Tx,
  { now, spike }: { now: number; spike: Spike },
): Promise<ReturnType<typeof createSample>> {
  const sample = createSample();
  let read = 0;
  for await (const event of audit.readBack(handle, { type: 'sign-in.succeeded', before: now + 1, batch })) {
    read += 1;
    if (sample.isFull() || read > mostRead) break;
    // The embedded store answers at once: requests come first.
    if (read % batch === 0) await nextTurn();
    const { at, accountId } = event;
    const risk = event.data.risk as Partial<Assessment> | undefined;
    const inSpike = spike.from !== null && spike.until !== null && at >= spike.from && at <= spike.until;
    if (inSpike || accountId === null || risk?.warm !== true || !Number.isFinite(risk.bits)) continue;
    if (!scoreDecides({ deviceIsKnown: risk.device === 'known', levels: cookieOf(risk.levels) })) continue;
    sample.add({ accountId, at, bits: risk.bits! });
  }
  return sample;
}

/** The line of the cookie, as it was recorded; the others do not matter here. */
function cookieOf(levels: Assessment['levels'] = []): LevelScore[] {
  return levels.flatMap(([level, bits, n = 0, c = 0, known]) =>
    level === 'cookie' ? [{ level, bits, n, c, known: known === 1 }] : [],
  );
}

async function failuresOf({ audit }: LearningDeps, handle: Tx, now: number): Promise<Failures> {
  const type = 'sign-in.refused';
  const hourAgo = now - hourMs;
  const refused = await audit.count(handle, { type, from: hourAgo, before: now + 1, most: mostInAnHour });
  const week = { from: now - hoursBefore * hourMs, before: hourAgo };
  const before = await audit.count(handle, { type, ...week, most: mostInAWeek });
  return { refused, usual: before / (hoursBefore - 1) };
}

async function note(
  { audit }: LearningDeps,
  db: Store,
  type: 'risk.frozen' | 'risk.resumed',
  failures: Failures,
  change: Parameters<typeof store.writeState>[1],
): Promise<void> {
  const data = { refused: failures.refused, usual: Math.round(failures.usual * 10) / 10 };
  await db.transaction(async (tx) => {
    await store.writeState(tx, change);
    await audit.record(tx, { type, data });
  });
}
