import type { Clock } from '../../core/clock.ts';
import type { KeyRing } from '../../core/key-ring.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Places } from '../../platform/geo/places.ts';
import type { ClientHints } from '../../platform/http/client-hints.ts';
import { browserOf } from '../../platform/http/user-agent.ts';
import type { Account } from '../accounts/service.ts';
import type { Audit } from '../audit/service.ts';
import type { Network } from '../budgets/rules.ts';
import type { KnownDevice } from '../devices/service.ts';
import { parentOf, readingsOf, weekOf } from './counters.ts';
import { count } from './counting.ts';
import { keptMs } from './decay.ts';
import { type Assessment, assessmentOf, rounded } from './explain.ts';
import { lookAtThreshold, type Store } from './learning.ts';
import { type Observed, observedOf } from './observed.ts';
import {
  type CodeDecision,
  type CodeSettings,
  chanceOf,
  codeSettings,
  decideCode,
  warmFrom,
} from './rules.ts';
import { scoreOf } from './score.ts';
import { signalsOf } from './signals.ts';
import * as store from './store.ts';
import {
  nothingLearned,
  type RiskPolicy,
  riskPolicy,
  type ThresholdState,
  thresholdOf,
} from './threshold.ts';
import { isImpossible, measurable, readLastPlace, writeLastPlace } from './travel.ts';

export type { Observed } from './observed.ts';
export type { RiskPolicy } from './threshold.ts';

/** What a request shows of who knocks. */
export type Seen = { network: Network; userAgent: string | undefined; hints: ClientHints };

export type Decision = CodeDecision & { assessment: Assessment };

export type Risk = ReturnType<typeof createRisk>;

type RiskDeps = {
  clock: Clock;
  keyRing: KeyRing;
  places: Pick<Places, 'lookup'>;
  audit: Audit;
  settings?: CodeSettings;
  policy?: RiskPolicy;
};

const sealFor = 'risk-last-place';

/**
 * Who is asked for a code, and why: the device, the calendar, and how unusual a sign-in is for this person. Nobody
 * is ever refused by it.
 */
export function createRisk({
  clock,
  keyRing,
  places,
  audit,
  settings = codeSettings,
  policy = riskPolicy,
}: RiskDeps) {
  /** Whether the person cannot have come from where they last were; null where the data do not say. */
  const travelOf = (sealed: string | null, { place }: Observed, now: number): 'impossible' | null => {
    const here = measurable(place);
    const last = here && sealed ? readLastPlace(keyRing.open(sealFor, sealed)) : null;
    return here && last && isImpossible(last, { ...here, at: now }) ? 'impossible' : null;
  };

  return {
    /** Looks a request over: before the transaction, which must not wait for files. Never fails. */
    observe: async ({ network, userAgent, hints }: Seen): Promise<Observed> => {
      const place = await places.lookup(network.address);
      const signals = signalsOf({ network, browser: browserOf(userAgent, hints), place });
      return observedOf({ keyRing }, { signals, place });
    },

    /** From (account, attempt) to a decision with its reasons: three SELECTs, whatever the history. */
    decide: async (
      tx: Tx,
      account: Account,
      { device, observed }: { device: KnownDevice | null; observed: Observed },
    ): Promise<Decision> => {
      const now = clock.now();
      const ownKeys = observed.keysOf(account.id);
      const own = await store.readOwn(tx, { accountId: account.id, keys: ownKeys.flat() });
      const world = await store.readWorld(tx, observed.worldKeys);
      const state = await store.readState(tx);
      const readings = readingsOf({ observed, ownKeys, own, world, now });
      const cookieIsKnown = device !== null;
      const travel = cookieIsKnown ? null : travelOf(own?.person.lastPlace ?? null, observed, now);
      const { chains: nodes, version } = observed;
      const score = scoreOf({ nodes, version, cookieIsKnown, travel }, readings);
      const times = own?.person.times ?? 0;
      const warm = times >= warmFrom;
      const threshold = thresholdOf({ theta: state?.theta ?? null }, policy);
      const { lastCodeAt, lastSignInAt, renewalReason } = account;
      const decision = decideCode({
        account: { lastCodeAt, lastSignInAt, renewalReason, chance: chanceOf(account.id) },
        device,
        risk: { ...threshold, warm, bits: rounded(score.bits), levels: score.levels },
        now,
        settings,
      });
      const codeAt = device ? device.lastCodeAt || null : lastCodeAt;
      const assessment = assessmentOf({
        score,
        times,
        warm,
        theta: threshold.theta,
        acting: threshold.acting,
        device: cookieIsKnown ? 'known' : 'unknown',
        codeAt,
        now,
      });
      return { ...decision, assessment };
    },

    /**
     * Learns from a sign-in that was proven in full, in the transaction that completes it and last there: what all
     * people share is held from here to its end.
     */
    learn: async (
      tx: Tx,
      {
        accountId,
        observed,
        cookieWasKnown,
      }: { accountId: string; observed: Observed; cookieWasKnown: boolean },
    ): Promise<void> => {
      const now = clock.now();
      const here = measurable(observed.place);
      const lastPlace = here && keyRing.seal(sealFor, writeLastPlace({ ...here, at: now }));
      await count(tx, { accountId, observed, cookieWasKnown, lastPlace, now });
    },

    /**
     * Forgets a person's habits: what a thief taught must not speak for them. Their account starts cold; among all
     * people they stay counted, once.
     */
    forget: (tx: Tx, accountId: string): Promise<void> => store.forget(tx, accountId),

    /** Looks at the threshold when it is time; false when it is not. Takes its own transactions. */
    learnThreshold: (db: Store): Promise<boolean> => lookAtThreshold({ clock, audit, policy }, db),

    /** What is learned of the threshold so far. */
    state: async (tx: Tx): Promise<ThresholdState> => {
      const row = await store.readState(tx);
      if (!row) return nothingLearned;
      return { theta: row.theta, scores: row.scores, learnedAt: row.learned_at, frozenAt: row.frozen_at };
    },

    /**
     * Deletes what was not seen for 180 days, counted in whole weeks; at most `most` rows of each kind. Call again
     * while it returns as many; outside of a transaction, in which its locks would wait for sign-ins.
     */
    purge: async (tx: Tx, most: number): Promise<number> => {
      const stale = { untilWeek: weekOf(clock.now() - keptMs), most };
      const people = await store.purgePeople(tx, stale);
      const world = await store.purgeWorld(tx, stale);
      for (const key of world) {
        const parent = parentOf(key);
        if (parent !== null) await store.addChildren(tx, [parent], -1);
      }
      return Math.max(people, world.length);
    },
  };
}
