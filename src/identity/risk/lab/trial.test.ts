import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Attacker, attackers } from './attackers.ts';
import { compare } from './comparison.ts';
import { createDeployment } from './deployed.ts';
import { evaluationOf, runLog, runWorlds } from './evaluate.ts';
import { evaluationAsJson } from './json.ts';
import { scorers } from './scorers.ts';
import type { SignIn } from './sign-in.ts';
import { createTrial, type Seen, type TrialOptions, type Watcher } from './trial.ts';
import { type WorldSettings, worldSettings } from './world/settings.ts';
import { createWorld } from './world/world.ts';

const small: WorldSettings = { ...worldSettings, users: 60 };
const world = [...createWorld('test', small)];

function trialOf(signIns: readonly SignIn[], options: Partial<TrialOptions> = {}) {
  const { trial, take } = createTrial({ draws: ['a'], warmUp: 200, ...options });
  for (const signIn of signIns) take(signIn);
  return trial;
}
const scoresOf = (trial: ReturnType<typeof trialOf>) =>
  scorers.map((name) => {
    const column = trial.legitimate.scores[name];
    return Array.from({ length: column.length }, (_, i) => column.at(i));
  });

/** Everything that is judged, in order. */
function watched(options: Partial<TrialOptions> = {}) {
  const owners: Seen[] = [];
  const attacks: (Seen & { attacker: Attacker })[] = [];
  const watcher: Watcher = {
    ofOwner: (seen) => void owners.push(seen),
    ofAttacker: (seen) => void attacks.push(seen),
  };
  trialOf(world, { ...options, watchers: [watcher] });
  return { owners, attacks };
}

describe('a trial', () => {
  it('scores each sign-in on what came before it alone', () => {
    const whole = scoresOf(trialOf(world));
    const half = scoresOf(trialOf(world.slice(0, world.length / 2)));
    for (const [i, scores] of half.entries()) assert.deepEqual(scores, whole[i]!.slice(0, scores.length));
    for (const { score, ordinal } of watched().owners) {
      for (const line of score.levels) if ('n' in line) assert.ok(line.n <= ordinal - 1);
    }
  });

  it('learns nothing from attackers', () => {
    assert.deepEqual(scoresOf(trialOf(world)), scoresOf(trialOf(world, { draws: [] })));
    assert.deepEqual(scoresOf(trialOf(world, { draws: ['b'] })), scoresOf(trialOf(world)));
  });

  it('comes out the same from the same seed, and otherwise from another', () => {
    assert.deepEqual([...createWorld('test', small)], world);
    assert.notDeepEqual([...createWorld('other', small)].slice(0, 50), world.slice(0, 50));
    const points = () => compare({ fitted: run('a'), reported: run('b') }, 'perUser', ['poterne']);
    const run = (draw: string) => [{ trial: trialOf(world, { draws: [draw] }), draw }];
    assert.deepEqual(points(), points());
  });

  it('attacks warm accounts only, once the warm-up is over', () => {
    const { attacks } = watched();
    assert.ok(attacks.length > 500);
    assert.ok(attacks.every(({ times, isCounted }) => times >= 3 && isCounted));
    assert.deepEqual(new Set(attacks.map(({ attacker }) => attacker)), new Set(attackers));
  });

  it('sends attackers as they are described', () => {
    const { owners, attacks } = watched();
    const had = new Map<string, Set<string>>();
    for (const { judged } of owners) {
      const { place, agent, user } = judged;
      const own = had.get(user) ?? new Set();
      had.set(user, own.add(`${place.country}${place.network}`).add(agent.text).add(`${place.country}`));
    }
    for (const { attacker, judged } of attacks) {
      const own = had.get(judged.user)!;
      const { place, agent } = judged;
      assert.equal(judged.cookieIsKnown, attacker === 'stolen-cookie');
      if (attacker === 'vpn' || attacker === 'targeted') assert.ok(own.has(`${place.country}`));
      if (attacker !== 'very-targeted') continue;
      assert.ok(own.has(`${place.country}${place.network}`) && own.has(agent.text));
    }
  });

  it('hides from the scorers what is to be hidden, and only that', () => {
    const blind = (signIn: SignIn): SignIn => ({
      ...signIn,
      place: { ...signIn.place, country: null, network: null },
    });
    const { owners, attacks } = watched({ blind, hasCookies: false });
    for (const { judged } of [...owners, ...attacks]) {
      assert.equal(judged.place.country, null);
      assert.equal(judged.cookieIsKnown, false);
    }
  });

  it('lets every owner in as deployed, at once or with a code, and stops attackers who have neither', () => {
    const deployment = createDeployment();
    trialOf(world, { watchers: [deployment] });
    const { result } = deployment;
    assert.equal(result.owners, world.length);
    assert.equal(result.refused, 0);
    for (const { made, met } of result.attacks.naive.values()) assert.equal(met, made);
    assert.ok([...result.people.values()].every(({ codes }) => codes[0] === 1));
  });
});

