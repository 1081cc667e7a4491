import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { variables } from './config-environment.ts';
import { writeProblem } from './config-problems.ts';
import { type Purpose, readConfig } from './config-read.ts';
import { newToken } from './core/tokens.ts';
import { hashCost } from './identity/passwords/phc.ts';

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'poterne-config-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

type Given = { yaml?: string; env?: Record<string, string>; purpose?: Purpose };

function read({ yaml = '', env = {}, purpose = 'check' }: Given = {}) {
  const file = join(folder, 'poterne.yaml');
  writeFileSync(file, yaml);
  return readConfig({
    env: { DATA_DIR: folder, POTERNE_CONFIG: file, SMTP_URL: 'smtp://127.0.0.1:25', ...env },
    purpose,
  });
}

function good(given: Given = {}) {
  const result = read(given);
  assert.ok(result.ok, result.ok ? '' : result.problems.map((p) => writeProblem(p, 'en')).join('\n'));
  return result;
}

function bad(given: Given) {
  const result = read(given);
  assert.ok(!result.ok, 'the configuration was accepted');
  return result.problems;
}

describe('the configuration', () => {
  it('needs nothing but a mail server', () => {
    const { config } = good();
    assert.equal(config.publicUrl, 'http://localhost:3000');
    assert.equal(config.brand.of, "de l'Opcommerce");
    assert.equal(config.databaseUrl, `sqlite:${join(folder, 'poterne.db')}`);
    assert.equal(config.production, false);
    assert.equal(config.metricsPort, null);
    assert.deepEqual(config.sessions.member, { idleMs: 3_600_000, absoluteMs: 86_400_000 });
  });

  it('keeps to security.md 10, 16, 25 and 42 where nothing is said', () => {
    const { config } = good();
    const operator = { idleMs: 900_000, absoluteMs: 28_800_000 };
    assert.deepEqual(config.sessions.operator, operator);
    assert.deepEqual(config.sessions.admin, operator);
    assert.equal(config.passwords.calendarMs, null);
    assert.deepEqual(config.accounts, { unverifiedHours: 48, inactiveMs: null });
    assert.equal(config.audit.keepDays, 365);
  });

  it('accepts the samples that are shipped', () => {
    const sample = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
    const { config } = good({ yaml: sample('../deploy/poterne.yaml') });
    assert.equal(config.tools.length, 1);
    const standard = good().config;
    for (const key of [
      'sessions',
      'hashing',
      'codes',
      'accounts',
      'audit',
      'signUp',
      'risk',
      'places',
    ] as const) {
      assert.deepEqual(config[key], standard[key], `the sample's ${key} is not the default`);
    }
    good({ yaml: sample('../demo/poterne.yaml') });
    assert.deepEqual(
      Object.keys(parseEnv(sample('../deploy/poterne.env'))).filter((name) => !(name in variables)),
      [],
    );
  });

  it('follows PORT in the public address of a trial', () => {
    assert.equal(good({ env: { PORT: '3456' } }).config.publicUrl, 'http://localhost:3456');
  });

  it('takes an empty variable for an absent one', () => {
    assert.equal(good({ env: { PORT: '', METRICS_PORT: ' ' } }).config.port, 3000);
  });

  it('reads every kind of value', () => {
    const { config } = good({
      yaml: `
brand: { name: la Mutuelle, colours: { primary: "#004400" } }
mail: { from: { name: La Mutuelle, address: portail@mutuelle.example } }
signUp: { domains: [Mutuelle.example, filiale.example] }
trustedProxies: [127.0.0.1, "10.0.0.0/8", "fd00::/8"]
tools: [{ id: paie, name: Paie, url: "https://paie.example/" }]
sessions: { member: { idle: 30min, absolute: 12h } }
passwords: { requireClasses: true, calendar: 180d }
codes: { knownDevice: 60j }
accounts: { inactive: 3y }
audit: { keep: 200d }
`,
    });
    assert.equal(config.brand.of, 'de la Mutuelle');
    assert.deepEqual(config.signUp, { mode: 'domains', domains: ['mutuelle.example', 'filiale.example'] });
    assert.equal(config.sessions.member.idleMs, 1_800_000);
    assert.equal(config.passwords.calendarMs, 180 * 86_400_000);
    assert.equal(config.codes.knownDeviceDays, 60);
    assert.equal(config.accounts.inactiveMs, 3 * 365 * 86_400_000);
    assert.deepEqual(config.trustedProxies, ['127.0.0.1', '10.0.0.0/8', 'fd00::/8']);
  });

  it('takes short colours, and a logo that is what its name says', () => {
    writeFileSync(
      join(folder, 'logo.svg'),
      '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>',
    );
    writeFileSync(join(folder, 'logo.PNG'), Buffer.from('89504e470d0a1a0a0000', 'hex'));
    for (const logo of ['logo.svg', 'logo.PNG']) {
      const { brand } = good({ yaml: `brand: { logo: ${logo}, colours: { link: "#00C" } }` }).config;
      assert.equal(brand.logoFile, join(folder, logo));
      assert.equal(brand.colours.link, '#0000cc');
    }
    writeFileSync(join(folder, 'page.svg'), '<html><script>alert(1)</script></html>');
    assert.equal(bad({ yaml: 'brand: { logo: page.svg }' })[0]?.key, 'brand.logo');
  });

  it('accepts the very costs that the hasher accepts', () => {
    const memory = fc.oneof(
      fc.integer({ min: 1, max: 300_000 }),
      fc.constantFrom(19_455, 19_456, 262_144, 262_145),
    );
    fc.assert(
      fc.property(memory, fc.integer({ min: 1, max: 60 }), (memoryKiB, passes) => {
        const yaml = `hashing: { memoryKiB: ${memoryKiB}, passes: ${passes} }`;
        assert.equal(read({ yaml }).ok, hashCost({ memoryKiB, passes }).ok, yaml);
      }),
      {
        examples: [
          [262_144, 4],
          [262_144, 5],
          [19_456, 53],
          [19_456, 54],
        ],
      },
    );
  });

  it('says every problem at once', () => {
    const keys = bad({ yaml: 'tols: []\nsignUp: shut\nhashing: { passes: 1 }', env: { PORT: '99999' } }).map(
      (p) => p.key,
    );
    assert.deepEqual(keys.sort(), ['PORT', 'hashing.passes', 'signUp', 'tols']);
  });

  const wrong: [yaml: string, key: string, fix: RegExp][] = [
    ['brnad: {}', 'brnad', /did you mean brand\?/],
    ['brand: { nmae: x }', 'brand.nmae', /did you mean name\?/],
    [
      'tools: [{ id: a, name: A, url: "https://a.example", icno: x }]',
      'tools[1].icno',
      /did you mean icon\?/,
    ],
    ['zzzzzz: 1', 'zzzzzz', /possible keys are: brand, help/],
    ['brand: x', 'brand', /put its keys below/],
    ['brand: { colours: { primary: green } }', 'brand.colours.primary', /"#0b7a45"/],
    ['brand: { colours: { primary: "#12" } }', 'brand.colours.primary', /#rgb or #rrggbb/],
    ['brand: { colours: { link: "#0b7a45;}body{" } }', 'brand.colours.link', /#rgb or #rrggbb/],
    ['brand: { logo: missing.svg }', 'brand.logo', /relative to poterne.yaml/],
    ['brand: { logo: . }', 'brand.logo', /relative to poterne.yaml/],
    ['brand: { logo: poterne.yaml }', 'brand.logo', /an .svg or .png file/],
    ['brand: { name: "" }', 'brand.name', /one line/],
    ['brand: { name: "a\\nb" }', 'brand.name', /one line/],
    ['brand: { name: null }', 'brand.name', /remove the line/],
    ['help: { email: nobody }', 'help.email', /example/],
    ['help: { email: "a@b.example\\r\\nBcc: c@d.example" }', 'help.email', /example/],
    ['links: { portal: "javascript:alert(1)" }', 'links.portal', /whole address/],
    ['help: { url: "javascript:alert(1)" }', 'help.url', /whole address/],
    ['help: { url: "data:text/html,x" }', 'help.url', /whole address/],
    [
      'tools: [{ id: a, name: A, url: " JavaScript:alert(1)//https://a.example" }]',
      'tools[1].url',
      /whole address/,
    ],
    ['tools: [{ id: a, name: A, url: "//a.example" }]', 'tools[1].url', /whole address/],
    ['links: { portal: "https://u:p@e.example" }', 'links.portal', /whole address/],
    ['mail: { from: { address: "A <a@b.example>" } }', 'mail.from.address', /example/],
    ['signUp: shut', 'signUp', /open, closed/],
    ['signUp: { domains: [] }', 'signUp', /open, closed/],
    ['signUp: { domains: ["@a.example"] }', 'signUp', /without @/],
    ['trustedProxies: 127.0.0.1', 'trustedProxies', /in brackets/],
    ['trustedProxies: [proxy.example]', 'trustedProxies', /10\.0\.0\.0\/24/],
    ['trustedProxies: [10.0.0.0/33]', 'trustedProxies', /10\.0\.0\.0\/24/],
    ['trustedProxies: [0.0.0.0/0]', 'trustedProxies', /anyone can forge/],
    ['trustedProxies: ["::/0"]', 'trustedProxies', /anyone can forge/],
    ['timeZone: Paris', 'timeZone', /Europe\/Paris/],
    ['tools: [{ id: A B, name: A, url: "https://a.example" }]', 'tools[1].id', /hyphens/],
    ['tools: [{ id: a, name: A }]', 'tools[1].url', /give one/],
    [
      'tools: [{ id: a, name: A, url: "https://a.example" }, { id: a, name: B, url: "https://b.example" }]',
      'tools',
      /its own id/,
    ],
    ['tools: 3', 'tools', /hyphen/],
    ['sessions: { member: { idle: 3600 } }', 'sessions.member.idle', /with its unit/],
    ['sessions: { member: { idle: 1 hour } }', 'sessions.member.idle', /with its unit/],
    ['sessions: { member: { idle: 0s } }', 'sessions.member.idle', /from 1min to 30d/],
    ['sessions: { operator: { absolute: 30d } }', 'sessions.operator.absolute', /to 1d/],
    ['sessions: { member: { idle: 2d } }', 'sessions.member.idle', /shorter/],
    ['passwords: { requireClasses: "yes" }', 'passwords.requireClasses', /true or false/],
    ['passwords: { calendar: 1d }', 'passwords.calendar', /from 30d/],
    ['accounts: { inactive: 90d }', 'accounts.inactive', /from 180d/],
    ['hashing: { memoryKiB: 19455 }', 'hashing.memoryKiB', /19456.*security floor/],
    ['hashing: { memoryKiB: 4294967295 }', 'hashing.memoryKiB', /262144/],
    ['hashing: { memoryKiB: 262145 }', 'hashing.memoryKiB', /262144/],
    ['hashing: { memoryKiB: 262144, passes: 5 }', 'hashing.passes', /at most 4 passes/],
    ['hashing: { passes: 54 }', 'hashing.passes', /to 53/],
    ['hashing: { passes: 1 }', 'hashing.passes', /from 2/],
    ['hashing: { concurrency: 1.5 }', 'hashing.concurrency', /whole number/],
    ['codes: { unknown: 36h }', 'codes.unknown', /unit/],
    ['audit: { keep: 1d }', 'audit.keep', /from 30d/],
    ['- a\n- b', 'poterne.yaml', /put its keys below/],
    ['brand: { name: a', 'poterne.yaml:1', /indentation/],
    ['brand: {}\nbrand: {}', 'poterne.yaml:2', /keep one/],
    ['help: &a { email: a@b.example }\nlinks: *a', 'poterne.yaml:1', /indentation/],
  ];
  for (const [yaml, key, fix] of wrong) {
    it(`refuses ${JSON.stringify(yaml)}`, () => {
      const problem = bad({ yaml }).find((p) => p.key === key);
      assert.ok(problem, `no problem names ${key}`);
      assert.match(problem.fix.en, fix);
      assert.notEqual(problem.wrong.fr, '');
      assert.notEqual(problem.fix.fr, '');
    });
  }

  const wrongVariables: [name: string, value: string][] = [
    ['PORT', '0'],
    ['PORT', '-1'],
    ['PORT', '3000x'],
    ['HOST', 'example.org'],
    ['PUBLIC_URL', 'localhost:3000'],
    ['PUBLIC_URL', 'ftp://localhost'],
    ['PUBLIC_URL', 'https://portail.example/connexion'],
    ['PUBLIC_URL', 'https://portail.example/?a=1'],
    ['PUBLIC_URL', 'https://u:p@portail.example'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['DATABASE_URL', 'sqlite::memory:'],
    ['SMTP_URL', 'http://localhost'],
    ['SECRET_KEYS', 'short'],
    ['SECRET_KEYS', 'A'.repeat(43)],
    ['SECRET_KEYS', `${newToken()},`],
    ['PASSWORD_PEPPER', `${newToken()},${newToken()}`],
    ['POTERNE_CONFIG', '/nowhere/poterne.yaml'],
  ];
  for (const [name, value] of wrongVariables) {
    it(`refuses ${name}=${value.slice(0, 40)}`, () => {
      assert.ok(bad({ env: { [name]: value } }).some((p) => p.key === name));
    });
  }

  it('never throws, whatever the file holds', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (yaml) => {
        const result = read({ yaml });
        if (!result.ok)
          for (const problem of result.problems) assert.ok(writeProblem(problem, 'fr').length < 900);
      }),
      { numRuns: 300 },
    );
  });

  it('never repeats a secret in a problem [security.md 40]', () => {
    const env = {
      SMTP_URL: 'http://u:hunter2@h',
      DATABASE_URL: 'mysql://u:hunter2@h/x',
      SECRET_KEYS: 'hunter2',
      PASSWORD_PEPPER: 'hunter2',
    };
    const problems = bad({ env });
    assert.equal(problems.length, 4);
    assert.doesNotMatch(JSON.stringify(problems), /hunter2/);
  });
});

