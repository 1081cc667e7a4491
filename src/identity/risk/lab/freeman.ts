import { keptMs } from '../decay.ts';
import type { SignIn } from './sign-in.ts';

/** What Freeman looks at of one sign-in: each chain from fine to coarse. */
type Chains = { place: readonly string[]; agent: readonly string[] };

const weights = {
  place: [0.6, 0.3, 0.1],
  agent: [0.5386653840551359, 0.2680451498625666, 0.18818295100109536, 0.0051065150812021525],
};
const chains = ['place', 'agent'] as const;

/** How often each value was seen, level by level. */
type Tally = { n: number; place: Map<string, number>[]; agent: Map<string, number>[] };
const emptyTally = (): Tally => ({
  n: 0,
  place: weights.place.map(() => new Map()),
  agent: weights.agent.map(() => new Map()),
});

export type Freeman = {
  /** The published likelihood ratio, or null for someone never seen: first logins are not scored. */
  score(signIn: SignIn): number | null;
  learn(signIn: SignIn): void;
};

/**
 * The scorer of Freeman et al., NDSS 2016, without attack data, in the closed form of the reference implementation
 * [risk.md]; checked against it in freeman.test.ts. Entries older than six months are dropped, as its authors found
 * harmless [Wiefling et al., TOPS 2022] and as our own counters do.
 */
export function createFreeman({ keptFor = keptMs } = {}): Freeman {
  const users = new Map<string, Tally>();
  const all = emptyTally();
  let kept: SignIn[] = [];
  let oldest = 0;

  const forget = (now: number) => {
    for (; oldest < kept.length && now - kept[oldest]!.at > keptFor; oldest++) {
      const seen = chainsOf(kept[oldest]!);
      const { user } = kept[oldest]!;
      const own = users.get(user)!;
      count(all, seen, -1);
      count(own, seen, -1);
      if (own.n === 0) users.delete(user);
    }
    if (oldest > 10_000 && oldest > kept.length / 2) {
      kept = kept.slice(oldest);
      oldest = 0;
    }
  };
  return {
    score: (signIn) => {
      forget(signIn.at);
      const own = users.get(signIn.user);
      if (!own) return null;
      const seen = chainsOf(signIn);
      const ratio = chains.reduce((product, chain) => product * ratioOf(chain, seen[chain], own, all), 1);
      return (ratio * all.n) / (users.size * own.n);
    },
    learn: (signIn) => {
      const seen = chainsOf(signIn);
      const own = users.get(signIn.user) ?? emptyTally();
      users.set(signIn.user, own);
      count(all, seen, 1);
      count(own, seen, 1);
      kept.push(signIn);
    },
  };
}

function chainsOf({ place, agent }: SignIn): Chains {
  return {
    place: [place.address, place.network ?? '', place.country ?? ''],
    agent: [agent.text, agent.browser, agent.system, agent.device],
  };
}

function count(tally: Tally, seen: Chains, by: 1 | -1): void {
  tally.n += by;
  for (const chain of chains) {
    for (const [level, value] of seen[chain].entries()) {
      const values = tally[chain][level]!;
      const times = (values.get(value) ?? 0) + by;
      if (times > 0) values.set(value, times);
      else values.delete(value);
    }
  }
}

/** G_f / L_f of risk.md. */
function ratioOf(chain: 'place' | 'agent', values: readonly string[], own: Tally, all: Tally): number {
  const w = weights[chain];
  const depth = w.length;
  const unseen = 1 + all[chain].slice(1).reduce((sum, level) => sum + level.size, 0);
  const c1 = all[chain][0]!.get(values[0]!) ?? 0;
  const total = all.n + unseen;
  let global = w[0]! * (c1 > 0 ? ((c1 / (c1 + depth)) * c1) / total : 1 / total);
  let local = 0;
  for (let level = 0; level < depth; level++) {
    if (level > 0) global += (w[level]! * (all[chain][level]!.get(values[level]!) ?? 0)) / all.n;
    local += (w[level]! * (own[chain][level]!.get(values[level]!) ?? 0)) / own.n;
  }
  return global / (local === 0 ? global / 4 : local);
}
