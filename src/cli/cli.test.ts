import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, it } from 'node:test';
import { freePort } from '../../test/support/postgres.ts';
import { makeStore } from '../../test/support/stores.ts';
import { run } from './run.ts';

const program = new URL('../../bin/poterne', import.meta.url).pathname;
let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'poterne-cli-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

type Env = Record<string, string>;
type Ended = { code: number | null; out: string; err: string };

function start(args: string[], env: Env = {}) {
  const child = spawn(program, args, {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, LANG: 'en_GB.UTF-8', DATA_DIR: folder, ...env },
  });
  const read = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    read.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    read.err += chunk;
  });
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, ...read })));
  const ready = new Promise<void>((resolve) => child.stdout.once('data', () => resolve()));
  return { child, ended, ready };
}

function poterne(args: string[], { env, stdin = '' }: { env?: Env; stdin?: string } = {}): Promise<Ended> {
  const { child, ended } = start(args, env);
  child.stdin.on('error', () => {});
  child.stdin.end(stdin);
  return ended;
}

/** Without a process of its own: what needs neither store nor configuration. */
async function inProcess(args: string[]): Promise<Ended> {
  const read = { out: '', err: '' };
  const code = await run(args, {
    env: { DATA_DIR: folder },
    language: 'en',
    stdin: process.stdin,
    isWatched: false,
    out: (line) => {
      read.out += `${line}\n`;
    },
    err: (line) => {
      read.err += `${line}\n`;
    },
    say: ({ en }) => en,
  });
  return { code, ...read };
}

describe('the command line', () => {
  it('explains itself, in the language of the terminal', async () => {
    const english = await poterne(['--help']);
    assert.equal(english.code, 0);
    assert.match(english.out, /account create +makes an account/);
    const french = await poterne(['--help'], { env: { LANG: 'fr_FR.UTF-8' } });
    assert.match(french.out, /crée un compte/);
    assert.match((await poterne(['--help'], { env: { LANG: 'C.UTF-8' } })).out, /crée un compte/);
  });

  it('exits with 2 when misused, and 0 with its version', async () => {
    assert.equal((await poterne(['serv'])).code, 2);
    assert.match((await poterne(['--version'])).out, /^\d+\.\d+\.\d+\n$/);
  });

  for (const name of [
    'serve',
    'demo',
    'account create',
    'account show',
    'account lock',
    'account unlock',
    'account renew',
    'account groups',
    'tool add',
    'tool list',
    'tool rotate-secret',
    'tool remove',
    'config check',
    'risk replay',
    'breaches import',
  ]) {
    it(`explains ${name}`, async () => {
      const { code, out } = await inProcess([...name.split(' '), '--help']);
      assert.equal(code, 0);
      assert.match(out, new RegExp(`^poterne ${name}`));
    });
  }

  const misuses: [args: string[], says: RegExp][] = [
    [[], /poterne serve/],
    [['serv'], /Did you mean "poterne serve"/],
    [['account', 'lok'], /Did you mean "poterne account lock"/],
    [['account'], /poterne account lock/],
    [['serve', '--hepl'], /did you mean --help/],
    [['serve', 'now'], /one argument too many: now/],
    [['account', 'lock'], /EMAIL is missing/],
    [['account', 'lock', 'nobody'], /"nobody" is not a mail address/],
    [['account', 'create', '--name', 'A'], /--email E is missing/],
    [['account', 'create', '--email', 'x', '--name', 'A'], /not a mail address/],
    [['account', 'create', '--email', 'a@b.example', '--name', 'A', '--role', 'boss'], /--role is member/],
    [['account', 'create', '--email'], /--email/],
  ];
  for (const [args, says] of misuses) {
    it(`refuses "poterne ${args.join(' ')}" as misused`, async () => {
      const { code, out, err } = await inProcess(args);
      assert.equal(code, 2, err);
      assert.match(err, says);
      assert.equal(out, '');
    });
  }
});

describe('config check', () => {
  it('says OK with a summary that holds no secret', async () => {
    const env = { SMTP_URL: 'smtps://user:hunter2@smtp.example.org' };
    const { code, out } = await poterne(['config', 'check'], { env });
    assert.equal(code, 0);
    assert.match(out, /^OK/);
    assert.doesNotMatch(out, /hunter2/);
    const json = JSON.parse((await poterne(['config', 'check', '--json'], { env })).out);
    assert.equal(json.mail, 'smtps://smtp.example.org');
  });

  it('tells every problem at once, and writes nothing', async () => {
    const file = join(folder, 'bad.yaml');
    writeFileSync(file, 'brnad: {}\nsignUp: shut\n');
    const data = join(folder, 'untouched');
    const env = { POTERNE_CONFIG: file, PORT: '0', DATA_DIR: data };
    const { code, err } = await poterne(['config', 'check'], { env });
    assert.equal(code, 1);
    for (const key of [/brnad: .*did you mean brand/, /signUp: /, /PORT: /]) assert.match(err, key);
    assert.throws(() => statSync(data));
  });
});

