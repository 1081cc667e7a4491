import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { it } from 'node:test';
import fc from 'fast-check';
import { anotherKey, type Lie, SoftPasskey } from '../../../../test/support/soft-passkey.ts';
import { onBothStores } from '../../../../test/support/stores.ts';
import { minuteMs, secondMs } from '../../../core/clock.ts';
import { createKeyRing } from '../../../core/key-ring.ts';
import { newToken } from '../../../core/tokens.ts';
import { createAccounts } from '../../accounts/service.ts';
import { challengeLifeMs, mostPasskeys } from '../rules.ts';
import { createPasskeys, type RequestOptions } from './service.ts';

const origin = 'https://portail.exemple.fr';

onBothStores('passkeys', (store, clock) => {
  const keys = [randomBytes(32), randomBytes(32)];
  const keyRing = createKeyRing(keys);
  const passkeys = createPasskeys({ clock, keyRing, origin, name: "L'Opcommerce" });
  const accounts = createAccounts({ clock });
  const db = () => store.db().handle;
  let people = 0;

  const someone = async () => {
    people += 1;
    const email = `cle.${people}@exemple.fr`;
    const person = {
      email: email as never,
      name: 'Zoé',
      role: 'member',
      locale: 'fr',
      passwordHash: null,
    } as const;
    const made = await accounts.create(db(), person);
    assert.ok(made.ok);
    return made.account;
  };
  type Account = Awaited<ReturnType<typeof someone>>;

  const enrol = async (account: Account, soft = new SoftPasskey({ origin }), lie: Lie = {}) => {
    const browser = newToken();
    const options = passkeys.creationOptions({ account, browser }, []);
    const answer = soft.create(options, lie);
    const checked = await passkeys.checkNew({ answer, accountId: account.id, browser });
    if (!checked.ok) return checked.reason;
    const { attestation } = checked;
    const added = await passkeys.add(db(), { accountId: account.id, name: 'Mon téléphone', attestation });
    return added.ok ? soft : added.reason;
  };
  const holder = async (soft?: SoftPasskey) => {
    const account = await someone();
    const made = await enrol(account, soft);
    assert.ok(made instanceof SoftPasskey, String(made));
    return { account, soft: made };
  };

  type Ask = { browser?: string; accountId?: string | null };
  const ask = ({ browser = newToken(), accountId = null }: Ask = {}) => {
    const asked = { ceremony: accountId === null ? 'sign-in' : 'factor', browser, accountId } as const;
    return { asked, options: passkeys.requestOptions(asked) };
  };
  /** What becomes of an answer: accepted, or why not. */
  const outcome = async (answer: string, asked: ReturnType<typeof ask>['asked']) => {
    const checked = await passkeys.check(db(), { ...asked, answer });
    if (!checked.ok) return checked.reason;
    const accepted = await store.db().transaction((tx) => passkeys.accept(tx, checked.assertion));
    return accepted.ok ? 'accepted' : accepted.reason;
  };
  const signIn = (soft: SoftPasskey, lie: Lie = {}, of: Ask = {}) => {
    const { asked, options } = ask(of);
    return outcome(soft.get(options, lie), asked);
  };

  it('signs in whoever holds it, by its name alone', async () => {
    const { account, soft } = await holder();
    const { asked, options } = ask();
    assert.deepEqual(
      { ...options, challenge: '' },
      { challenge: '', rpId: 'portail.exemple.fr', timeout: challengeLifeMs, userVerification: 'required' },
    );
    const checked = await passkeys.check(db(), { ...asked, answer: soft.get(options) });
    assert.ok(checked.ok);
    assert.equal(checked.assertion.accountId, account.id);
    assert.equal(await signIn(soft), 'accepted');
    const [listed] = await passkeys.list(db(), account.id);
    assert.equal(listed?.lastUsedAt, clock.now());
    assert.equal(listed?.name, 'Mon téléphone');
  });

  it('asks for a discoverable one, its holder verified, and tells the browser which the account has', async () => {
    const { account, soft } = await holder();
    const held = await passkeys.descriptors(db(), account.id);
    assert.deepEqual(held, [{ type: 'public-key', id: soft.id, transports: ['internal', 'hybrid'] }]);
    const options = passkeys.creationOptions({ account, browser: newToken() }, held);
    assert.deepEqual(options.authenticatorSelection, {
      residentKey: 'required',
      requireResidentKey: true,
      userVerification: 'required',
    });
    assert.deepEqual(options.excludeCredentials, held);
    assert.equal(Buffer.from(options.user.id, 'base64url').toString(), account.id);
    assert.equal(options.attestation, 'none');
  });

  const lies: Record<string, Lie> = {
    'another origin': { origin: 'https://portail.exemple.fr.mechant.test' },
    'the same host without https': { origin: 'http://portail.exemple.fr' },
    'another port': { origin: `${origin}:8443` },
    'another relying party': { rpId: 'exemple.fr' },
    'nobody verified': { flags: 1 },
    'nobody present': { flags: 4 },
    'a frame of another site': { crossOrigin: true, topOrigin: 'https://mechant.test' },
    'another ceremony': { type: 'webauthn.create' },
    'no type': { type: '' },
    'a key of nobody’s': { key: anotherKey() },
    'the handle of somebody else': { userHandle: Buffer.from('quelqu-un').toString('base64url') },
    'no handle': { userHandle: null },
  };
  for (const [what, lie] of Object.entries(lies)) {
    it(`refuses an answer that says ${what}`, async () => {
      const { soft } = await holder();
      assert.equal(await signIn(soft, lie), 'invalid');
      assert.equal(await signIn(soft), 'accepted', 'the honest answer still counts');
    });
  }

  it('refuses one that no account has, and one of another account after a password', async () => {
    const { soft } = await holder();
    assert.equal(await signIn(new SoftPasskey({ origin })), 'unknown');
    const other = await someone();
    assert.equal(await signIn(soft, {}, { accountId: other.id }), 'unknown');
  });

  it('takes an answer once, whatever comes at the same moment', async () => {
    const { soft } = await holder();
    const { asked, options } = ask();
    const answer = soft.get(options);
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => outcome(answer, asked)));
    assert.equal(outcomes.filter((one) => one === 'accepted').length, 1);
    assert.equal(outcomes.filter((one) => one === 'replayed').length, 7);
    assert.equal(
      await outcome(soft.get(options), asked),
      'replayed',
      'nor another answer to the same challenge',
    );
  });

  it('takes no other spelling of a challenge that was answered', async () => {
    const { soft } = await holder();
    const { asked, options } = ask();
    assert.equal(await outcome(soft.get(options), asked), 'accepted');
    for (const challenge of [`${options.challenge}=`, `${options.challenge}.`, ` ${options.challenge}`]) {
      assert.equal(await outcome(soft.get(options, { challenge }), asked), 'challenge');
    }
  });

  it('refuses a challenge of another browser, another ceremony, another portal, or none of ours', async () => {
    const { account, soft } = await holder();
    const mine = newToken();
    const { asked } = ask({ browser: mine });
    const elsewhere = createPasskeys({
      clock,
      keyRing: createKeyRing([randomBytes(32)]),
      origin,
      name: 'x',
    }).requestOptions(asked);
    const foreign: RequestOptions[] = [
      ask().options,
      ask({ browser: mine, accountId: account.id }).options,
      {
        ...ask().options,
        ...passkeys.creationOptions({ account, browser: mine }, []),
        rpId: 'portail.exemple.fr',
      },
      elsewhere,
      { ...elsewhere, challenge: randomBytes(120).toString('base64url') },
      { ...elsewhere, challenge: '' },
    ];
    for (const options of foreign) assert.equal(await outcome(soft.get(options), asked), 'challenge');
  });

  it('waits five minutes for an answer, and not a moment more', async () => {
    const { soft } = await holder();
    const early = ask();
    const late = ask();
    clock.advance(challengeLifeMs - 1);
    assert.equal(await outcome(soft.get(early.options), early.asked), 'accepted');
    clock.advance(1);
    assert.equal(await outcome(soft.get(late.options), late.asked), 'challenge');
  });

  it('reads challenges and passkeys after a rotation of the keys', async () => {
    const { soft } = await holder();
    const { asked, options } = ask();
    const rotated = createPasskeys({
      clock,
      keyRing: createKeyRing([randomBytes(32), ...keys]),
      origin,
      name: 'x',
    });
    assert.ok((await rotated.check(db(), { ...asked, answer: soft.get(options) })).ok);
  });

  it('refuses a counter that does not go up: a copy of the passkey gives itself away', async () => {
    const { soft } = await holder(new SoftPasskey({ origin, counter: 7 }));
    assert.equal(await signIn(soft), 'accepted');
    assert.equal(await signIn(soft, { counter: 8 }), 'counter', 'the same again');
    assert.equal(await signIn(soft, { counter: 3 }), 'counter');
    assert.equal(await signIn(soft, { counter: 0 }), 'counter');
    assert.equal(await signIn(soft), 'accepted', 'its owner goes on');
  });

  it('counts nothing of one that never counts', async () => {
    const { soft } = await holder();
    for (let times = 0; times < 3; times += 1) assert.equal(await signIn(soft), 'accepted');
  });

  it('knows a phone that lent its passkey to another machine', async () => {
    const { soft } = await holder();
    for (const attachment of ['platform', 'cross-platform'] as const) {
      const { asked, options } = ask();
      const checked = await passkeys.check(db(), { ...asked, answer: soft.get(options, { attachment }) });
      assert.ok(checked.ok);
      assert.equal(checked.assertion.borrowed, attachment === 'cross-platform');
    }
  });

  it('refuses whatever is changed in an answer', async () => {
    const { soft } = await holder();
    const { asked, options } = ask();
    const honest = JSON.parse(soft.get(options)) as { response: Record<string, string> };
    const fields = ['clientDataJSON', 'authenticatorData', 'signature'] as const;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...fields),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.integer({ min: 0, max: 7 }),
        async (field, where, bit) => {
          const bytes = Buffer.from(honest.response[field]!, 'base64url');
          // The frame around a signature's two numbers is read leniently, the numbers are not.
          const from = field === 'signature' ? bytes.length - 24 : 0;
          const at = from + Math.floor(where * (bytes.length - from));
          bytes[at] = bytes[at]! ^ (1 << bit);
          const response = { ...honest.response, [field]: bytes.toString('base64url') };
          const checked = await passkeys.check(db(), {
            ...asked,
            answer: JSON.stringify({ ...honest, response }),
          });
          assert.equal(checked.ok, false, `${field}, byte ${at}, bit ${bit}`);
        },
      ),
      { numRuns: 150 },
    );
    assert.equal(await outcome(JSON.stringify(honest), asked), 'accepted');
  });

  it('takes nothing that is no answer for one', async () => {
    const { soft } = await holder();
    const { asked, options } = ask();
    const whole = JSON.parse(soft.get(options)) as Record<string, unknown> & { response: object };
    const broken = [
      '',
      '{}',
      'null',
      '[]',
      '"text"',
      '{'.repeat(2_000),
      JSON.stringify({ ...whole, id: 'é' }),
      JSON.stringify({ ...whole, id: undefined }),
      JSON.stringify({ ...whole, rawId: 'AAAA' }),
      JSON.stringify({ ...whole, type: 'password' }),
      JSON.stringify({ ...whole, response: null }),
      JSON.stringify({ ...whole, response: { ...whole.response, clientDataJSON: 'AAAA' } }),
      JSON.stringify({ ...whole, response: { ...whole.response, authenticatorData: 'AAAA' } }),
      JSON.stringify({ ...whole, response: { ...whole.response, signature: 7 } }),
      JSON.stringify({ ...whole, response: { ...whole.response, signature: 'A'.repeat(20_000) } }),
    ];
    for (const answer of broken) {
      const checked = await passkeys.check(db(), { ...asked, answer });
      assert.equal(checked.ok, false, answer.slice(0, 80));
    }
    await fc.assert(
      fc.asyncProperty(fc.json(), async (answer) => {
        assert.equal((await passkeys.check(db(), { ...asked, answer })).ok, false);
        const made = await passkeys.checkNew({ answer, accountId: 'x', browser: newToken() });
        assert.equal(made.ok, false);
      }),
      { numRuns: 50 },
    );
  });

  it('adds none that lies about where, for whom or by whom it was made', async () => {
    const made: Lie[] = [
      { origin: 'https://mechant.test' },
      { rpId: 'mechant.test' },
      { flags: 1 },
      { type: 'webauthn.get' },
    ];
    for (const lie of made)
      assert.equal(await enrol(await someone(), new SoftPasskey({ origin }), lie), 'invalid');
    const [mine, other] = [await someone(), await someone()];
    const browser = newToken();
    const options = passkeys.creationOptions({ account: other, browser }, []);
    const answer = new SoftPasskey({ origin }).create(options);
    const checks = [
      await passkeys.checkNew({ answer, accountId: mine.id, browser }),
      await passkeys.checkNew({ answer, accountId: other.id, browser: newToken() }),
    ];
    for (const checked of checks) assert.deepEqual(checked, { ok: false, reason: 'challenge' });
  });

  it('adds a credential to one account alone, and each answer once', async () => {
    const { soft } = await holder();
    assert.equal(await enrol(await someone(), soft), 'exists');
    const account = await someone();
    const browser = newToken();
    const options = passkeys.creationOptions({ account, browser }, []);
    const add = async (made: SoftPasskey) => {
      const checked = await passkeys.checkNew({
        answer: made.create(options),
        accountId: account.id,
        browser,
      });
      assert.ok(checked.ok);
      const of = { accountId: account.id, name: 'x', attestation: checked.attestation };
      return passkeys.add(db(), of);
    };
    assert.ok((await add(new SoftPasskey({ origin }))).ok);
    assert.deepEqual(await add(new SoftPasskey({ origin })), { ok: false, reason: 'replayed' });
  });

  it('keeps as many as a page can list', async () => {
    const account = await someone();
    for (let n = 0; n < mostPasskeys; n += 1) assert.ok((await enrol(account)) instanceof SoftPasskey);
    assert.equal(await enrol(account), 'too-many');
  });

  it('is renamed and removed by its own account alone, and then signs nobody in', async () => {
    const { account, soft } = await holder();
    const [mine] = await passkeys.list(db(), account.id);
    const id = mine?.id ?? '';
    const other = await someone();
    assert.equal(await passkeys.rename(db(), { accountId: other.id, id, name: 'à moi' }), false);
    assert.equal(await passkeys.remove(db(), { accountId: other.id, id }), null);
    assert.equal(await passkeys.rename(db(), { accountId: account.id, id, name: 'Bureau' }), true);
    const { asked, options } = ask();
    const checked = await passkeys.check(db(), { ...asked, answer: soft.get(options) });
    assert.deepEqual(await passkeys.remove(db(), { accountId: account.id, id }), { name: 'Bureau' });
    assert.equal(await signIn(soft), 'unknown');
    assert.ok(checked.ok);
    assert.equal((await passkeys.accept(db(), checked.assertion)).ok, false, 'nor by an answer from before');
  });

  it('removes what was added since a moment', async () => {
    const { account } = await holder();
    clock.advance(minuteMs);
    const since = clock.now();
    await enrol(account);
    clock.advance(secondMs);
    await enrol(account);
    assert.equal(await passkeys.removeSince(db(), { accountId: account.id, since }), 2);
    assert.equal((await passkeys.list(db(), account.id)).length, 1);
  });

  it('forgets answered challenges once they could not be answered any more', async () => {
    const { soft } = await holder();
    await signIn(soft);
    clock.advance(challengeLifeMs - 1);
    await passkeys.purge(db());
    const { asked, options } = ask();
    assert.equal(await outcome(soft.get(options), asked), 'accepted');
    assert.equal(await outcome(soft.get(options), asked), 'replayed');
    clock.advance(challengeLifeMs);
    assert.ok((await passkeys.purge(db())) >= 1);
    assert.equal(await passkeys.purge(db()), 0);
  });
});
