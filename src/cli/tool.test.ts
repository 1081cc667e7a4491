import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Engine, makeStore } from '../../test/support/stores.ts';
import { systemClock } from '../core/clock.ts';
import { createConsents } from '../identity/consents/service.ts';
import { createTools } from '../identity/tools/service.ts';
import { openDatabase } from '../platform/db/database.ts';
import { run } from './run.ts';

const yaml = `
tools:
  - { id: accueil, name: Accueil, url: "https://www.exemple.fr/" }
  - { id: wiki, name: Wiki, url: "https://wiki.exemple.fr/", groups: [rh], redirectUris: ["https://wiki.exemple.fr/cb"], hosts: [{ host: wiki.exemple.fr }] }
`;

for (const engine of ['sqlite', 'postgres'] as Engine[]) {
  describe(`tools from the command line [${engine}]`, () => {
    let store: Awaited<ReturnType<typeof makeStore>>;
    let folder: string;
    let env: Record<string, string>;
    before(async () => {
      store = await makeStore(engine);
      folder = mkdtempSync(join(tmpdir(), 'poterne-tools-'));
      const file = join(folder, 'poterne.yaml');
      writeFileSync(file, yaml);
      env = {
        DATA_DIR: folder,
        DATABASE_URL: store.url,
        POTERNE_CONFIG: file,
        PUBLIC_URL: 'https://portail.exemple.fr',
      };
    });
    after(async () => {
      await store.remove();
      rmSync(folder, { recursive: true, force: true });
    });

    /** Within this process: what the program around it does is the business of cli.test.ts. */
    const poterne = async (...args: string[]) => {
      const said = { stdout: '', stderr: '' };
      const code = await run(args, {
        env,
        language: 'en',
        stdin: process.stdin,
        isWatched: false,
        out: (line) => {
          said.stdout += `${line}\n`;
        },
        err: (line) => {
          said.stderr += `${line}\n`;
        },
        say: ({ en }) => en,
      });
      return { code, ...said };
    };
    const done = async (...args: string[]) => {
      const ended = await poterne(...args);
      assert.equal(ended.code, 0, ended.stderr);
      return ended;
    };
    const json = async (...args: string[]) => JSON.parse((await done(...args, '--json')).stdout);
    const refused = async (code: 1 | 2, says: RegExp, ...args: string[]) => {
      const ended = await poterne(...args);
      assert.equal(ended.code, code, ended.stdout);
      assert.match(ended.stderr, says);
      assert.equal(ended.stdout, '');
    };
    const paie = ['tool', 'add', '--id', 'paie', '--name', 'Paie'];

    it('are added with everything that they need, the secret said once', async () => {
      const { stdout } = await done(
        ...[...paie, '--redirect-uri', 'https://paie.exemple.fr/retour'],
        ...[
          '--redirect-uri',
          'http://localhost:8080/retour',
          '--post-logout-uri',
          'https://paie.exemple.fr/',
        ],
        ...['--backchannel-uri', 'https://paie.exemple.fr/fin', '--group', 'rh', '--group', 'compta'],
        ...[
          '--contact',
          'rh@exemple.fr',
          '--description',
          'Vos bulletins',
          '--icon',
          'invoice',
          '--third-party',
        ],
        ...['--secret-in-body', '--signing', 'RS256', '--offline', '--host', 'paie.exemple.fr'],
      );
      assert.match(stdout, /issuer +https:\/\/portail\.exemple\.fr\/oidc\n/);
      assert.match(stdout, /client_id +paie\n/);
      const secret = /client_secret +([\w-]{43})\n/.exec(stdout)?.[1];
      assert.ok(secret);
      assert.match(stdout, /shown only here/);

      const tool = (await json('tool', 'list')).find(({ id }: { id: string }) => id === 'paie');
      assert.deepEqual(tool, {
        id: 'paie',
        name: 'Paie',
        description: 'Vos bulletins',
        icon: 'invoice',
        contact: 'rh@exemple.fr',
        url: 'https://paie.exemple.fr/',
        groups: ['rh', 'compta'],
        party: 'third',
        oidc: {
          redirectUris: ['https://paie.exemple.fr/retour', 'http://localhost:8080/retour'],
          postLogoutRedirectUris: ['https://paie.exemple.fr/'],
          backchannelLogoutUri: 'https://paie.exemple.fr/fin',
          clientAuth: 'client_secret_post',
          signing: 'RS256',
          offline: true,
        },
        hosts: [{ host: 'paie.exemple.fr', rules: [] }],
        source: 'store',
        secrets: 1,
      });
      const tools = createTools({ configured: [], clock: systemClock });
      const db = await openDatabase({ url: store.url, clock: systemClock });
      assert.equal(await tools.matchesSecret(db.handle, { toolId: 'paie', secret }), true);
      await db.close();
      assert.ok(!(await done('tool', 'list')).stdout.includes(secret));
    });

    it('may be a link, a public application, or a host alone', async () => {
      const link = await json(
        'tool',
        'add',
        '--id',
        'lien',
        '--name',
        'Lien',
        '--url',
        'https://lien.example/',
      );
      assert.equal(link.oidc, null);
      assert.ok(!('clientSecret' in link));
      const spa = ['tool', 'add', '--id', 'spa', '--name', 'App', '--redirect-uri', 'https://app.example/cb'];
      const made = await json(...spa, '--public');
      assert.equal(made.clientSecret, null);
      assert.equal(made.oidc.clientAuth, 'none');
      assert.equal(made.url, 'https://app.example/');
      const host = await done('tool', 'add', '--id', 'hote', '--name', 'Hôte', '--host', 'Hote.example');
      assert.match(host.stdout, /deploy\/Caddyfile/);
      assert.doesNotMatch(host.stdout, /client_/);
    });

    it('are refused with what to write instead, and nothing is added', async () => {
      const before = await json('tool', 'list');
      const uri = ['--redirect-uri', 'https://x.example/cb'];
      const add = ['tool', 'add', '--id', 'x', '--name', 'X'];
      await refused(
        2,
        /--redirect-uri: .*not encrypted.* → use https/,
        ...add,
        '--redirect-uri',
        'http://x.example',
      );
      await refused(2, /--redirect-uri: .*wildcard/, ...add, ...uri, '--redirect-uri', 'https://*.example/');
      await refused(2, /--id: .*hyphens/, 'tool', 'add', '--id', 'A B', '--name', 'X', ...uri);
      await refused(2, /--group: .*not a group/, ...add, ...uri, '--group', 'RH');
      await refused(2, /--host: .*host name/, ...add, '--host', 'https://x.example');
      await refused(2, /--signing: .*ES256/, ...add, ...uri, '--signing', 'none');
      await refused(2, /--public needs --redirect-uri/, ...add, '--url', 'https://x.example/', '--public');
      await refused(2, /no secret to send/, ...add, ...uri, '--public', '--secret-in-body');
      await refused(2, /--redirect-uri, --host or --url is needed/, ...add);
      await refused(2, /--name N is missing/, 'tool', 'add', '--id', 'x');
      await refused(1, /there is a tool wiki already/, 'tool', 'add', '--id', 'wiki', '--name', 'W', ...uri);
      await refused(1, /belongs to a tool already/, ...add, '--host', 'wiki.exemple.fr');
      await refused(1, /the portal's own host/, ...add, '--host', 'portail.exemple.fr');
      assert.deepEqual(await json('tool', 'list'), before);
    });

    it('are listed for people too, with what is still to do', async () => {
      const { stdout } = await done('tool', 'list');
      assert.match(stdout, /^accueil +link +everybody +poterne\.yaml +https:/m);
      assert.match(stdout, /^paie +OpenID Connect \(third\), paie\.exemple\.fr +rh, compta +tool add/m);
      assert.match(stdout, /wiki has no secret yet: poterne tool rotate-secret wiki/);
      assert.doesNotMatch(stdout, /spa has no secret/);
    });

    it('get a new secret, the former good for a day; of poterne.yaml their first', async () => {
      const first = await json('tool', 'rotate-secret', 'wiki');
      assert.equal(first.formerUntil, null);
      assert.equal(first.issuer, 'https://portail.exemple.fr/oidc');
      const { stdout } = await done('tool', 'rotate-secret', 'wiki');
      assert.match(stdout, /the former works until \d{4}-\d\d-\d\d \d\d:\d\d UTC/);
      const atOnce = await json('tool', 'rotate-secret', 'wiki', '--now');
      assert.equal(atOnce.formerUntil, null);
      assert.notEqual(atOnce.clientSecret, first.clientSecret);
      await refused(1, /there is no tool nul/, 'tool', 'rotate-secret', 'nul');
      await refused(1, /public application/, 'tool', 'rotate-secret', 'spa');
    });

    it('are removed here, or where they stand', async () => {
      const consents = createConsents({ clock: systemClock });
      const which = { accountId: 'jeanne', toolId: 'paie' };
      const db = await openDatabase({ url: store.url, clock: systemClock });
      await consents.remember(db.handle, { ...which, scopes: ['email'] });
      assert.match((await done('tool', 'remove', 'paie')).stdout, /paie is removed/);
      assert.equal(await consents.find(db.handle, which), null);
      await consents.remember(db.handle, { ...which, scopes: ['email'] });
      await done(...paie, '--url', 'https://paie.exemple.fr/');
      assert.equal(await consents.find(db.handle, which), null, 'the next tool of that id inherits it');
      await done('tool', 'remove', 'paie');
      await db.close();
      await refused(1, /there is no tool paie/, 'tool', 'remove', 'paie');
      await refused(1, /poterne\.yaml, tools\[2\]: remove it there/, 'tool', 'remove', 'wiki');
    });

    it('are opened to groups, which the log remembers', async () => {
      const email = 'jeanne@membres.example';
      await done('account', 'create', '--email', email, '--name', 'Jeanne');
      const groups = (...args: string[]) => poterne('account', 'groups', email, ...args);
      assert.match((await groups()).stdout, /is in no group/);
      const added = await groups('--add', 'rh', '--add', 'comtpa');
      assert.match(added.stdout, /is in: comtpa, rh/);
      assert.match(added.stderr, /no tool names the group comtpa/);
      assert.doesNotMatch(added.stderr, /group rh/);
      const changed = await json('account', 'groups', email, '--remove', 'comtpa', '--add', 'rh');
      assert.deepEqual(changed, { email, groups: ['rh'], added: [], removed: ['comtpa'] });
      await refused(2, /role:admin.*is not a group/, 'account', 'groups', email, '--add', 'role:admin');
      await refused(2, /both --add and --remove/, 'account', 'groups', email, '--add', 'a', '--remove', 'a');
      await refused(1, /no account/, 'account', 'groups', 'x@membres.example', '--add', 'rh');
      const shown = await json('account', 'show', email);
      assert.deepEqual(shown.groups, ['rh']);
      const events = shown.events.filter(({ type }: { type: string }) => type === 'account.groups-changed');
      assert.deepEqual(
        events.map(({ data }: { data: unknown }) => data),
        [
          { added: [], removed: ['comtpa'] },
          { added: ['rh', 'comtpa'], removed: [] },
        ],
      );
      assert.match((await done('account', 'show', email)).stdout, /^groups +rh$/m);
    });
  });
}
