import { keptMs } from '../decay.ts';
import { type Score, scoreOf } from '../score.ts';
import { createCounters } from './counters.ts';
import { createFreeman } from './freeman.ts';
import { nodesFor, type SignIn } from './sign-in.ts';

/** All that are compared, in one run over the same sign-ins. */
export const scorers = ['poterne', 'freeman', 'exact-address', 'cookie-only', 'always'] as const;
export type ScorerName = (typeof scorers)[number];

/** A sign-in as the portal sees it: whether the token that came is one it knows. */
export type Judged = SignIn & { cookieIsKnown: boolean };

export type Scorer = {
  /** Higher is more unusual. Null: this scorer says nothing of it (a first sign-in). */
  score(judged: Judged): number | null;
  learn(judged: Judged): void;
  /** Forgets what cannot count any more. */
  purge?(now: number): void;
};

/** Poterne's own scorer on counters in memory. */
export function createPoterne() {
  const counters = createCounters();
  return {
    /** Sign-ins learned of this person. */
    times: counters.times,
    purge: counters.purge,
    /** The score and its lines. Positions are not modelled: travel says nothing here. */
    explain: (judged: Judged): Score => {
      const { user, at, agent, cookieIsKnown } = judged;
      const nodes = nodesFor(judged);
      const readings = counters.readings({ user, at, nodes });
      return scoreOf({ nodes, version: agent.version, cookieIsKnown, travel: null }, readings);
    },
    learn: (judged: Judged): void => {
      const { user, at, agent, cookieIsKnown } = judged;
      counters.learn({ user, at, nodes: nodesFor(judged), version: agent.version, cookieIsKnown });
    },
  };
}

/** The likelihood ratio in bits: the order is the same. */
function createFreemanScorer(): Scorer {
  const freeman = createFreeman();
  return {
    score: (judged) => {
      const ratio = freeman.score(judged);
      return ratio === null ? null : Math.log2(ratio);
    },
    learn: freeman.learn,
  };
}

/** 1 for an address that this person did not have in the last 180 days. */
function createExactAddress(): Scorer {
  const people = new Map<string, Map<string, number>>();
  return {
    score: ({ user, place, at }) => {
      const last = people.get(user)?.get(place.address);
      return last !== undefined && at - last <= keptMs ? 0 : 1;
    },
    learn: ({ user, place, at }) => {
      const own = people.get(user) ?? new Map<string, number>();
      people.set(user, own);
      // Insertion order is the order of last use: the front is the oldest.
      own.delete(place.address);
      own.set(place.address, at);
      for (const [address, last] of own) {
        if (at - last <= keptMs) break;
        own.delete(address);
      }
    },
    purge: (now) => {
      for (const [user, own] of people) {
        const last = [...own.values()].at(-1) ?? 0;
        if (now - last > keptMs) people.delete(user);
      }
    },
  };
}

export type BaselineName = Exclude<ScorerName, 'poterne'>;

/** What ours is compared with. */
export function createBaselines(): Record<BaselineName, Scorer> {
  return {
    freeman: createFreemanScorer(),
    'exact-address': createExactAddress(),
    'cookie-only': { score: ({ cookieIsKnown }) => (cookieIsKnown ? 0 : 1), learn: () => {} },
    always: { score: () => 1, learn: () => {} },
  };
}
