import assert from 'node:assert/strict';
import { it } from 'node:test';
import { onBothStores } from '../../../test/support/stores.ts';
import { dayMs, secondMs } from '../../core/clock.ts';
import { type Email, parseEmail } from '../accounts/rules.ts';
import { createAccounts } from '../accounts/service.ts';
import type { Tool, ToolSettings } from './rules.ts';
import { createTools } from './service.ts';

const settings: ToolSettings = {
  name: 'Paie',
  url: 'https://paie.exemple.fr/',
  groups: null,
  party: 'first',
  oidc: {
    redirectUris: ['https://paie.exemple.fr/retour'],
    postLogoutRedirectUris: [],
    clientAuth: 'client_secret_basic',
    signing: 'ES256',
  },
  hosts: [{ host: 'paie.exemple.fr', rules: [{ path: '/public', allow: 'everyone' }] }],
};
const ofFile: Tool = {
  ...settings,
  id: 'wiki',
  hosts: [{ host: 'wiki.exemple.fr', rules: [] }],
  source: 'file',
};

onBothStores('the tools', (store, clock) => {
  const create = () => createTools({ configured: [ofFile], clock });
  const tools = create();
  const add = (id: string, changed: Partial<ToolSettings> = {}) =>
    store.db().transaction((tx) => tools.add(tx, { id, ...settings, hosts: [], ...changed }));
  const matches = (toolId: string, secret: string) =>
    tools.matchesSecret(store.db().handle, { toolId, secret });
  const rotate = (toolId: string, atOnce = false) =>
    store.db().transaction((tx) => tools.rotateSecret(tx, { toolId, atOnce }));
  const added = async (id: string) => {
    const outcome = await add(id);
    assert.ok(outcome.ok && outcome.secret);
    return outcome.secret;
  };

  it('are those of poterne.yaml, then those added, whole', async () => {
    assert.ok((await add('zut')).ok);
    assert.ok((await add('paie', { hosts: settings.hosts })).ok);
    const all = await tools.list(store.db().handle);
    assert.deepEqual(
      all.map(({ id }) => id),
      ['wiki', 'paie', 'zut'],
    );
    assert.deepEqual(all[1], { ...settings, id: 'paie', source: 'store' });
    assert.deepEqual(await tools.find(store.db().handle, 'wiki'), ofFile);
    assert.equal(await tools.find(store.db().handle, 'paix'), null);
  });

  it('are found by their host, however a proxy writes it', async () => {
    for (const host of ['paie.exemple.fr', 'PAIE.Exemple.fr', 'paie.exemple.fr:443', 'paie.exemple.fr.']) {
      const found = await tools.ofHost(store.db().handle, host);
      assert.equal(found?.tool.id, 'paie', host);
      assert.deepEqual(found.rules, settings.hosts[0]!.rules);
    }
    for (const host of [
      'exemple.fr',
      'x.paie.exemple.fr',
      'paie.exemple.fr:8443',
      '',
      'paie.exemple.fr/',
      'a@paie.exemple.fr',
    ])
      assert.equal(await tools.ofHost(store.db().handle, host), null, host);
  });

  it('have each their id and their hosts', async () => {
    assert.deepEqual(await add('paie'), { ok: false, reason: 'exists' });
    assert.deepEqual(await add('wiki'), { ok: false, reason: 'exists' });
    for (const host of ['paie.exemple.fr', 'wiki.exemple.fr'])
      assert.deepEqual(await add('autre', { hosts: [{ host, rules: [] }] }), {
        ok: false,
        reason: 'host-taken',
      });
  });

  it('are added once of two at once', async () => {
    const outcomes = await Promise.all([add('ensemble'), add('ensemble'), add('ensemble')]);
    assert.equal(outcomes.filter(({ ok }) => ok).length, 1);
    const made = outcomes.find(({ ok }) => ok);
    assert.ok(made?.ok && (await matches('ensemble', made.secret!)));
  });

  it('open with their own secret, which the store does not hold', async () => {
    const [secret, other] = [await added('un'), await added('deux')];
    const rows = await store.db().handle.selectFrom('tool_secrets').selectAll().execute();
    assert.ok(!JSON.stringify(rows).includes(secret));
    const hash = rows.find((row) => row.tool_id === 'un')!.secret_hash;
    assert.equal(await matches('un', secret), true);
    for (const wrong of [other, hash, '', `${secret} `, secret.toLowerCase()])
      assert.equal(await matches('un', wrong), false);
    assert.equal(await matches('inconnu', secret), false);
  });

  it('keep the former secret for a day after a new one, and no longer', async () => {
    const first = await added('tourne');
    const second = await rotate('tourne');
    assert.ok(second.ok);
    assert.equal(second.formerUntil, clock.now() + dayMs);
    const state = async () => [await matches('tourne', first), await matches('tourne', second.secret)];
    assert.deepEqual(await state(), [true, true]);
    clock.advance(dayMs - 1);
    assert.deepEqual(await state(), [true, true]);
    // A third does not lengthen the life of the first.
    const third = await rotate('tourne');
    clock.advance(1);
    assert.deepEqual(await state(), [false, true]);
    assert.ok(third.ok && (await matches('tourne', third.secret)));
    clock.advance(dayMs);
    assert.deepEqual(await state(), [false, false]);
    assert.equal(await matches('tourne', third.secret), true);
  });

  it('drop the former secret at once when told', async () => {
    const first = await added('fuite');
    const second = await rotate('fuite', true);
    assert.ok(second.ok && second.formerUntil === null);
    assert.deepEqual([await matches('fuite', first), await matches('fuite', second.secret)], [false, true]);
  });

  it('of poterne.yaml get their first secret by a rotation; public ones have none', async () => {
    const outcome = await rotate('wiki');
    assert.ok(outcome.ok && outcome.formerUntil === null);
    assert.equal(await matches('wiki', outcome.secret), true);
    const made = await add('public', { oidc: { ...settings.oidc!, clientAuth: 'none' } });
    assert.ok(made.ok && made.secret === null);
    const link = await add('lien', { oidc: null });
    assert.ok(link.ok && link.secret === null);
    for (const id of ['public', 'lien']) assert.deepEqual(await rotate(id), { ok: false, reason: 'public' });
    assert.deepEqual(await rotate('inconnu'), { ok: false, reason: 'unknown' });
  });

  it('are removed with their secrets, for good: the next of that name is another', async () => {
    const secret = await added('parti');
    const remove = (id: string) => store.db().transaction((tx) => tools.remove(tx, id));
    assert.deepEqual(await remove('parti'), { ok: true });
    assert.equal(await tools.find(store.db().handle, 'parti'), null);
    assert.equal(await matches('parti', secret), false);
    assert.deepEqual(await remove('parti'), { ok: false, reason: 'unknown' });
    assert.deepEqual(await remove('wiki'), { ok: false, reason: 'of-file' });
    await added('parti');
    assert.equal(await matches('parti', secret), false);
  });

  it('that were in poterne.yaml once leave no secret to the next of their name', async () => {
    const former = await rotate('wiki');
    const later = createTools({ configured: [], clock });
    const made = await store.db().transaction((tx) => later.add(tx, { id: 'wiki', ...settings, hosts: [] }));
    assert.ok(former.ok && made.ok);
    assert.equal(await matches('wiki', former.secret), false);
    assert.equal(await matches('wiki', made.secret!), true);
    await store.db().transaction((tx) => later.remove(tx, 'wiki'));
  });

  it('are seen by every portal two seconds after a change', async () => {
    const second = create();
    const ids = async () => (await second.list(store.db().handle)).map(({ id }) => id);
    assert.ok(!(await ids()).includes('nouveau'));
    await added('nouveau');
    clock.advance(2 * secondMs);
    assert.ok((await ids()).includes('nouveau'));
    assert.equal(await second.list(store.db().handle), await second.list(store.db().handle));
  });

  it('forget the secrets that stopped, and only those', async () => {
    const secret = await added('garde');
    await rotate('garde');
    clock.advance(2 * dayMs);
    assert.ok((await tools.purge(store.db().handle)) > 0);
    assert.equal(await tools.purge(store.db().handle), 0);
    assert.equal(await matches('garde', secret), false);
    assert.equal(await tools.countSecrets(store.db().handle, 'garde'), 1);
  });

  it('are opened to groups, which an account joins and leaves once', async () => {
    const { handle } = store.db();
    const { email } = parseEmail('zoe@exemple.fr') as { email: Email };
    const made = await createAccounts({ clock }).create(handle, {
      email,
      name: 'Zoé',
      role: 'member',
      locale: 'fr',
      passwordHash: null,
    });
    assert.ok(made.ok);
    const accountId = made.account.id;
    assert.deepEqual(await tools.groupsOf(handle, accountId), []);
    const join = (group: string) => tools.addToGroup(handle, { accountId, group });
    const leave = (group: string) => tools.removeFromGroup(handle, { accountId, group });
    assert.deepEqual([await join('rh'), await join('compta'), await join('rh')], [true, true, false]);
    assert.deepEqual(await tools.groupsOf(handle, accountId), ['compta', 'rh']);
    assert.deepEqual([await leave('rh'), await leave('rh')], [true, false]);
    assert.deepEqual(await tools.groupsOf(handle, accountId), ['compta']);
  });
});
