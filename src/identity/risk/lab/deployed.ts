import { codeDueAt } from '../../devices/rules.ts';
import { weekOf } from '../counters.ts';
import { rounded } from '../explain.ts';
import {
  type CodeReason,
  codeSettings,
  decideCode,
  type RiskFacts,
  scoreDecides,
  warmFrom,
} from '../rules.ts';
import {
  mostRead,
  type RiskPolicy,
  riskPolicy,
  type Scored,
  thresholdFrom,
  thresholdOf,
} from '../threshold.ts';
import { type Attacker, attackers } from './attackers.ts';
import { createRandom } from './random.ts';
import type { Seen, Watcher } from './trial.ts';

/** What one person went through. */
export type Asked = { signIns: number; isCounted: boolean; codes: number[] };

export type Deployment = {
  /** Warm, counted sign-ins, and of them those asked, by the first reason. */
  warm: number;
  asked: Partial<Record<CodeReason, number>>;
  /** Of all owners' sign-ins those that were neither let pass nor asked for a code. */
  refused: number;
  owners: number;
  /** Attacks by account: how many, and how many met a code. */
  attacks: Record<Attacker, Map<string, { made: number; met: number }>>;
  people: Map<string, Asked>;
  theta: number | null;
};

type Account = { lastCodeAt: number | null; lastSignInAt: number | null; chance: number };
type Device = { lastCodeAt: number; codeDueAt: number };

/**
 * The whole decision as it is deployed (rules.ts, threshold.ts): the device rule, the regular code, and the threshold
 * learned week by week from what was seen before. Everyone asked gives the code; attackers have none.
 */
export function createDeployment({
  policy = riskPolicy,
  learnsFrom = 'what it decides',
}: {
  policy?: RiskPolicy;
  /** As the product's: from the warm sign-ins that the score decides. `all`: from every warm one. */
  learnsFrom?: 'what it decides' | 'all';
} = {}): Watcher & { result: Deployment } {
  const accounts = new Map<string, Account>();
  const devices = new Map<string, Device>();
  const random = createRandom('regular codes');
  let recent: Scored[] = [];
  let learnedIn = 0;
  const result: Deployment = {
    warm: 0,
    asked: {},
    refused: 0,
    owners: 0,
    attacks: Object.fromEntries(attackers.map((name) => [name, new Map()])) as Deployment['attacks'],
    people: new Map(),
    theta: null,
  };

  const learnThreshold = (now: number) => {
    if (weekOf(now) <= learnedIn) return;
    learnedIn = weekOf(now);
    result.theta = thresholdFrom(recent, policy.target) ?? result.theta;
    if (recent.length > mostRead) recent = recent.slice(-0.75 * mostRead);
  };
  const accountOf = (user: string): Account => {
    const known = accounts.get(user);
    if (known) return known;
    const account = { lastCodeAt: null, lastSignInAt: null, chance: random.next() };
    accounts.set(user, account);
    return account;
  };
  const deviceOf = ({ judged }: Seen, account: Account): Device | null => {
    if (!judged.cookieIsKnown) return null;
    const key = `${judged.user} ${judged.token}`;
    // Handed out at a sign-in of which the log does not say which: its calendar starts at the last code.
    const lastCodeAt = account.lastCodeAt ?? judged.at;
    const known = devices.get(key) ?? {
      lastCodeAt,
      codeDueAt: codeDueAt({ now: lastCodeAt, chance: random.next() }),
    };
    devices.set(key, known);
    return known;
  };
  const decide = (seen: Seen, account: Account, device: Device | null) => {
    const { bits, levels } = seen.score;
    const threshold = thresholdOf({ theta: result.theta }, policy);
    const risk: RiskFacts = { ...threshold, warm: seen.times >= warmFrom, bits: rounded(bits), levels };
    const facts = { ...account, renewalReason: null };
    return decideCode({ account: facts, device, risk, now: seen.judged.at, settings: codeSettings });
  };

  return {
    result,
    ofAttacker(seen) {
      const { user } = seen.judged;
      const account = accountOf(user);
      const { ask } = decide(seen, account, deviceOf(seen, account));
      const tries = result.attacks[seen.attacker];
      const { made, met } = tries.get(user) ?? { made: 0, met: 0 };
      tries.set(user, { made: made + 1, met: met + (ask ? 1 : 0) });
    },
    ofOwner(seen) {
      const { judged, ordinal, isCounted, times, score } = seen;
      const { user, at } = judged;
      learnThreshold(at);
      const account = accountOf(user);
      const device = deviceOf(seen, account);
      const decision = decide(seen, account, device);
      const isWarm = times >= warmFrom;
      result.owners += 1;
      // A third outcome, a refusal, would show here.
      if (
        typeof decision.ask !== 'boolean' ||
        Object.keys(decision).some((k) => k !== 'ask' && k !== 'reasons')
      )
        result.refused += 1;
      const person = result.people.get(user) ?? { signIns: 0, isCounted, codes: [] };
      result.people.set(user, person);
      person.signIns = ordinal;
      if (isWarm && isCounted) result.warm += 1;
      if (decision.ask) {
        const reason = decision.reasons[0]!;
        if (isWarm && isCounted) result.asked[reason] = (result.asked[reason] ?? 0) + 1;
        person.codes.push(ordinal);
        account.lastCodeAt = at;
        if (device)
          Object.assign(device, { lastCodeAt: at, codeDueAt: codeDueAt({ now: at, chance: random.next() }) });
      }
      account.lastSignInAt = at;
      const { levels } = score;
      const teaches = learnsFrom === 'all' || scoreDecides({ deviceIsKnown: device !== null, levels });
      if (isWarm && teaches) recent.push({ accountId: user, at, bits: rounded(score.bits) });
    },
  };
}
