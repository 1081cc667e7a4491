import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { HostRule } from '../identity/tools/rules.ts';
import { plainPath } from './plain-path.ts';
import { fulfils, needsOf, originOf, placeOf } from './rules.ts';

const rules: HostRule[] = [
  { path: '/public', allow: 'everyone' },
  { path: '/aide', allow: 'members' },
  { path: '/admin', allow: ['informatique'] },
  { path: '/admin/guide', allow: 'members' },
  { path: '/été', allow: 'everyone' },
];
const all = ['informatique', 'members', 'tool'];
const needs = (uri: string, of = rules) =>
  needsOf(of, uri)
    .map((need) => String(need))
    .sort();

describe('what a path needs', () => {
  it('is what the longest rule says, by whole segments', () => {
    for (const [uri, expected] of [
      ['/', ['tool']],
      ['/x?y=/public', ['tool']],
      ['/public', []],
      ['/public/', []],
      ['/public/a/b.css?v=1', []],
      ['/publicity', ['tool']],
      ['/aide/x', ['members']],
      ['/admin', ['informatique']],
      ['/admin/x', ['informatique']],
      ['/admin/guide/x', ['members']],
      ['/%C3%A9t%C3%A9/x', []],
      ['/a/public', ['tool']],
    ] as const) {
      assert.deepEqual(needs(uri), expected, uri);
    }
  });

  it('is also what a stricter rule says that the tool may read there', () => {
    for (const [uri, expected] of [
      ['/ADMIN', ['informatique', 'tool']],
      ['/Admin/Guide', ['informatique', 'members', 'tool']],
      ['/admin.php', ['informatique', 'tool']],
      ['/administration', ['informatique', 'tool']],
      ['/Public/x', ['tool']],
    ] as const) {
      assert.deepEqual(needs(uri), expected, uri);
    }
  });

  it('is everything where two programs may read two paths', () => {
    for (const path of [
      '/public/../admin',
      '/public#/../admin',
      '/public#',
      '/public/./x',
      '/public//admin',
      '//public',
      '/public/%2e%2e/admin',
      '/public/%2E./admin',
      '/public/..;/admin',
      '/public;x=/../admin',
      '/public%2fadmin',
      '/public%2F..%2Fadmin',
      '/public/%5c..%5cadmin',
      '/public\\..\\admin',
      '/public/%252e%252e/admin',
      '/public/%00/admin',
      '/public/%0a',
      '/%70ublic',
      '/public/%ff',
      '/public/%c0%ae%c0%ae/admin',
      '/public/%zz',
      '/public/é',
      '/public/%EF%BC%8E%EF%BC%8E/admin',
      '/public/%EF%BC%8Fadmin',
      '/public/%E2%80%AE',
      'https://wiki.exemple.fr/public',
      'public',
      '',
    ]) {
      assert.deepEqual(needs(path), all, path);
    }
  });

  it('is never less than what the path needs as any tool resolves it', () => {
    const piece = fc.constantFrom(
      ...[
        'public',
        'admin',
        'Admin',
        'aide',
        'guide',
        '.',
        '..',
        '%2e',
        '%2E%2e',
        '',
        '%2f',
        '%5C',
        ';',
        '%61',
      ],
      ...['..;', '%252e', '\\', 'a', '?', '%00'],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const uri = `/${pieces.join('/')}`;
        const [path = ''] = uri.split('?', 1);
        const readings = [path, path.replaceAll(/;[^/]*/g, ''), path.replaceAll('\\', '/')].flatMap(
          (text) => [
            text,
            text
              .replaceAll(/%2e/gi, '.')
              .replaceAll(/%2f/gi, '/')
              .replaceAll(/%5c/gi, '/')
              .replaceAll('%61', 'a'),
          ],
        );
        for (const reading of readings) {
          const { pathname } = new URL(`https://x.example${reading.replaceAll(/[\\/]+/g, '/')}`);
          const tail = pathname.toLowerCase();
          const isAdmin =
            tail === '/admin' || (tail.startsWith('/admin/') && !tail.startsWith('/admin/guide'));
          if (isAdmin) assert.ok(needs(uri).includes('informatique'), `${uri} read as ${pathname}`);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('is who may open the tool without any rule, and what the rule of « / » says with one', () => {
    assert.deepEqual(needs('/x', []), ['tool']);
    assert.deepEqual(needs('/x', [{ path: '/', allow: 'everyone' }]), []);
    assert.deepEqual(needs('/x/../y', [{ path: '/', allow: 'everyone' }]), []);
  });

  it('is all asked of one person', () => {
    const tool = { groups: ['rh'] };
    const member = (...groups: string[]) => ({ groups, role: 'member' }) as const;
    assert.ok(fulfils(['tool'], tool, member('rh')));
    assert.ok(!fulfils(['tool'], tool, member()));
    assert.ok(fulfils(['members'], tool, member()));
    assert.ok(fulfils([['a', 'informatique']], tool, member('informatique')));
    assert.ok(!fulfils([['informatique'], 'tool'], tool, member('informatique')));
    assert.ok(fulfils([['role:admin']], tool, { groups: [], role: 'admin' }));
  });
});

it('a plain path is read alike by everybody, whatever is written', () => {
  fc.assert(
    fc.property(fc.webPath(), (path) => {
      const plain = plainPath(path);
      if (plain === null) return;
      assert.equal(plain, decodeURIComponent(new URL(path, 'https://x.example').pathname));
    }),
    { numRuns: 500 },
  );
});

describe('the place that one comes back to', () => {
  it('is a page of that host, its query included', () => {
    for (const place of ['/', '/a/b?c=d&e=%2F', '/a%2Fb', '/?x', '/wiki/%C3%A9t%C3%A9?q=a+b', '/a:b@c']) {
      assert.equal(placeOf(place), place);
    }
    assert.equal(placeOf('/a/../b'), '/b');
  });

  it('is never another site, in whatever way it is written, nor an address of the portal', () => {
    for (const place of [
      '',
      'x',
      '//evil.example',
      '///evil.example',
      '/\\evil.example',
      '/\t/evil.example',
      '/%0d/../\\evil.example',
      '\\\\evil.example',
      'https://evil.example',
      'https:evil.example',
      'javascript:alert(1)',
      '/.//evil.example',
      '/..//evil.example',
      '/a/..//evil.example',
      '/ evil',
      '/a\r\nLocation: https://evil.example',
      '/\u0000',
      '/.poterne/start',
      '/.poterne/return?ticket=x',
      '/a/../.poterne/sign-out',
      '/.Poterne/start',
      '@evil.example',
      `/${'x'.repeat(2_000)}`,
    ]) {
      assert.equal(placeOf(place), '/', JSON.stringify(place));
    }
    assert.equal(placeOf(`/a?${'x'.repeat(2_000)}`), '/a');
  });

  it('is on the host it was asked on, always', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.string({ unit: 'binary' })), (text) => {
        for (const uri of [text, `/${text}`, `//${text}`, `/\\${text}`]) {
          const place = placeOf(uri);
          assert.match(place, /^\/(?![/\\])/);
          assert.equal(new URL(`https://tool.example${place}`).host, 'tool.example');
          assert.equal(new URL(place, 'https://tool.example').host, 'tool.example');
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

it('a tool’s origin is https, but on this machine', () => {
  const http = { proto: 'http' };
  assert.equal(originOf({ host: 'wiki.exemple.fr', ...http }), 'https://wiki.exemple.fr');
  assert.equal(originOf({ host: 'wiki.exemple.fr:8443', ...http }), 'https://wiki.exemple.fr:8443');
  for (const host of ['localhost:81', 'wiki.localhost', '127.0.0.1:8']) {
    assert.equal(originOf({ host, ...http }), `http://${host}`);
    assert.equal(originOf({ host, proto: 'https' }), `https://${host}`);
    assert.equal(originOf({ host, proto: '' }), `https://${host}`);
  }
  for (const host of ['localhost.exemple.fr', '127.0.0.1.exemple.fr', 'xlocalhost']) {
    assert.equal(originOf({ host, ...http }), `https://${host}`);
  }
});
