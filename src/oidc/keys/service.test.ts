import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { it } from 'node:test';
import { onBothStores } from '../../../test/support/stores.ts';
import { dayMs, hourMs, secondMs } from '../../core/clock.ts';
import { createKeyRing } from '../../core/key-ring.ts';
import { createSigningKeys, type KeySet } from './service.ts';

const [older, newer] = [randomBytes(32), randomBytes(32)];
const kids = ({ jwks }: KeySet) => jwks.map(({ kid }) => kid);

onBothStores('signing keys', (store, clock) => {
  const portal = (ring = [older]) =>
    createSigningKeys({ db: store.db(), keyRing: createKeyRing(ring), clock });
  const es = ['ES256'] as const;

  it('are made once, by whichever of two portals is first, and never lie open in the store', async () => {
    const [one, two] = [portal(), portal()];
    const [mine, theirs] = await Promise.all([one.current(es), two.current(es)]);
    assert.deepEqual(kids(mine), kids(theirs));
    assert.equal(mine.jwks.length, 1);
    const [jwk] = mine.jwks;
    assert.deepEqual([jwk?.kty, jwk?.crv, jwk?.alg, jwk?.use], ['EC', 'P-256', 'ES256', 'sig']);
    const rows = await store.db().handle.selectFrom('signing_keys').selectAll().execute();
    assert.equal(rows.length, 1);
    assert.ok(!JSON.stringify(rows).includes(jwk!.d!));
  });

  it('are the same object for as long as nothing changed', async () => {
    const keys = portal();
    const set = await keys.current(es);
    clock.advance(10 * secondMs);
    assert.equal(await keys.current(es), set);
  });

  it('include RSA of 3072 bits from the moment that a tool needs it, signing at once', async () => {
    const set = await portal().current(['ES256', 'RS256']);
    const [, rsa] = set.jwks;
    assert.deepEqual([rsa?.kty, rsa?.alg], ['RSA', 'RS256']);
    assert.equal(Buffer.from(rsa!.n!, 'base64url').length * 8, 3072);
  });

  it('change every ninety days without a tool noticing: published a day before, kept a day after', async () => {
    const keys = portal();
    const [first] = kids(await keys.current(es));
    clock.advance(90 * dayMs);
    const announced = kids(await keys.current(es)).filter((kid) => kid !== first);
    const [second] = announced;
    assert.equal(kids(await keys.current(es))[0], first);
    clock.advance(23 * hourMs);
    assert.equal(kids(await keys.current(es))[0], first);
    clock.advance(hourMs);
    const now = kids(await keys.current(es));
    assert.equal(now[0], second);
    assert.ok(now.includes(first!));
    clock.advance(dayMs + hourMs);
    assert.ok(!kids(await keys.current(es)).includes(first!));
    const rows = await store.db().handle.selectFrom('signing_keys').select('id').execute();
    assert.deepEqual(rows.map(({ id }) => id).sort(), ['ES256.2', 'RS256.2']);
  });

  it('rotate when asked: the new one signs after a day, seen by other portals within five seconds', async () => {
    const [here, there] = [portal(), portal()];
    const [before] = kids(await there.current(es));
    const { made, signsAt } = await here.rotate({ now: false });
    assert.deepEqual(made, ['ES256.3', 'RS256.3']);
    assert.equal(signsAt, clock.now() + dayMs);
    clock.advance(5 * secondMs);
    const seen = kids(await there.current(es));
    assert.equal(seen[0], before);
    assert.equal(seen.length, 4);
    clock.advance(dayMs);
    assert.notEqual(kids(await there.current(es))[0], before);
  });

  it('are withdrawn at once when somebody may have seen one', async () => {
    const [here, there] = [portal(), portal()];
    const before = kids(await there.current(es));
    await here.rotate({ now: true });
    clock.advance(5 * secondMs);
    const after = kids(await there.current(es));
    assert.equal(after.length, 2);
    assert.ok(after.every((kid) => !before.includes(kid)));
    // Whatever comes next has a number of its own.
    assert.deepEqual((await here.rotate({ now: false })).made, ['ES256.5', 'RS256.5']);
  });

  it('are read through a rotation of the ring, and need its former key no more after one start', async () => {
    const before = kids(await portal([older]).current(es));
    assert.deepEqual(kids(await portal([newer, older]).current(es)), before);
    assert.deepEqual(kids(await portal([newer]).current(es)), before);
  });

  it('are made anew once nothing opens them', async () => {
    const before = kids(await portal([newer]).current(es));
    const other = await portal([randomBytes(32)]).current(es);
    assert.equal(other.jwks.length, 1);
    assert.ok(!before.includes(other.jwks[0]!.kid));
    assert.deepEqual(
      kids(await portal([newer]).current(es)),
      before,
      'a portal with a wrong ring harms no other',
    );
  });
});
