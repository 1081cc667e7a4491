import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { it } from 'node:test';
import fc from 'fast-check';
import { Secret, TOTP } from 'otpauth';
import { onBothStores } from '../../../test/support/stores.ts';
import { minuteMs, secondMs } from '../../core/clock.ts';
import { createKeyRing } from '../../core/key-ring.ts';
import { newToken } from '../../core/tokens.ts';
import { createAccounts } from '../accounts/service.ts';
import { policies } from '../budgets/rules.ts';
import {
  authenticatorCharges,
  codesShownMs,
  parseFactorName,
  parseRecoveryCode,
  recoveryCodesMade,
  setUpLifeMs,
  showRecoveryCode,
} from './rules.ts';
import { createFactors } from './service.ts';

onBothStores('the other factors', (store, clock) => {
  const keys = [randomBytes(32)];
  const make = (ring = keys) =>
    createFactors({
      clock,
      keyRing: createKeyRing(ring),
      origin: 'https://portail.exemple.fr',
      brandName: "L'Opcommerce",
    });
  const factors = make();
  const { authenticator, recoveryCodes } = factors;
  const accounts = createAccounts({ clock });
  const db = () => store.db().handle;
  let people = 0;

  const someone = async (): Promise<string> => {
    people += 1;
    const email = `facteur.${people}@exemple.fr` as never;
    const person = { email, name: 'Zoé', role: 'member', locale: 'fr', passwordHash: null } as const;
    const made = await accounts.create(db(), person);
    assert.ok(made.ok);
    return made.account.id;
  };
  const codeOf = (secret: string, at = clock.now()) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at });
  const bound = newToken();

  /** Sets an application up, and lets a minute pass: its next code is a new one. */
  const setUp = async (accountId: string) => {
    const begun = await authenticator.begin({ accountId, bound, label: 'zoe@exemple.fr' });
    const step = await authenticator.proves(begun, codeOf(begun.secret));
    assert.ok(step !== null);
    await authenticator.put(db(), { accountId, secret: begun.secret, step });
    clock.advance(minuteMs);
    return begun.secret;
  };
  const attempt = async (accountId: string, typed: string) => {
    const expected = await authenticator.expect(db(), accountId);
    return expected && authenticator.attempt(db(), expected, typed);
  };

  it('sets an application up by a code of it, and stores nothing before', async () => {
    const accountId = await someone();
    const begun = await authenticator.begin({ accountId, bound, label: 'zoe@exemple.fr' });
    assert.match(begun.secret, /^[A-Z2-7]{32}$/, '160 bits');
    assert.match(begun.uri, /^otpauth:\/\/totp\/L'Opcommerce:zoe%40exemple\.fr\?issuer=L'Opcommerce&secret=/);
    assert.equal(await factors.has(db(), accountId), false);
    assert.equal(await authenticator.proves(begun, '000000'), null);
    await setUp(accountId);
    assert.equal(await factors.has(db(), accountId), true);
  });

  it('takes a set-up back from its own form alone, for half an hour', async () => {
    const [mine, other] = [await someone(), await someone()];
    const { ticket, secret, uri } = await authenticator.begin({ accountId: mine, bound, label: 'a@b.fr' });
    const reopen = (of = {}) => authenticator.reopen(ticket, { accountId: mine, bound, ...of }, 'a@b.fr');
    assert.deepEqual(await reopen(), { secret, uri, ticket });
    assert.equal(await reopen({ accountId: other }), null);
    assert.equal(await reopen({ bound: newToken() }), null);
    assert.equal(await authenticator.reopen('x', { accountId: mine, bound }, 'a@b.fr'), null);
    clock.advance(setUpLifeMs);
    assert.equal(await reopen(), null);
  });

  it('takes the code of now and of the step before, no other', async () => {
    const accountId = await someone();
    const secret = await setUp(accountId);
    const at = (seconds: number) => codeOf(secret, clock.now() + seconds * secondMs);
    for (const seconds of [-90, -60, 30, 60]) assert.equal(await attempt(accountId, at(seconds)), 'wrong');
    assert.equal(await attempt(accountId, at(-30)), 'right');
    assert.equal(await attempt(accountId, at(0)), 'right');
  });

  it('takes no code twice, nor an older one after it, whatever comes at once', async () => {
    const accountId = await someone();
    const secret = await setUp(accountId);
    const code = codeOf(secret);
    const former = codeOf(secret, clock.now() - 30 * secondMs);
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => attempt(accountId, code)));
    assert.equal(outcomes.filter((one) => one === 'right').length, 1);
    assert.equal(outcomes.filter((one) => one === 'used').length, 7);
    assert.equal(await attempt(accountId, former), 'used');
  });

  it('takes the code that set it up no second time', async () => {
    const accountId = await someone();
    const begun = await authenticator.begin({ accountId, bound, label: 'x' });
    const code = codeOf(begun.secret);
    const step = await authenticator.proves(begun, code);
    await authenticator.put(db(), { accountId, secret: begun.secret, step: step ?? 0 });
    assert.equal(await attempt(accountId, code), 'used');
  });

  it('compares with nothing of an application that was replaced meanwhile', async () => {
    const accountId = await someone();
    const secret = await setUp(accountId);
    const expected = await authenticator.expect(db(), accountId);
    // Replaced by a code of the step before: the present one is still to be used.
    const begun = await authenticator.begin({ accountId, bound, label: 'x' });
    const step = await authenticator.proves(begun, codeOf(begun.secret, clock.now() - 30 * secondMs));
    await authenticator.put(db(), { accountId, secret: begun.secret, step: step ?? 0 });
    assert.ok(expected);
    assert.equal(await authenticator.attempt(db(), expected, codeOf(secret)), 'used');
    assert.equal(await attempt(accountId, codeOf(secret)), 'wrong');
    assert.equal(await attempt(accountId, codeOf(begun.secret)), 'right');
  });

  it('opens a secret for its own account alone, and after a rotation of the keys', async () => {
    const accountId = await someone();
    const secret = await setUp(accountId);
    const rotated = make([randomBytes(32), ...keys]);
    const expected = await rotated.authenticator.expect(db(), accountId);
    assert.ok(expected?.codes.some(({ code }) => code === codeOf(secret)));
    const thief = await someone();
    await store
      .db()
      .handle.updateTable('authenticators')
      .set({ account_id: thief })
      .where('account_id', '=', accountId)
      .execute();
    assert.equal(await authenticator.expect(db(), thief), null);
  });

  it('needs the former key no more once its secrets are sealed anew, a few at a time', async () => {
    const accountId = await someone();
    const secret = await setUp(accountId);
    await setUp(await someone());
    const newer = randomBytes(32);
    const rotated = make([newer, ...keys]);
    const alone = make([newer]);
    assert.equal(await alone.authenticator.expect(db(), accountId), null);
    while ((await rotated.authenticator.reseal(db(), 1)) > 0);
    const expected = await alone.authenticator.expect(db(), accountId);
    assert.ok(expected?.codes.some(({ code }) => code === codeOf(secret)));
    // What only another ring opens is left as it is.
    while ((await factors.authenticator.reseal(db(), 1)) > 0);
    assert.ok(await alone.authenticator.expect(db(), accountId));
  });

  it('leaves a guesser 1 chance in 10,000 a day, with two codes right at a time', () => {
    const tries = [true, false].map((knownDevice) => {
      const [charge] = authenticatorCharges({ accountId: 'x', knownDevice });
      const policy = policies[charge!.policy];
      assert.ok(policy.kind === 'window' && policy.from === 'last' && policy.perMs === 24 * 60 * minuteMs);
      return policy.limit;
    });
    const chance = (tries[0]! + tries[1]!) * 2e-6;
    assert.ok(chance <= 1e-4, String(chance));
  });

  it('makes ten recovery codes, each good once and for its own account', async () => {
    const [mine, other] = [await someone(), await someone()];
    const codes = await recoveryCodes.make(db(), mine);
    assert.equal(codes.length, recoveryCodesMade);
    assert.equal(new Set(codes).size, recoveryCodesMade);
    const [code = ''] = codes;
    assert.equal(await recoveryCodes.use(db(), { accountId: other, code }), null);
    const uses = await Promise.all(
      Array.from({ length: 6 }, () => recoveryCodes.use(db(), { accountId: mine, code })),
    );
    assert.deepEqual(
      uses.filter((left) => left !== null),
      [9],
    );
    assert.equal(await recoveryCodes.left(db(), mine), 9);
    // Paper in a drawer outlives every key.
    const rotated = make([randomBytes(32)]).recoveryCodes;
    assert.equal(await rotated.use(db(), { accountId: mine, code: codes[1] ?? '' }), 8);
  });

  it('ends the former codes when new ones are made, and keeps none in clear', async () => {
    const accountId = await someone();
    const [former = ''] = await recoveryCodes.make(db(), accountId);
    const codes = await recoveryCodes.make(db(), accountId);
    assert.equal(await recoveryCodes.use(db(), { accountId, code: former }), null);
    const rows = await db().selectFrom('recovery_codes').selectAll().execute();
    const stored = JSON.stringify(rows);
    for (const code of codes) assert.ok(!stored.includes(code) && !stored.includes(showRecoveryCode(code)));
  });

  it('shows new codes to whoever made them, for ten minutes', async () => {
    const [mine, other] = [await someone(), await someone()];
    const codes = await recoveryCodes.make(db(), mine);
    const sealed = recoveryCodes.seal({ codes, madeFor: mine, bound });
    assert.ok(!codes.some((code) => sealed.includes(code)));
    assert.deepEqual(recoveryCodes.open(sealed, { madeFor: mine, bound }), codes);
    assert.equal(recoveryCodes.open(sealed, { madeFor: other, bound }), null);
    assert.equal(recoveryCodes.open(sealed, { madeFor: mine, bound: newToken() }), null);
    clock.advance(codesShownMs);
    assert.equal(recoveryCodes.open(sealed, { madeFor: mine, bound }), null);
  });

  it('reads a code as a person copies it', () => {
    assert.deepEqual(parseRecoveryCode(' 7k3m-q2xr - 9dtf 0wvb '), { ok: true, code: '7K3MQ2XR9DTF0WVB' });
    assert.deepEqual(parseRecoveryCode('OIL0-0111-1100-0000'), { ok: true, code: '0110011111000000' });
    assert.deepEqual(parseRecoveryCode('  - '), { ok: false, reason: 'empty' });
    for (const text of [
      '123456',
      '7K3M-Q2XR-9DTF-0WVU',
      '7K3MQ-2XR9D',
      'A'.repeat(17),
      'é'.repeat(16),
      'A'.repeat(200),
    ]) {
      assert.deepEqual(parseRecoveryCode(text), { ok: false, reason: 'not-a-recovery-code' }, text);
    }
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseRecoveryCode(text)));
  });

  it('takes a name of any script, and nothing that a page cannot show', () => {
    assert.deepEqual(parseFactorName('  Téléphone de Zoé 📱 '), { ok: true, name: 'Téléphone de Zoé 📱' });
    assert.deepEqual(parseFactorName(' \u200b '), { ok: false, reason: 'empty' });
    assert.deepEqual(parseFactorName('a\u202eb'), { ok: false, reason: 'not-text' });
    assert.deepEqual(parseFactorName('x'.repeat(61)), { ok: false, reason: 'too-long' });
  });

  it('removes what was added since a moment; with the last factor the codes go too', async () => {
    const accountId = await someone();
    const since = clock.now();
    await setUp(accountId);
    await recoveryCodes.make(db(), accountId);
    assert.equal(await factors.removeSince(db(), { accountId, since: clock.now() + 1 }), 0);
    assert.equal((await factors.of(db(), accountId)).recoveryCodesLeft, 10);
    assert.equal(await factors.removeSince(db(), { accountId, since }), 2);
    const held = await factors.of(db(), accountId);
    assert.deepEqual(held, { passkeys: [], authenticator: null, recoveryCodesLeft: 0 });
    assert.equal(await factors.removeAll(db(), accountId), 0);
  });
});
