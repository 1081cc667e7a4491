import { weekOf } from '../counters.ts';
import { warmFrom } from '../rules.ts';
import type { Score } from '../score.ts';
import { type Attacker, attackers, drawAttack } from './attackers.ts';
import { type Column, createColumn } from './column.ts';
import { createPopulation } from './population.ts';
import { createRandom } from './random.ts';
import {
  type BaselineName,
  createBaselines,
  createPoterne,
  type Judged,
  type ScorerName,
  scorers,
} from './scorers.ts';
import type { SignIn } from './sign-in.ts';
import { createTokens } from './tokens.ts';

export type Scores = Record<ScorerName, Column>;

/** The legitimate sign-ins, from each person's second on, and what each scorer said of them before learning. */
export type Legitimate = {
  /** Index into `people`. */
  user: Column;
  /** 2 for a person's second sign-in. */
  ordinal: Column;
  /** 1 where enough was learned of the person; else the device rule decides. */
  isWarm: Column;
  /** 1 once the warm-up is over. */
  isCounted: Column;
  isDeviceKnown: Column;
  scores: Scores;
};

/** The attacks of one attacker on warm accounts, and how many sign-ins each stands for. */
export type Attacks = { user: Column; perSignIn: Column; scores: Scores };

export type Someone = { signIns: number; isCounted: boolean; firstAt: number; lastAt: number };

export type Trial = {
  legitimate: Legitimate;
  /** By the name of the draw. */
  attacks: Record<string, Record<Attacker, Attacks>>;
  people: Someone[];
  signIns: number;
};

/** One judged sign-in: of its owner, or of an attacker (who is never learned). */
export type Seen = {
  judged: Judged;
  score: Score;
  /** Sign-ins learned of the account before. */
  times: number;
  /** 1 for a person's first sign-in. */
  ordinal: number;
  isCounted: boolean;
};
export type Watcher = {
  ofOwner(seen: Seen): void;
  ofAttacker(seen: Seen & { attacker: Attacker }): void;
};

export type TrialOptions = {
  /** The names of the draws of attacks: each is a seed of its own. */
  draws: readonly string[];
  /** Sign-ins learned before anything is counted. */
  warmUp: number;
  /** What the scorers are not to see. Attackers are drawn from what there is. */
  blind?: (signIn: SignIn) => SignIn;
  hasCookies?: boolean;
  /** Each account is attacked at so many of its first sign-ins, then ever more rarely: about n·ln of all. */
  attackedFirst?: number;
  watchers?: readonly Watcher[];
};

/**
 * Goes through sign-ins in their order: each is scored by every scorer before it is learned, and attacks on the same
 * account at the same moment are drawn, scored, and never learned. Memory: what is kept of 180 days, and a few
 * numbers for each sign-in.
 */
export function createTrial(options: TrialOptions) {
  const {
    draws,
    warmUp,
    blind = (signIn) => signIn,
    hasCookies = true,
    attackedFirst = 5,
    watchers = [],
  } = options;
  const poterne = createPoterne();
  const baselines = createBaselines();
  const tokens = createTokens();
  const population = createPopulation();
  const numbers = new Map<string, number>();
  const randoms = draws.map((draw) => ({ draw, random: createRandom(`attacks ${draw}`) }));
  const trial = emptyTrial(draws);
  let purgedIn = 0;

  const scoreInto = (scores: Scores, judged: Judged, score: Score) => {
    scores.poterne.add(score.bits);
    for (const [name, baseline] of Object.entries(baselines)) {
      scores[name as BaselineName].add(baseline.score(judged) ?? Number.POSITIVE_INFINITY);
    }
  };

  const attack = (seen: Seen, index: number, { raw, hasKnown }: { raw: SignIn; hasKnown: boolean }) => {
    const chance = Math.min(1, attackedFirst / seen.ordinal);
    for (const { draw, random } of randoms) {
      if (!random.chance(chance)) continue;
      for (const attacker of attackers) {
        const drawn = drawAttack(attacker, { random, population, signIn: raw });
        // Nobody can steal the cookie of who has none.
        if (!drawn || (drawn.holdsCookie && !hasKnown)) continue;
        const looks = blind({ ...raw, place: drawn.place, agent: drawn.agent });
        const judged = { ...looks, cookieIsKnown: drawn.holdsCookie && hasCookies };
        const score = poterne.explain(judged);
        const { user, perSignIn, scores } = trial.attacks[draw]![attacker];
        user.add(index);
        perSignIn.add(1 / chance);
        scoreInto(scores, judged, score);
        for (const watcher of watchers) watcher.ofAttacker({ ...seen, judged, score, attacker });
      }
    }
  };

  const personOf = ({ user, at }: SignIn): number => {
    const known = numbers.get(user);
    if (known !== undefined) return known;
    const isCounted = trial.signIns >= warmUp;
    numbers.set(user, trial.people.length);
    return trial.people.push({ signIns: 0, isCounted, firstAt: at, lastAt: at }) - 1;
  };

  return {
    trial,
    take(raw: SignIn): void {
      const { at, user, token } = raw;
      if (weekOf(at) > purgedIn) {
        for (const one of [poterne, tokens, population, ...Object.values(baselines)]) one.purge?.(at);
        purgedIn = weekOf(at);
      }
      const hasKnown = tokens.isKnown(user, token, at);
      const judged = { ...blind(raw), cookieIsKnown: hasCookies && hasKnown };
      const index = personOf(raw);
      const person = trial.people[index]!;
      person.signIns += 1;
      person.lastAt = at;
      const score = poterne.explain(judged);
      const times = poterne.times(user);
      const seen: Seen = {
        judged,
        score,
        times,
        ordinal: person.signIns,
        isCounted: trial.signIns >= warmUp,
      };
      if (seen.ordinal > 1) {
        addLegitimate(trial.legitimate, seen, index);
        scoreInto(trial.legitimate.scores, judged, score);
      }
      if (times >= warmFrom && seen.isCounted) attack(seen, index, { raw, hasKnown });
      // Owners come after their attackers: a watcher that learns does so from what is done.
      for (const watcher of watchers) watcher.ofOwner(seen);
      poterne.learn(judged);
      for (const baseline of Object.values(baselines)) baseline.learn(judged);
      tokens.learn(user, token, at);
      population.learn(raw);
      trial.signIns += 1;
    },
  };
}

function addLegitimate(legitimate: Legitimate, seen: Seen, index: number): void {
  legitimate.user.add(index);
  legitimate.ordinal.add(seen.ordinal);
  legitimate.isWarm.add(seen.times >= warmFrom ? 1 : 0);
  legitimate.isCounted.add(seen.isCounted ? 1 : 0);
  legitimate.isDeviceKnown.add(seen.judged.cookieIsKnown ? 1 : 0);
}

function emptyTrial(draws: readonly string[]): Trial {
  const newScores = () => Object.fromEntries(scorers.map((name) => [name, createColumn()])) as Scores;
  const newAttacks = () => ({ user: createColumn(), perSignIn: createColumn(), scores: newScores() });
  const each = () =>
    Object.fromEntries(attackers.map((name) => [name, newAttacks()])) as Record<Attacker, Attacks>;
  const legitimate: Legitimate = {
    user: createColumn(),
    ordinal: createColumn(),
    isWarm: createColumn(),
    isCounted: createColumn(),
    isDeviceKnown: createColumn(),
    scores: newScores(),
  };
  const attacks = Object.fromEntries(draws.map((draw) => [draw, each()]));
  return { legitimate, attacks, people: [], signIns: 0 };
}