describe('an evaluation', () => {
  const seeds = { fit: ['1'], report: ['101', '102'] };

  it('gives the figures that the outside relies on, for every scorer and attacker', () => {
    const json = evaluationAsJson(evaluationOf(runWorlds({ ...small, users: 120 }, seeds), seeds));
    assert.equal(json.users, 240);
    assert.deepEqual(Object.keys(json.scorers), [...scorers]);
    for (const standings of Object.values(json.scorers)) {
      assert.deepEqual(Object.keys(standings), [...attackers]);
      for (const { auc, at } of Object.values(standings)) {
        assert.ok(auc !== null && auc >= 0 && auc <= 1);
        for (const detection of ['0.78', '0.98', '0.99', '0.995']) {
          const { challengeRate, medianCodes } = at[detection]!;
          assert.ok(challengeRate !== null && challengeRate >= 0 && challengeRate <= 1);
          assert.deepEqual(Object.keys(medianCodes), ['12', '20', '39']);
        }
      }
    }
    const { poterne, freeman, always } = json.scorers as Record<string, (typeof json.scorers)[string]>;
    for (const attacker of ['naive', 'targeted'] as const) {
      const rate = (of: typeof poterne) => of![attacker]!.at['0.98']!.challengeRate!;
      assert.ok(rate(poterne) < rate(freeman) / 2 && rate(always) === 1);
    }
    assert.equal(json.deployed.refused, 0);
  });

  it('goes through a log as through the world that it was written from', async () => {
    const made = [...createWorld('101', { ...small, users: 120 })];
    const run = await runLog([asLog(made)], seeds, { onProblem: () => {} });
    const json = evaluationAsJson(evaluationOf(run, seeds));
    assert.equal(json.logins, made.length);
    const from = evaluationAsJson(
      evaluationOf(runWorlds({ ...small, users: 120 }, { fit: ['1'], report: ['101'] }), seeds),
    );
    for (const attacker of attackers) {
      for (const scorer of ['poterne', 'freeman'] as const) {
        const [a, b] = [json, from].map((of) => of.scorers[scorer]![attacker]!.auc!);
        assert.ok(Math.abs(a! - b!) < 0.03, `${scorer} ${attacker}: ${a} from the log, ${b} from the world`);
      }
    }
  });

  it('says nothing, rather than something, of a log too short', async () => {
    const run = await runLog([asLog(world.slice(0, 50))], seeds, { onProblem: () => {} });
    const json = evaluationAsJson(evaluationOf(run, seeds));
    assert.equal(json.logins, 50);
    assert.equal(json.scorers.poterne!.naive!.auc, null);
    assert.equal(json.scorers.poterne!.naive!.at['0.98']!.challengeRate, null);
    const nothing = await runLog([''], seeds, { onProblem: () => {} });
    assert.equal(evaluationAsJson(evaluationOf(nothing, seeds)).logins, 0);
  });
});

/** As the public data set is written. */
function asLog(signIns: readonly SignIn[]): string {
  const header =
    'index,Login Timestamp,User ID,IP Address,Country,ASN,User Agent String,Browser Name and Version,OS Name and Version,Device Type,Login Successful,Device Token';
  const rows = signIns.map(({ at, user, place, agent, token }, index) => {
    const time = new Date(at).toISOString().replace('T', ' ').replace('Z', '');
    const address = place.address.replace('/64', '1');
    const seen = [address, place.country, place.network?.slice(2), `"${agent.text}"`];
    return [
      index,
      time,
      user,
      ...seen,
      agent.browser,
      agent.system,
      agent.device,
      'True',
      token ?? '',
    ].join();
  });
  return [header, ...rows].join('\r\n');
}
