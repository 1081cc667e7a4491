import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readConfig } from './config-read.ts';

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'poterne-config-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

function read(yaml: string) {
  const file = join(folder, 'poterne.yaml');
  writeFileSync(file, yaml);
  return readConfig({
    env: {
      DATA_DIR: folder,
      POTERNE_CONFIG: file,
      SMTP_URL: 'smtp://127.0.0.1:25',
      PUBLIC_URL: 'https://portail.exemple.fr',
    },
    purpose: 'check',
  });
}

function good(yaml: string) {
  const result = read(yaml);
  assert.ok(result.ok, JSON.stringify(result));
  return result.config.tools;
}

const tool = (more: string, id = 'a') => `{ id: ${id}, name: A, url: "https://a.example/", ${more} }`;

describe('the tools of the configuration', () => {
  it('are plain links for everybody where nothing else is said', () => {
    assert.deepEqual(good(`tools: [${tool('icon: company')}]`), [
      {
        id: 'a',
        name: 'A',
        url: 'https://a.example/',
        icon: 'company',
        groups: null,
        party: 'first',
        oidc: null,
        hosts: [],
        source: 'file',
      },
    ]);
  });

  it('speak OpenID Connect once they say where they receive sign-ins, with safe defaults', () => {
    const [plain] = good(`tools: [${tool('redirectUris: ["https://a.example/cb"]')}]`);
    assert.deepEqual(plain!.oidc, {
      redirectUris: ['https://a.example/cb'],
      postLogoutRedirectUris: [],
      clientAuth: 'client_secret_basic',
      signing: 'ES256',
    });
  });

  it('say everything that there is to say', () => {
    const [whole] = good(`
tools:
  - id: paie
    name: Paie
    description: Vos bulletins
    url: https://paie.exemple.fr/
    icon: invoice
    groups: [rh, "role:admin"]
    contact: rh@exemple.fr
    party: third
    redirectUris: [https://paie.exemple.fr/retour, http://localhost:8080/retour]
    postLogoutRedirectUris: [https://paie.exemple.fr/]
    backchannelLogoutUri: https://paie.exemple.fr/fin
    clientAuth: client_secret_post
    signing: RS256
    offline: true
    hosts:
      - host: Paie.exemple.fr
        rules:
          - { path: /public/, allow: everyone }
          - { path: /aide, allow: members }
          - { path: /admin, allow: [compta] }
`);
    assert.deepEqual(whole, {
      id: 'paie',
      name: 'Paie',
      description: 'Vos bulletins',
      url: 'https://paie.exemple.fr/',
      icon: 'invoice',
      contact: 'rh@exemple.fr',
      groups: ['rh', 'role:admin'],
      party: 'third',
      oidc: {
        redirectUris: ['https://paie.exemple.fr/retour', 'http://localhost:8080/retour'],
        postLogoutRedirectUris: ['https://paie.exemple.fr/'],
        backchannelLogoutUri: 'https://paie.exemple.fr/fin',
        clientAuth: 'client_secret_post',
        signing: 'RS256',
        offline: true,
      },
      hosts: [
        {
          host: 'paie.exemple.fr',
          rules: [
            { path: '/public', allow: 'everyone' },
            { path: '/aide', allow: 'members' },
            { path: '/admin', allow: ['compta'] },
          ],
        },
      ],
      source: 'file',
    });
  });

  const redirect = (uri: string) => `redirectUris: ["${uri}"]`;
  const host = (name: string, rules = '') => `hosts: [{ host: "${name}", rules: [${rules}] }]`;
  const wrong: [more: string, key: string, fix: RegExp][] = [
    [redirect('paie'), 'tools[1].redirectUris', /whole address/],
    [redirect('javascript:alert(1)'), 'tools[1].redirectUris', /whole address/],
    [redirect('com.example.app:/cb'), 'tools[1].redirectUris', /whole address/],
    [redirect('https://a.example/cb#x'), 'tools[1].redirectUris', /remove # and what follows/],
    [redirect('https://*.a.example/cb'), 'tools[1].redirectUris', /each address in full/],
    [redirect('https://a.example/*'), 'tools[1].redirectUris', /each address in full/],
    [redirect('https://u:p@a.example/cb'), 'tools[1].redirectUris', /before the @/],
    [redirect('http://a.example/cb'), 'tools[1].redirectUris', /use https/],
    [redirect('https://A.example/cb'), 'tools[1].redirectUris', /write https:\/\/a\.example\/cb/],
    [redirect('https://a.example:443/cb'), 'tools[1].redirectUris', /write https:\/\/a\.example\/cb/],
    ['redirectUris: https://a.example/cb', 'tools[1].redirectUris', /in brackets/],
    [
      `${redirect('https://a.example/cb')}, postLogoutRedirectUris: ["http://b.example/"]`,
      'tools[1].postLogoutRedirectUris',
      /use https/,
    ],
    [
      `${redirect('https://a.example/cb')}, backchannelLogoutUri: "ftp://a.example"`,
      'tools[1].backchannelLogoutUri',
      /whole address/,
    ],
    [`${redirect('https://a.example/cb')}, clientAuth: basic`, 'tools[1].clientAuth', /client_secret_basic/],
    [`${redirect('https://a.example/cb')}, signing: HS256`, 'tools[1].signing', /ES256, RS256/],
    [`${redirect('https://a.example/cb')}, offline: "yes"`, 'tools[1].offline', /true or false/],
    ['clientAuth: none', 'tools[1].clientAuth', /add them, or remove/],
    ['offline: false, redirectUris: []', 'tools[1].offline', /add them, or remove/],
    ['backchannelLogoutUri: "https://a.example/x"', 'tools[1].backchannelLogoutUri', /add them, or remove/],
    ['redirectUri: "https://a.example/x"', 'tools[1].redirectUri', /did you mean redirectUris\?/],
    ['groups: []', 'tools[1].groups', /name a group/],
    ['groups: [RH]', 'tools[1].groups', /for example staff/],
    ['groups: ["a,b"]', 'tools[1].groups', /for example staff/],
    ['groups: ["role:member"]', 'tools[1].groups', /for example staff/],
    ['groups: rh', 'tools[1].groups', /in brackets/],
    ['party: second', 'tools[1].party', /first, third/],
    ['contact: "a\\nb"', 'tools[1].contact', /one line/],
    ['hosts: [wiki.exemple.fr]', 'tools[1].hosts[1]', /put its keys below/],
    [host('https://wiki.exemple.fr'), 'tools[1].hosts[1].host', /without https/],
    [host('*.exemple.fr'), 'tools[1].hosts[1].host', /without https/],
    [host('PORTAIL.exemple.fr'), 'tools[1].hosts[1].host', /give the tool’s/],
    [
      host('a.example', '{ path: public, allow: everyone }'),
      'tools[1].hosts[1].rules[1].path',
      /for example \/public/,
    ],
    [
      host('a.example', '{ path: /a/../b, allow: everyone }'),
      'tools[1].hosts[1].rules[1].path',
      /for example \/public/,
    ],
    [
      host('a.example', '{ path: /a%20b, allow: everyone }'),
      'tools[1].hosts[1].rules[1].path',
      /for example \/public/,
    ],
    [host('a.example', '{ path: /a, allow: all }'), 'tools[1].hosts[1].rules[1].allow', /everyone, members/],
    [host('a.example', '{ path: /a, allow: [] }'), 'tools[1].hosts[1].rules[1].allow', /name a group/],
    [host('a.example', '{ path: /a }'), 'tools[1].hosts[1].rules[1].allow', /give one/],
    [
      host('a.example', '{ path: /a, allow: members }, { path: /a/, allow: everyone }'),
      'tools[1].hosts[1].rules',
      /keep one/,
    ],
    [
      host('a.example', '{ path: /a, alow: members }'),
      'tools[1].hosts[1].rules[1].alow',
      /did you mean allow/,
    ],
  ];
  for (const [more, key, fix] of wrong) {
    it(`refuse ${more}`, () => {
      const result = read(`tools: [${tool(more)}]`);
      assert.ok(!result.ok, 'the configuration was accepted');
      const problem = result.problems.find((p) => p.key === key);
      assert.ok(problem, `no problem names ${key}: ${JSON.stringify(result.problems)}`);
      assert.match(problem.fix.en, fix);
      assert.notEqual(problem.wrong.fr, '');
      assert.notEqual(problem.fix.fr, '');
    });
  }

  it('never share an id or a host', () => {
    const problem = (yaml: string) => {
      const result = read(yaml);
      assert.ok(!result.ok);
      return result.problems.map(({ wrong }) => wrong.en);
    };
    assert.deepEqual(problem(`tools: [${tool('')}, ${tool('')}]`), ['two tools are called a']);
    const twice = `tools: [${tool(host('wiki.example'))}, ${tool(host('WIKI.example:443'), 'b')}]`;
    assert.deepEqual(problem(twice), ['the host wiki.example is there twice']);
    good(`tools: [${tool(host('wiki.example'))}, ${tool(host('wiki.example:8443'), 'b')}]`);
  });
});