describe('production [security.md 39]', () => {
  const env = { PUBLIC_URL: 'https://portail.example' };

  it('is a public address that is not loopback', () => {
    assert.equal(good({ env }).config.production, true);
    for (const url of ['http://127.0.0.2:3000', 'http://[::1]:3000', 'http://a.localhost']) {
      assert.equal(good({ env: { PUBLIC_URL: url } }).config.production, false);
    }
  });

  it('refuses http', () => {
    const [problem] = bad({ env: { PUBLIC_URL: 'http://portail.example' } });
    assert.equal(problem?.key, 'PUBLIC_URL');
    assert.match(problem?.fix.en ?? '', /https/);
  });

  it('refuses mails that could be read on their way', () => {
    for (const query of ['ignoreTLS=true', 'tls.rejectUnauthorized=false', 'requireTLS=0']) {
      const problems = bad({ env: { ...env, SMTP_URL: `smtp://smtp.example:587/?${query}` } });
      assert.equal(problems[0]?.key, 'SMTP_URL');
    }
    good({ env: { ...env, SMTP_URL: 'smtp://127.0.0.1:25/?ignoreTLS=true' } });
    good({ env: { ...env, SMTP_URL: 'smtps://smtp.example:465/?requireTLS=true' } });
  });

  it('refuses to serve without a mail server, and lets the other commands work', () => {
    assert.equal(bad({ env: { SMTP_URL: '' }, purpose: 'serve' })[0]?.key, 'SMTP_URL');
    assert.equal(good({ env: { SMTP_URL: '' }, purpose: 'command' }).config.smtpUrl, null);
  });

  it('points out what weakens it without being wrong', () => {
    const yaml = 'brand: { colours: { link: "#88aaff" } }\npasswords: { breachFile: nowhere.bin }';
    const notes = good({ env, yaml }).notes.map((n) => n.key);
    assert.deepEqual(notes, [
      'brand.colours.link',
      'trustedProxies',
      'mail.from.address',
      'passwords.breachFile',
    ]);
  });
});