describe('serve', () => {
  const serveEnv = async (): Promise<Env> => ({
    PORT: String(await freePort()),
    SMTP_URL: 'smtp://127.0.0.1:9',
    DATA_DIR: mkdtempSync(join(folder, 'data-')),
  });

  it('says when it is ready, logs JSON, and exits 0 on SIGTERM', async () => {
    const env = await serveEnv();
    const { child, ended, ready } = start(['serve'], env);
    await ready;
    const answer = await fetch(`http://127.0.0.1:${env.PORT}/health/live`);
    assert.equal(answer.status, 200);
    child.kill('SIGTERM');
    const { code, out, err } = await ended;
    assert.equal(code, 0, err);
    assert.equal(out, `Poterne ready: http://localhost:${env.PORT}\n`);
    for (const line of err.trim().split('\n')) JSON.parse(line);
    assert.equal(statSync(join(env.DATA_DIR!, 'poterne.db')).mode & 0o077, 0);
  });

  it('refuses to start without a mail server', async () => {
    const { code, err } = await poterne(['serve'], { env: { ...(await serveEnv()), SMTP_URL: '' } });
    assert.equal(code, 1);
    assert.match(err, /SMTP_URL: the mail server is missing/);
  });

  it('says in one sentence that the port is taken', async () => {
    const env = await serveEnv();
    const other = createServer().listen(Number(env.PORT), '127.0.0.1');
    const { code, err } = await poterne(['serve'], { env });
    other.close();
    assert.equal(code, 1);
    assert.match(err, new RegExp(`port ${env.PORT} is taken already`));
    assert.doesNotMatch(err, /at .*\.ts:\d/);
  });

  it('says in one sentence that the store is away', async () => {
    const url = `postgres://u:hunter2@127.0.0.1:${await freePort()}/none`;
    const { code, err } = await poterne(['serve'], { env: { ...(await serveEnv()), DATABASE_URL: url } });
    assert.equal(code, 1);
    assert.match(err, /the store does not answer: check DATABASE_URL/);
    assert.doesNotMatch(err, /hunter2|at .*\.ts:\d/);
  });
});

