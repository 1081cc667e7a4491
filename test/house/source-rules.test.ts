import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { checkAttributions, checkLicences } from '../../scripts/check/licences.ts';
import { checkSource } from '../../scripts/check/source-rules.ts';
import { checkText } from '../../scripts/check/text-rules.ts';

const refused: [file: string, source: string][] = [
  ['src/ui/page.ts', 'html.raw`<b>name</b>`'],
  ['src/ui/page.ts', 'process.env.PORT'],
  ['src/ui/page.ts', "process['env']"],
  ['src/ui/page.ts', "import { env } from 'node:process'"],
  ['src/ui/page.ts', 'Date.now()'],
  ['src/ui/page.ts', 'new Date()'],
  ['src/ui/page.ts', 'new Date'],
  ['src/ui/page.ts', 'Date()'],
  ['src/ui/page.ts', 'Math.random()'],
  ['src/ui/page.ts', "import { randomBytes as bytes } from 'node:crypto'"],
  ['src/ui/page.ts', 'crypto.randomUUID()'],
  ['src/identity/codes/service.ts', "tx.selectFrom('codes')"],
  ['src/core/ids.test.ts', "it.skip('x', () => {})"],
  ['src/core/ids.test.ts', "it('x', { todo: true }, () => {})"],
  ['src/core/ids.test.ts', "it('x', (t) => { t.skip(); })"],
  ['test/journeys/a.test.ts', "test.describe.only('x', () => {})"],
  ['test/journeys/a.test.ts', 'test.fixme()'],
];

const accepted: [file: string, source: string][] = [
  ['src/config.ts', 'process.env.PORT'],
  ['src/core/clock.ts', 'Date.now()'],
  ['src/ui/page.ts', 'new Date(at) // unlike Date.now()'],
  ['src/platform/db/sqlite.ts', 'Math.random()'],
  ['src/identity/codes/store.ts', "tx.selectFrom('codes')"],
  ['test/support/portal.ts', 'process.env.PATH; Date.now(); options.only'],
];

describe('our own rules', () => {
  for (const [file, source] of refused) {
    it(`refuse ${source} in ${file}`, () => assert.equal(checkSource(file, source).length, 1));
  }
  for (const [file, source] of accepted) {
    it(`accept ${source} in ${file}`, () => assert.deepEqual(checkSource(file, source), []));
  }

  it('refuse words that put work off', () => {
    for (const word of ['TO' + 'DO', 'FIX' + 'ME', 'X'.repeat(3), 'HA' + 'CK']) {
      assert.equal(checkText('docs/errors.md', `fine\n${word}: later`)[0]?.where, 'docs/errors.md:2');
    }
  });

  it('refuse long files, except words, pages, migrations and tests', () => {
    const lines = (count: number) => 'x\n'.repeat(count);
    assert.equal(checkText('src/ui/browser/reveal.ts', lines(60)).length, 1);
    assert.equal(checkText('src/ui/browser/reveal.ts', lines(59)).length, 0);
    assert.equal(checkText('src/app.ts', lines(301)).length, 1);
    for (const file of ['src/ui/words/fr.ts', 'src/portal/pages.ts', 'src/app.test.ts']) {
      assert.deepEqual(checkText(file, lines(900)), []);
    }
  });

  it('refuse a licence that asks more than we give, or none', () => {
    const locked = (name: string, licence: object) =>
      checkLicences(JSON.stringify({ packages: { '': {}, [`node_modules/${name}`]: licence } }));
    assert.equal(locked('a', { license: 'GPL-3.0-only' }).length, 1);
    assert.equal(locked('a', {}).length, 1);
    assert.equal(locked('axe-core', { license: 'MPL-2.0' }).length, 1);
    assert.equal(locked('other', { license: 'MPL-2.0', dev: true }).length, 1);
    assert.equal(locked('axe-core', { license: 'MPL-2.0', dev: true }).length, 0);
    assert.equal(locked('a', { license: '(MIT OR GPL-3.0-only)' }).length, 0);
    assert.equal(locked('a', { license: 'MIT AND GPL-3.0-only' }).length, 1);
  });

  it('want data that ask for a name to be named', () => {
    const name = '@ip-location-db/geo-whois-asn-country-mmdb';
    const lockfile = JSON.stringify({ packages: { [`node_modules/${name}`]: { license: 'CC0-1.0' } } });
    assert.equal(checkAttributions(lockfile, 'Poterne').length, 1);
    assert.equal(checkAttributions(lockfile, `${name} is CC BY`).length, 1);
    const notice = readFileSync(new URL('../../NOTICE', import.meta.url), 'utf8');
    assert.deepEqual(checkAttributions(lockfile, notice), []);
    assert.deepEqual(checkAttributions('{"packages":{}}', 'Poterne'), []);
  });
});
