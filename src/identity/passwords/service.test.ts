import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { testClock } from '../../../test/support/stores.ts';
import { dayMs } from '../../core/clock.ts';
import { isBreachCheckDue, type PasswordRole } from './rules.ts';
import {
  type Admission,
  createCommonPasswords,
  createHasher,
  createPasswords,
  createStrength,
  type HashCost,
  importBreaches,
  openBreaches,
  type PasswordPolicy,
  type Passwords,
} from './service.ts';

const cheap = { memoryKiB: 64, passes: 1 } as HashCost;
const admission: Admission = { lane: 'stranger', fairKey: '192.0.2.0/24' };
const person = {
  id: 'a',
  name: 'Zoé Lefèvre',
  email: 'zoe.lefevre@atelier-cuir.fr',
  role: 'member' as const,
};
const member = { ...person, role: 'member' as const };
const good = 'Une clairière, la nuit';
const leaked = 'trombone et parapluie 19';
const policy: PasswordPolicy = { brandNames: ['l’Opcommerce', 'de l’Opcommerce'], requireClasses: false };

describe('passwords', () => {
  const folder = mkdtempSync(join(tmpdir(), 'poterne-passwords-'));
  const strength = createStrength();
  const hasher = createHasher({ concurrency: 2, maxQueued: 100, maxWaitMs: 10_000, cost: cheap });
  const common = createCommonPasswords();
  let passwords: Passwords;
  let strict: Passwords;
  let blind: Passwords;
  before(async () => {
    const [from, to] = [join(folder, 'published'), join(folder, 'breaches.bin')];
    writeFileSync(from, `${createHash('sha1').update(leaked).digest('hex')}:9\n`);
    assert.equal((await importBreaches({ from, to })).ok, true);
    const clock = testClock();
    const breaches = await openBreaches({ path: to, clock });
    const absent = await openBreaches({ path: join(folder, 'absent'), clock });
    const dead = createStrength();
    await dead.close();
    passwords = createPasswords({ hasher, strength, breaches, common, policy });
    strict = createPasswords({
      hasher,
      strength,
      breaches,
      common,
      policy: { ...policy, requireClasses: true },
    });
    blind = createPasswords({ hasher, strength: dead, breaches: absent, common, policy });
  });
  after(async () => {
    await strength.close();
    rmSync(folder, { recursive: true });
  });

  type Given = { history?: string[]; by?: Passwords; role?: PasswordRole };
  const choose = async (text: unknown, { history = [], by = passwords, role = 'member' }: Given = {}) => {
    const chosen = await by.choose({ text, person: { ...person, role }, history, admission });
    return chosen.ok ? 'accepted' : chosen.reason;
  };

  it('says the first problem of a password', async () => {
    const refused: [unknown, string][] = [
      ['', 'empty'],
      [undefined, 'not-text'],
      ['court', 'too-short'],
      ['a'.repeat(257), 'too-long'],
      ['aaaaaaaaaaaaa', 'repeats'],
      ['Azertyuiop123', 'repeats'],
      ['Opcommerce et la lune', 'brand'],
      ['la lune de lefevre', 'personal'],
      ['Michael Jackson, atelier cuir', 'personal'],
      ['MotDePasse2024!', 'common'],
      ['ThisIsMyPassword', 'common'],
      [leaked, 'breached'],
      ['Soleil2024!Soleil', 'guessable'],
    ];
    for (const [text, reason] of refused) assert.equal(await choose(text), reason, String(text));
  });

  it('accepts a phrase, random letters and any script, and verifies what it hashed', async () => {
    for (const text of [good, 'zvkqwpxmrjtbd', 'привет мир как дела', ` ${good} `]) {
      const chosen = await passwords.choose({ text, person: member, history: [], admission });
      assert.ok(chosen.ok, text);
      const { hash } = chosen;
      assert.deepEqual(await passwords.verify({ text, hash, admission }), {
        ok: true,
        matches: true,
        stale: false,
      });
      const wrong = await passwords.verify({ text: `${text} `, hash, admission });
      assert.deepEqual(wrong, { ok: true, matches: false, stale: false });
    }
  });

  it('knows an accent however it is typed', async () => {
    const chosen = await passwords.choose({
      text: good.normalize('NFD'),
      person: member,
      history: [],
      admission,
    });
    assert.ok(chosen.ok);
    const typed = await passwords.verify({ text: good.normalize('NFC'), hash: chosen.hash, admission });
    assert.ok(typed.ok && typed.matches);
  });

  it('asks 15 characters of an operator', async () => {
    assert.equal(await choose('zvkqwpxmrjtbd', { role: 'operator' }), 'too-short');
  });

  it('refuses the current password and the last 5', async () => {
    const history: string[] = [];
    for (let n = 0; n < 6; n += 1) {
      const made = await passwords.choose({ text: `${good} ${n}`, person: member, history: [], admission });
      assert.ok(made.ok);
      history.push(made.hash);
    }
    for (let n = 0; n < 6; n += 1) assert.equal(await choose(`${good} ${n}`, { history }), 'reused');
    assert.equal(await choose(`${good} 6`, { history }), 'accepted');
  });

  it('requires the four classes when the operator wants them', async () => {
    assert.equal(await choose(good, { by: strict }), 'classes');
    assert.equal(await choose(`${good} 7`, { by: strict }), 'accepted');
  });

  it('refuses nobody when strength and breaches cannot be judged', async () => {
    assert.equal(await choose(leaked, { by: blind }), 'accepted');
    assert.equal(await choose('Soleil2024!Soleil', { by: blind }), 'accepted');
    assert.equal(await choose('aaaaaaaaaaaaa', { by: blind }), 'repeats');
  });

  it('says whether a password at sign-in is breached, or that it cannot say', async () => {
    assert.equal(await passwords.isBreached(leaked), true);
    assert.equal(await passwords.isBreached(good), false);
    assert.equal(await blind.isBreached(leaked), null);
  });

  it('matches nothing without a hash or a readable text', async () => {
    for (const text of [good, '', undefined, 'a\0b', 'a'.repeat(300)]) {
      const verdict = await passwords.verify({ text, hash: null, admission });
      assert.deepEqual(verdict, { ok: true, matches: false, stale: false });
    }
  });

  it('says busy when the hasher is', async () => {
    const closed = createHasher({ concurrency: 1, maxQueued: 1, maxWaitMs: 100, cost: cheap });
    closed.close();
    const breaches = await openBreaches({ path: null, clock: testClock() });
    const busy = createPasswords({ hasher: closed, strength, breaches, common, policy });
    assert.equal(await choose(good, { by: busy }), 'busy');
    assert.equal(await choose(good, { by: busy, history: ['$argon2id$'] }), 'busy');
    assert.equal((await busy.verify({ text: good, hash: null, admission })).ok, false);
  });

  it('makes a stale hash anew', async () => {
    const made = await passwords.rehash({ text: good, admission });
    assert.ok(made.ok && made.hash.startsWith('$argon2id$v=19$m=64,t=1,p=1$'));
    assert.equal((await passwords.rehash({ text: '', admission })).ok, false);
  });
});

it('looks a password up in the breach list at most monthly', () => {
  assert.equal(isBreachCheckDue({ checkedAt: null, now: 0 }), true);
  assert.equal(isBreachCheckDue({ checkedAt: 0, now: 30 * dayMs - 1 }), false);
  assert.equal(isBreachCheckDue({ checkedAt: 0, now: 30 * dayMs }), true);
});
