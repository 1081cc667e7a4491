import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { bitsOf } from './guesses.ts';
import { createStrength, leastBits } from './strength.ts';

const lower = 'abcdefghijklmnopqrstuvwxyz';

/** A generator of its own, so that every run judges the same passwords (mulberry32). */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

function randomText(next: (below: number) => number, alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet[next(alphabet.length)]).join('');
}

it('adds log2(guesses), log2(classes) for what has no pattern, and log2(k!) for the order', () => {
  const stretches = [
    { pattern: 'dictionary', token: 'soleil', guesses: 64 },
    { pattern: 'bruteforce', token: 'xq', guesses: 100 },
    { pattern: 'dictionary', token: 'lune', guesses: 16 },
  ];
  assert.ok(Math.abs(bitsOf(stretches) - (6 + 2 * Math.log2(26) + 4 + Math.log2(6))) < 1e-9);
  assert.ok(
    Math.abs(bitsOf([{ pattern: 'bruteforce', token: 'aB3', guesses: 1 }]) - 3 * Math.log2(62)) < 1e-9,
  );
  assert.equal(bitsOf([]), 0);
});

describe('the judge of passwords', () => {
  const strength = createStrength();
  after(() => strength.close());
  const bits = async (text: string, words: string[] = []) => {
    const judged = await strength.bits(text, words);
    assert.notEqual(judged, null, text);
    return judged!;
  };

  it('lets 99 % of 13 random lower-case letters pass', async () => {
    const next = seeded(20_261_123);
    let passed = 0;
    for (let n = 0; n < 600; n += 1) {
      if ((await bits(randomText(next, lower, 13))) >= leastBits) passed += 1;
    }
    assert.ok(passed >= 594, `${passed} of 600`);
  });

  it('refuses every password of 13 digits', async () => {
    const next = seeded(13);
    for (let n = 0; n < 300; n += 1) {
      const digits = randomText(next, '0123456789', 13);
      assert.ok((await bits(digits)) < leastBits, digits);
    }
  });

  it('knows French words, keyboards and years, and lets a phrase pass', async () => {
    for (const weak of ['Motdepasse2024!', 'Bonjour123456!', 'azertyuiop123', 'jaimelechocolat']) {
      assert.ok((await bits(weak)) < leastBits, weak);
    }
    for (const strong of ['Je mange des pommes le mardi', 'Une poterne, la nuit', 'привет мир как дела']) {
      assert.ok((await bits(strong)) >= leastBits, strong);
    }
  });

  it('counts the person’s own words for next to nothing', async () => {
    const text = 'zbrlowski kwrtyn 74';
    assert.ok((await bits(text)) - (await bits(text, ['zbrlowski', 'kwrtyn'])) > 30);
  });

  it('answers within 200 ms for 256 characters of the worst kinds', async () => {
    const next = seeded(7);
    const kinds = ['4@3!10$57', '0123456789', 'aA4@3e1!il0o$5s7t', 'abc'].map((of) =>
      randomText(next, of, 256),
    );
    const made = ['aA1!', 'p4ssw0rd', '1/', 'é', '4@8({[<63#69&!1|0$5+7%2'];
    for (const text of [...kinds, ...made.map((one) => one.repeat(256).slice(0, 256))]) {
      const took: number[] = [];
      for (let n = 0; n < 6; n += 1) {
        const from = performance.now();
        await bits(text);
        took.push(performance.now() - from);
      }
      assert.ok(Math.min(...took) < 200, `${text.slice(0, 20)}: ${took.join()} ms`);
    }
  });

  it('is not confused by the names of an object’s own parts', async () => {
    for (const text of ['constructor__proto__', '__proto__toString', 'hasOwnPropertyvalueOf'])
      await bits(text);
  });

  it('answers each of many questions asked at once', async () => {
    const texts = ['azertyuiop123', 'Une poterne, la nuit', '1234567890123'];
    const alone = [];
    for (const text of texts) alone.push(await bits(text));
    assert.deepEqual(await Promise.all([...texts, ...texts].map((text) => bits(text))), [...alone, ...alone]);
  });
});

describe('a worker that fails', () => {
  const workerOf = (code: string) => new URL(`data:text/javascript,${encodeURIComponent(code)}`);
  const port = 'import { parentPort } from "node:worker_threads"; parentPort.on("message", (question) => {';

  it('is ended when it is stuck, and nobody is kept waiting', async () => {
    const strength = createStrength({ workerFile: workerOf(`${port} for (;;); })`), timeoutMs: 200 });
    assert.deepEqual(await Promise.all([strength.bits('a', []), strength.bits('b', [])]), [null, null]);
    await strength.close();
  });

  it('is replaced after a crash', async () => {
    const code = `${port} if (question.text === "crash") process.exit(1); if (question.text === "throw") throw 1; parentPort.postMessage(7); })`;
    const strength = createStrength({ workerFile: workerOf(code), timeoutMs: 5_000 });
    assert.equal(await strength.bits('crash', []), null);
    assert.equal(await strength.bits('fine', []), 7);
    assert.equal(await strength.bits('throw', []), null);
    assert.equal(await strength.bits('fine', []), 7);
    await strength.close();
    assert.equal(await strength.bits('fine', []), null);
  });

  it('is not believed when its answer is no number', async () => {
    const strength = createStrength({ workerFile: workerOf(`${port} parentPort.postMessage(NaN); })`) });
    assert.equal(await strength.bits('x', []), null);
    await strength.close();
  });

  it('has a bounded number of questions waiting', async () => {
    const strength = createStrength({
      workerFile: workerOf(`${port} parentPort.postMessage(7); })`),
      maxWaiting: 2,
    });
    const all = await Promise.all(['a', 'b', 'c', 'd'].map((text) => strength.bits(text, [])));
    assert.deepEqual(all, [7, 7, null, null]);
    await strength.close();
  });
});

it('ends the worker when nothing is asked, and starts another one later', async () => {
  const code =
    'import { parentPort } from "node:worker_threads"; let n = 0; parentPort.on("message", () => parentPort.postMessage(++n));';
  const workerFile = new URL(`data:text/javascript,${encodeURIComponent(code)}`);
  const strength = createStrength({ workerFile, idleMs: 50 });
  assert.equal(await strength.bits('x', []), 1);
  assert.equal(await strength.bits('x', []), 2);
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.equal(await strength.bits('x', []), 1);
  await strength.close();
});
