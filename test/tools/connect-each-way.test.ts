import assert from 'node:assert/strict';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { explain } from '../../src/cli/faults.ts';
import { minuteMs } from '../../src/core/clock.ts';
import { until } from '../faults/support.ts';
import { TwoHosts } from '../forward-auth/two-hosts.ts';
import { freePort } from '../support/postgres.ts';
import { root } from '../support/program.ts';
import {
  assertSeen,
  blocksOf,
  fileOf,
  openPage,
  page,
  type Reader,
  sectionOf,
  type Terminal,
} from './connect-a-tool.ts';

/** « Less than a minute »: the machine's part of each way, from the start of the portal to signed in. */
const machineMs = minuteMs;

type Mail = { to: string; subject: string; text: string };

describe('each way of docs/connect-a-tool.md, from nothing to signed in', () => {
  let reader: Reader;
  let portal: Terminal;
  let portalUrl = '';
  let portalTookMs = 0;
  const first = sectionOf('A portal to try against');

  /** The demonstration, as the page says to start it. */
  const startPortal = async (command: string) => {
    portal = await reader.start(command, (said) => said.includes('Ctrl+C pour arrêter'));
  };
  /** A command of the second terminal, where the page told it which portal is meant. */
  const register = async (section: string, command: string) => {
    const printed = await reader.run(`${reader.block(first, 'export ')}${reader.block(section, command)}`);
    assert.ok(printed.includes(`issuer         ${portalUrl}/oidc\n`), printed);
    reader.takeSecret(printed);
    // What the page leaves to the time that it takes to go on.
    await sleep(2_500);
  };
  /** Goes to an address and through the portal's sign-in as the page says: an account and mails of the demonstration. */
  const signIn = async (address: string) => {
    const browser = new TwoHosts();
    await browser.open(reader.own(address));
    assert.ok(
      browser.page.url.startsWith(`${portalUrl}/connexion`),
      `${browser.page.url}\n${browser.page.body}`,
    );
    const [, email, password] = /(camille\.martin@\S+) +(\S+)/.exec(portal.said())!;
    const mailUrl = /Courriels +(\S+)/.exec(portal.said())![1];
    const mails = async () => (await (await fetch(`${mailUrl}/mails.json`)).json()) as Mail[];
    const codes = async () => (await mails()).filter(({ subject }) => subject.includes('code de connexion'));
    const known = (await codes()).length;
    await browser.submit({ username: email! });
    await browser.submit({ password: password! });
    if (!/name="code"/.test(browser.page.body)) return browser;
    await until('the code', async () => (await codes()).length > known);
    const [newest] = await codes();
    await browser.submit({ code: /\b\d{6}\b/.exec(newest!.text)![0] });
    return browser;
  };
  /** How many tokens the portal gave out. */
  const tokens = async (): Promise<number> => {
    const address = /Mesures +(\S+)/.exec(portal.said())![1]!;
    const line = /_count\{method="POST",route="\/oidc\/token",status="200"\} (\d+)/;
    return Number(line.exec(await (await fetch(address)).text())?.[1] ?? 0);
  };
  /** That a way, begun `since`, has led to signed in within what the page promises, the portal's start included. */
  const assertInTime = (since: number) => {
    const tookMs = portalTookMs + performance.now() - since;
    assert.ok(tookMs < machineMs, `${Math.round(tookMs)} ms`);
  };
  const bodyOf = async (address: string) => {
    const browser = new TwoHosts();
    return (await browser.open(reader.own(address))).body;
  };
  const answers = (address: string) => async () =>
    fetch(reader.own(address), { redirect: 'manual' }).then(
      () => true,
      () => false,
    );

  before(async () => {
    reader = await openPage();
    portalUrl = reader.own('http://localhost:3000');
    // What `npm ci` brings stands in the repository.
    assert.equal(reader.block(first, 'npm ci'), 'npm ci\nnpm start\n');
    const since = performance.now();
    await startPortal('npm start');
    portalTookMs = performance.now() - since;
  });
  afterEach(() => reader.endAllBut(portal));
  after(async () => {
    await portal?.end();
    reader?.close();
  });

  it('starts the portal that the page speaks of', () => {
    assert.ok(first.includes('`Poterne prêt : http://localhost:3000`'));
    assert.ok(portal.said().includes(`Poterne prêt : ${portalUrl}\n`));
    assert.match(portal.said(), /Outils d’exemple/);
  });

  it('promises what is measured and tried here, and names every word that is replaced', () => {
    const [head] = page.split('\n## ');
    assert.ok(head!.includes('less than a minute'));
    assert.ok(sectionOf('Node').includes(`tested with Node ${process.versions.node.split('.')[0]}`));
    const commands = [...blocksOf(page, 'sh'), ...blocksOf(page, 'text')].join('\n');
    // In capitals, and no name that a value is given to.
    const replaced = new Set(commands.match(/(?<![-\w])[A-Z_]{3,}(?![\w=])/g));
    assert.deepEqual([...replaced].sort(), ['CODE', 'SECRET', 'TOKEN']);
    for (const word of replaced) assert.ok(head!.includes(`\`${word}\``), word);
  });

  it('tells in both languages that its port is taken, in the words of the page', () => {
    const words = explain(Object.assign(new Error(), { code: 'EADDRINUSE', port: 3000 }));
    for (const seen of ['le port 3000 est déjà pris', 'port 3000 is taken already']) {
      assert.ok(first.includes(seen));
      assert.ok([words?.fr, words?.en].some((one) => one?.startsWith(seen)));
    }
  });

  it('signs in to a tool in Node', async () => {
    const since = performance.now();
    const section = sectionOf('Node');
    await register(section, 'bin/poterne tool add');
    const [make, install] = reader.block(section, 'mkdir -p ~/my-tool').trimEnd().split('\n');
    assert.equal(install, 'npm install openid-client jose');
    await reader.run(make!);
    symlinkSync(join(root, 'node_modules'), join(reader.home, 'my-tool/node_modules'));
    assert.ok(section.includes('as `~/my-tool/tool.mjs`'));
    reader.save('my-tool/tool.mjs', blocksOf(section, 'js')[0]!);
    const command = reader.block(section, 'cd ~/my-tool\n');
    const tool = await reader.start(command, (said) => said.includes('The tool is on'));
    const browser = await signIn('http://localhost:8080/sign-in');
    assert.equal(browser.page.url, reader.own('http://localhost:8080/'));
    assert.ok(browser.page.body.includes('Hello Camille Martin'));
    assert.ok(browser.page.body.includes('camille.martin@membres.example'));
    assert.ok(browser.page.body.includes('Sign out everywhere'));
    assertInTime(since);
    await browser.open(portalUrl);
    assert.ok(browser.page.body.includes('My tool'));
    await tool.end();

    const mistaken = await reader.start(command.replace('=SECRET', '=wrong'), (said) =>
      said.includes('The tool is on'),
    );
    const refused = await signIn('http://localhost:8080/sign-in');
    await assertSeen(section, 'It did not work.', () => refused.page.body);
    await assertSeen(section, 'invalid_client', mistaken.said);
    await mistaken.end();
    const nowhere = command.replace('localhost:3000', `localhost:${await freePort()}`);
    const alone = await reader.start(nowhere, (said) => /^Node\.js v/m.test(said));
    await assertSeen(section, 'ECONNREFUSED', alone.said);
  });

  it('signs in to a tool behind Apache, which refreshes', async () => {
    const since = performance.now();
    const section = sectionOf('Apache');
    await register(section, 'bin/poterne tool add');
    const behind = await reader.start(
      reader.block(section, 'mkdir -p ~/intranet'),
      answers('http://127.0.0.1:8080/'),
    );
    const file = fileOf('intranet/apache.conf');
    const startApache = async (text: string) => {
      reader.save('intranet/apache.conf', text);
      return reader.start(reader.block(section, '/usr/sbin/apache2'), answers('http://localhost:8082/'));
    };
    const log = () => readFileSync(join(reader.home, 'intranet/error.log'), 'utf8');
    // Tokens live ten minutes; no test waits for nine.
    const apache = await startApache(file.replace('BeforeExpiry 60', 'BeforeExpiry 598'));
    const browser = await signIn('http://localhost:8082/');
    assert.equal(browser.page.body, 'Hello Camille Martin, camille.martin@membres.example', log());
    assertInTime(since);
    const before = await tokens();
    await sleep(2_100);
    const lies = { 'Remote-Name': 'Chef', Remote_Name: 'Chef' };
    const { body } = await browser.ask(reader.own('http://localhost:8082/'), { headers: lies });
    assert.equal(body, 'Hello Camille Martin, camille.martin@membres.example', log());
    assert.equal(await tokens(), before + 1, log());

    await behind.end();
    const lonely = await browser.open(reader.own('http://localhost:8082/'));
    await assertSeen(section, 'Service Unavailable', () => lonely.body);
    await apache.end();
    const mistaken = await startApache(file.replace('OIDCClientSecret SECRET', 'OIDCClientSecret wrong'));
    const refused = await signIn('http://localhost:8082/');
    await assertSeen(section, 'Error in handling response type', () => refused.page.body);
    await assertSeen(section, 'invalid_client', log);
    await mistaken.end();
  });

  it('signs in by hand where a tool does not', async () => {
    const since = performance.now();
    const section = sectionOf('Anything else');
    await register(section, 'bin/poterne tool add');
    const [address] = blocksOf(section, 'text');
    // Nothing need answer at the tool's address: the code stands in the address bar.
    const tool = await reader.start(
      `node -e "require('http').createServer((_, page) => page.end()).listen(8080, '127.0.0.1')"`,
      answers('http://localhost:8080/'),
    );
    const browser = await signIn(address!.trim());
    await tool.end();
    const code = new URL(browser.page.url).searchParams.get('code');
    assert.ok(code, browser.page.url);
    const exchange = reader.block(section, 'curl -u').replace('CODE', code);
    await assertSeen(section, '"error":"invalid_client"', () =>
      reader.run(exchange.replace(':SECRET', ':wrong')),
    );
    const answer = JSON.parse(await reader.run(exchange)) as { access_token: string };
    const ask = reader.block(section, 'curl -H').replace('TOKEN', answer.access_token);
    const who = JSON.parse(await reader.run(ask)) as Record<string, unknown>;
    assert.equal(who.name, 'Camille Martin');
    for (const claim of ['sub', 'name', 'email', 'groups']) assert.ok(claim in who, claim);
    assertInTime(since);

    await assertSeen(section, '"error":"invalid_grant"', () => reader.run(exchange));
    const refused = await bodyOf(address!.trim().replace('callback&', 'callback/&'));
    await assertSeen(section, 'PT-503', () => refused);
    await assertSeen(section, "L'outil n'a pas pu vous connecter.", () => plain(refused));
  });

  it('signs in to a tool behind nginx', async () => {
    const since = performance.now();
    const section = sectionOf('nginx, Caddy, Traefik');
    const [install, make] = reader.block(section, 'sudo apt-get').trimEnd().split('\n');
    assert.equal(install, 'sudo apt-get install nginx');
    await reader.run(make!);
    const wiki = 'http://wiki.localhost:8081/';
    const file = fileOf('wiki/nginx.conf');
    const startNginx = async (text: string) => {
      reader.save('wiki/nginx.conf', text);
      return reader.start(reader.block(section, '/usr/sbin/nginx'), answers('http://127.0.0.1:8081/'));
    };
    // Forgotten: the file of the portal, then the portal.
    let nginx = await startNginx(file);
    await assertSeen(section, "Cette page n'existe pas.", async () => plain(await bodyOf(wiki)));
    await assertSeen(section, 'PT-601', () => bodyOf(wiki));
    await assertSeen(section, 'a reverse proxy asked that trustedProxies does not name', portal.said);
    await portal.end();
    await assertSeen(section, '500 Internal Server Error', () => bodyOf(wiki));
    await assertSeen(section, 'connect() failed (111: Connection refused)', nginx.said);
    await nginx.end();

    reader.save('wiki/poterne.yaml', fileOf('wiki/poterne.yaml'));
    await startPortal(reader.block(section, 'POTERNE_CONFIG='));
    nginx = await startNginx(file);
    const browser = await signIn(`${wiki}page?a=1`);
    assert.equal(browser.page.url, reader.own(`${wiki}page?a=1`));
    assert.equal(browser.page.body, 'Hello Camille Martin, camille.martin@membres.example\n');
    assertInTime(since);
    const lies = { 'Remote-Name': 'Chef', Remote_Name: 'Chef' };
    const { body } = await browser.ask(reader.own(wiki), { headers: lies });
    assert.equal(body, 'Hello Camille Martin, camille.martin@membres.example\n');
    assert.equal((await browser.ask(reader.own(wiki), { rawPath: '/a#/../b' })).status, 400);
    await nginx.end();

    nginx = await startNginx(file.replace('Forwarded-Host wiki.localhost', 'Forwarded-Host other.localhost'));
    await assertSeen(section, 'PT-601', () => bodyOf(wiki));
    await assertSeen(section, 'a reverse proxy asked for a host that no tool declares', portal.said);
    await nginx.end();
  });
});

/** A page's words, as they are read. */
const plain = (body: string) => body.replaceAll('&#39;', "'").replaceAll('’', "'");
