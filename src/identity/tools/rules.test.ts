import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  isGroupName,
  isGroupOfTool,
  mayOpen,
  type Person,
  parseHost,
  parseRedirectUri,
  parseRulePath,
} from './rules.ts';

const group = fc.constantFrom('rh', 'compta', 'paie', 'direction');
const role = fc.constantFrom('member' as const, 'operator' as const, 'admin' as const);
const anyone = fc.record({ groups: fc.uniqueArray(group), role }) satisfies fc.Arbitrary<Person>;

describe('who may open a tool', () => {
  it('is everybody where no group is named', () => {
    fc.assert(fc.property(anyone, (person) => mayOpen({ groups: null }, person)));
  });

  it('is exactly who shares a group with it, whatever the role', () => {
    fc.assert(
      fc.property(fc.uniqueArray(group), anyone, (groups, person) => {
        const shares = groups.some((name) => person.groups.includes(name));
        assert.equal(mayOpen({ groups }, person), shares);
      }),
    );
  });

  it('grows with every group that a person joins, and with nothing that they leave', () => {
    fc.assert(
      fc.property(fc.uniqueArray(group), anyone, group, (groups, person, joined) => {
        const after = { ...person, groups: [...person.groups, joined] };
        if (mayOpen({ groups }, person)) assert.ok(mayOpen({ groups }, after));
      }),
    );
  });

  it('may be said by role, which is a group that nobody can be put into', () => {
    for (const name of ['role:operator', 'role:admin']) {
      assert.equal(isGroupOfTool(name), true);
      assert.equal(isGroupName(name), false);
    }
    assert.equal(isGroupOfTool('role:member'), false);
    const of = (person: Person) => mayOpen({ groups: ['role:admin'] }, person);
    assert.equal(of({ groups: [], role: 'admin' }), true);
    assert.equal(of({ groups: ['rh'], role: 'operator' }), false);
  });

  it('is said in names that a header can carry', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        if (isGroupName(text)) assert.match(text, /^[!-+\--~]+$/);
      }),
    );
    for (const name of ['', 'RH', 'a b', 'a,b', 'é', '-a', 'a'.repeat(61)])
      assert.equal(isGroupName(name), false);
  });
});

describe('a redirect address [security.md 29]', () => {
  const accepted = (text: string) => parseRedirectUri(text).ok;
  const anyText = fc.oneof(
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    fc.webUrl({ validSchemes: ['http', 'https', 'ftp', 'javascript'] }),
    fc
      .tuple(
        fc.constantFrom(
          'https://',
          'http://',
          'HTTPS://',
          'https:\\\\',
          '//',
          'javascript:',
          'data:',
          'https:/',
        ),
        fc.constantFrom(
          'a.example',
          'localhost:80',
          'u@a.example',
          '127.1',
          '[::1]:3000',
          'A.example',
          'a.example\\@b',
        ),
        fc.string({
          unit: fc.constantFrom('/', '.', '#', '*', '?', '%', '@', '\\', 'a', '\t', '\n', ' ', 'é', ':'),
        }),
      )
      .map((parts) => parts.join('')),
    fc.string({ unit: 'binary' }),
  );

  it('is one place over https, or this machine, read alike by everybody', () => {
    let kept = 0;
    fc.assert(
      fc.property(anyText, (text) => {
        const parsed = parseRedirectUri(text);
        if (!parsed.ok) return;
        kept += 1;
        assert.equal(parsed.uri, text);
        const url = new URL(text);
        assert.ok(url.protocol === 'https:' || /^(localhost|127\.|\[::1\])/.test(url.hostname), text);
        assert.equal(url.username + url.password + url.hash, '');
        assert.ok(!/[*#\\\s\p{Cc}]/u.test(text), text);
        // As written and as a browser goes there: no other spelling is compared.
        assert.ok(url.href === text || url.href === `${text}/`, text);
      }),
      { numRuns: 2_000 },
    );
    assert.ok(kept > 100, `only ${kept} were accepted`);
  });

  it('takes whatever query and path a tool has', () => {
    for (const text of [
      'https://outil.exemple.fr/retour',
      'https://outil.exemple.fr',
      'https://outil.exemple.fr:8443/a/b?x=1&y=%20',
      'http://localhost:3001/cb',
      'http://127.0.0.1/cb',
      'http://[::1]:9/cb',
    ])
      assert.ok(accepted(text), text);
  });

  const refused: [text: string, reason: string][] = [
    ['http://outil.exemple.fr/retour', 'not-encrypted'],
    ['http://localhost.exemple.fr/', 'not-encrypted'],
    ['http://127.0.0.1.exemple.fr/', 'not-encrypted'],
    ['http://[::2]/', 'not-encrypted'],
    ['https://outil.exemple.fr/retour#', 'fragment'],
    ['https://*.exemple.fr/', 'wildcard'],
    ['https://exemple.fr@autre.example/', 'credentials'],
    ['https://exemple.fr\\@autre.example/', 'rewritten'],
    ['https://exemple.fr/a/../b', 'rewritten'],
    ['https://exemple.fr/a/%2e%2e/b', 'rewritten'],
    [' https://exemple.fr/', 'rewritten'],
    ['https://éxemple.fr/', 'rewritten'],
    ['//exemple.fr/', 'not-an-address'],
    ['urn:ietf:wg:oauth:2.0:oob', 'not-an-address'],
    ['app:/cb', 'not-an-address'],
    ['', 'not-an-address'],
  ];
  for (const [text, reason] of refused) {
    it(`is not ${JSON.stringify(text)}`, () => {
      assert.deepEqual(parseRedirectUri(text), { ok: false, reason });
    });
  }
});

describe('a host', () => {
  it('has one form, however it is written', () => {
    for (const [text, host] of [
      ['Wiki.Exemple.fr', 'wiki.exemple.fr'],
      ['wiki.exemple.fr.', 'wiki.exemple.fr'],
      ['wiki.exemple.fr:443', 'wiki.exemple.fr'],
      ['wiki.exemple.fr:8443', 'wiki.exemple.fr:8443'],
      ['localhost:3000', 'localhost:3000'],
      ['éa.exemple.fr', 'xn--a-9fa.exemple.fr'],
      ['127.0.0.1:8080', '127.0.0.1:8080'],
    ] as const)
      assert.equal(parseHost(text), host);
  });

  it('is never anything else', () => {
    for (const text of [
      '',
      '.',
      'a..b',
      '*.a.fr',
      'a/b',
      'a@b',
      'a b',
      'a:b',
      'a:99999',
      'https://a.fr',
      'a\\b',
      'a,b',
      'a.fr:80:80',
      '%61.fr',
    ])
      assert.equal(parseHost(text), null, text);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const host = parseHost(text);
        if (host !== null) {
          assert.equal(parseHost(host), host);
          assert.equal(new URL(`https://${host}/`).host, host.replace(/:443$/, ''));
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('the path of a rule', () => {
  it('is plain, and without the slash at its end', () => {
    assert.equal(parseRulePath('/public/'), '/public');
    assert.equal(parseRulePath('/'), '/');
    assert.equal(parseRulePath('/été/2026'), '/été/2026');
    for (const path of [
      '',
      'public',
      '/a b',
      '/a?b',
      '/a#b',
      '/a%2f',
      '/a/../b',
      '/a//b',
      '//',
      '/a;b',
      '/a.',
      '/a\\b',
    ])
      assert.equal(parseRulePath(path), null, path);
  });
});