describe('the keys [security.md 38]', () => {
  const fresh = () => mkdtempSync(join(folder, 'keys-'));
  const keysIn = (dataDir: string, purpose: Purpose = 'serve') =>
    read({ env: { DATA_DIR: dataDir }, purpose });

  it('are made once, for the owner alone, and stay', () => {
    const dataDir = fresh();
    const first = keysIn(dataDir);
    const again = keysIn(dataDir);
    assert.ok(first.ok && again.ok);
    assert.deepEqual(first.config.secretKeys, again.config.secretKeys);
    assert.equal(statSync(join(dataDir, 'secret-keys')).mode & 0o777, 0o600);
  });

  it('are not made by a check', () => {
    const dataDir = fresh();
    assert.ok(keysIn(dataDir, 'check').ok);
    assert.equal(existsSync(join(dataDir, 'secret-keys')), false);
  });

  it('are refused when others can read them', () => {
    const dataDir = fresh();
    keysIn(dataDir);
    for (const mode of [0o640, 0o604]) {
      chmodSync(join(dataDir, 'secret-keys'), mode);
      const result = keysIn(dataDir);
      assert.ok(!result.ok && /chmod 600/.test(result.problems[0]!.fix.en));
    }
  });

  it('are read newest first, one a line', () => {
    const dataDir = fresh();
    const [newest, older] = [newToken(), newToken()];
    writeFileSync(join(dataDir, 'secret-keys'), `${newest}\n${older}\n`, { mode: 0o600 });
    const result = keysIn(dataDir);
    assert.ok(result.ok);
    assert.deepEqual(
      result.config.secretKeys.map((k) => k.toString('base64url')),
      [newest, older],
    );
  });

  it('are refused when the file was damaged, and never replaced', () => {
    const dataDir = fresh();
    writeFileSync(join(dataDir, 'secret-keys'), 'half', { mode: 0o600 });
    assert.ok(!keysIn(dataDir).ok);
    assert.equal(readFileSync(join(dataDir, 'secret-keys'), 'utf8'), 'half');
  });
});