for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`accounts from the command line [${engine}]`, () => {
    let store: Awaited<ReturnType<typeof makeStore>>;
    before(async () => {
      store = await makeStore(engine);
    });
    after(() => store.remove());
    const account = (args: string[], stdin = '') =>
      poterne(['account', ...args], { env: { DATABASE_URL: store.url }, stdin });
    const events = async (email: string) =>
      JSON.parse((await account(['show', email, '--json'])).out).events.map((e: { type: string }) => e.type);

    it('makes one with the password of stdin, once', async () => {
      const args = [
        'create',
        '--email',
        'Jeanne@Membres.example',
        '--name',
        'Jeanne Martin',
        '--password-stdin',
      ];
      const made = await account([...args, '--json'], 'sept girafes violettes\n');
      assert.equal(made.code, 0, made.err);
      assert.equal(JSON.parse(made.out).email, 'jeanne@membres.example');
      assert.equal(JSON.parse(made.out).password, 'set');
      const again = await account(args, 'sept girafes violettes\n');
      assert.equal(again.code, 1);
      assert.match(again.err, /has an account already/);
    });

    it('refuses a weak password and makes nothing', async () => {
      const { code, err } = await account(
        ['create', '--email', 'weak@membres.example', '--name', 'W', '--password-stdin'],
        'short\n',
      );
      assert.equal(code, 1);
      assert.match(err, /too short: 13/);
      assert.equal((await account(['show', 'weak@membres.example'])).code, 1);
    });

    it('prints operators and administrators a link to enrol by, once, and mails none [security.md 28]', async () => {
      for (const role of ['operator', 'admin']) {
        const email = `${role}@membres.example`;
        const args = ['create', '--email', email, '--name', 'O', '--role', role];
        const { code, out, err } = await account(args);
        assert.equal(code, 0, err);
        const [url = ''] = out.match(/^http\S+$/m) ?? [];
        assert.match(url, /\/inscription-securisee\?jeton=[\w-]{43}$/);
        assert.match(out, /72 hours and once/);
        const { account: made, events } = JSON.parse((await account(['show', email, '--json'])).out);
        assert.equal(made.hasPassword, false);
        assert.equal(made.passkeys, 0);
        assert.deepEqual(
          events.map(({ type }: { type: string }) => type),
          ['enrolment.link-made', 'account.created'],
        );
        const again = JSON.parse((await account(['enrol', email, '--json'])).out);
        assert.equal(again.email, email);
        assert.notEqual(again.enrolmentUrl, url);
      }
      assert.equal((await account(['enrol', 'personne@membres.example'])).code, 1);
    });

    it('enrols no member, and resets what nobody has', async () => {
      const email = 'membre@membres.example';
      await account(['create', '--email', email, '--name', 'M']);
      const refused = await account(['enrol', email]);
      assert.equal(refused.code, 1);
      assert.match(refused.err, /is a member/);
      const { code, out } = await account(['reset-factors', email]);
      assert.equal(code, 0);
      assert.match(out, /held no second factor/);
    });

    it('invites by mail without a password [security.md 9]', async () => {
      const { code, out, err } = await account(['create', '--email', 'new@membres.example', '--name', 'Neo']);
      assert.equal(code, 0, err);
      assert.match(out, /72 hours/);
      const shown = JSON.parse((await account(['show', 'new@membres.example', '--json'])).out);
      assert.equal(shown.account.hasPassword, false);
    });

    it('locks, unlocks and asks for a renewal, and the audit log says so', async () => {
      const email = 'jeanne@membres.example';
      assert.equal((await account(['lock', email])).code, 0);
      assert.match((await account(['lock', email])).out, /disabled already/);
      assert.equal(JSON.parse((await account(['unlock', email, '--json'])).out).changed, true);
      assert.equal((await account(['renew', email])).code, 0);
      const types = await events(email);
      for (const type of ['account.created', 'account.locked', 'account.unlocked', 'renewal.required']) {
        assert.ok(types.includes(type), `${type} is not in ${types}`);
      }
    });

    it('shows an account without any hash', async () => {
      const { out } = await account(['show', 'jeanne@membres.example', '--json']);
      assert.doesNotMatch(out, /argon2|passwordHash/);
      assert.equal(JSON.parse(out).account.renewalReason, 'operator');
      assert.match((await account(['show', 'jeanne@membres.example'])).out, /Jeanne Martin/);
    });

    it('refuses an account that is not there', async () => {
      assert.equal((await account(['renew', 'nobody@membres.example'])).code, 1);
    });
  });
}

describe('demo', () => {
  it('stays on this machine [security.md 17]', async () => {
    for (const env of [{ HOST: '0.0.0.0' }, { PUBLIC_URL: 'https://portail.example.org' }] as Env[]) {
      const { code, err } = await poterne(['demo'], { env });
      assert.equal(code, 1);
      assert.match(err, new RegExp(`${Object.keys(env)[0]}: the demonstration .* stays on this machine`));
    }
  });

  it('makes its passwords once, keeps them for its owner, and never touches the real store', async () => {
    const data = mkdtempSync(join(folder, 'demo-'));
    const real = join(folder, 'real.db');
    const env = { DATA_DIR: data, PORT: String(await freePort()), DATABASE_URL: `sqlite:${real}` };
    const printed: string[] = [];
    for (let run = 0; run < 2; run += 1) {
      const { child, ended, ready } = start(['demo'], env);
      await ready;
      child.kill('SIGINT');
      const { code, out, err } = await ended;
      assert.equal(code, 0, err);
      printed.push(out);
    }
    const passwords = Object.values(
      JSON.parse(readFileSync(join(data, 'accounts.json'), 'utf8')),
    ) as string[];
    assert.equal(new Set(passwords).size, 4);
    for (const out of printed) for (const password of passwords) assert.ok(out.includes(password));
    assert.equal(statSync(join(data, 'accounts.json')).mode & 0o777, 0o600);
    assert.throws(() => statSync(real));
  });

  it('ends at once where its port is taken, and leaves the one that runs as it was', async () => {
    const data = mkdtempSync(join(folder, 'demo-'));
    const env = { DATA_DIR: data, PORT: String(await freePort()) };
    const { child, ended, ready } = start(['demo'], env);
    await ready;
    const secrets = () => {
      const store = new DatabaseSync(join(data, 'demo.db'), { readOnly: true });
      const rows = store.prepare('select * from tool_secrets order by tool_id').all();
      store.close();
      return rows;
    };
    const before = secrets();
    assert.equal(before.length, 3);
    const since = performance.now();
    const second = await poterne(['demo'], { env });
    assert.equal(second.code, 1);
    assert.match(second.err, new RegExp(`port ${env.PORT} is taken already`));
    assert.ok(performance.now() - since < 15_000, 'it waited for somebody to end it');
    assert.deepEqual(secrets(), before);
    child.kill('SIGINT');
    assert.equal((await ended).code, 0);
  });
});
