import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { appSheet, createAssets, script, styleSheet } from './assets.ts';
import { defaultBrand } from './brand.ts';

describe('assets', () => {
  it('have names that change with their content, and only then', () => {
    const one = createAssets(defaultBrand).paths;
    const same = createAssets({ ...defaultBrand }).paths;
    const other = createAssets({ ...defaultBrand, colours: { primary: '#7a0b45', link: '#1a56c4' } }).paths;
    assert.deepEqual(one, same);
    assert.notEqual(one.css, other.css);
    assert.equal(one.js, other.js);
    assert.match(one.css, /^\/assets\/poterne-[\w-]{12}\.css$/);
  });

  it('say the same in every encoding', async () => {
    const assets = createAssets(defaultBrand);
    for (const path of Object.values(assets.paths)) {
      const asset = assets.find(path);
      assert.ok(asset);
      const plain = await asset.body('identity');
      assert.deepEqual(brotliDecompressSync(await asset.body('br')), plain);
      assert.deepEqual(gunzipSync(await asset.body('gzip')), plain);
      assert.equal(await asset.body('br'), await asset.body('br'), 'compressed once');
    }
    assert.equal(assets.find('/assets/poterne-000000000000.css'), null);
    assert.equal(assets.find('/assets/../package.json'), null);
  });

  it('take the operator’s logo, and refuse what is not a picture', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'poterne-logo-'));
    const logoFile = join(folder, 'logo.png');
    writeFileSync(logoFile, 'a picture');
    const assets = createAssets({ ...defaultBrand, logoFile });
    const logo = assets.find(assets.paths.logo);
    assert.equal(logo?.type, 'image/png');
    assert.equal(String(await logo?.body('identity')), 'a picture');
    assert.throws(
      () => createAssets({ ...defaultBrand, logoFile: join(folder, 'logo.html') }),
      /must be svg/,
    );
  });
});

describe('the style sheet', () => {
  const css = styleSheet(defaultBrand);

  it('orders its layers, and leaves the guide’s colours alone', () => {
    assert.ok(css.startsWith('@layer tokens,base,fields,pages;@layer tokens{:root{'));
    assert.equal(css.match(/--green:/g)?.length, 2);
    assert.ok(!css.includes('/*'));
    assert.equal(css.match(/\{/g)?.length, css.match(/\}/g)?.length);
  });

  it('gives an operator’s colours shades for both themes', () => {
    const own = styleSheet({ ...defaultBrand, colours: { primary: '#7a0b45', link: '#5b2ac0' } });
    assert.match(own, /@layer tokens\{:root\{--green:#7a0b45;--green-hover:#[0-9a-f]{6};[^}]*--blue:#5b2ac0/);
    assert.match(own, /prefers-color-scheme:dark\)\{:root\{--green:#[0-9a-f]{6};[^}]*\}\}\}$/);
    assert.throws(() => styleSheet({ ...defaultBrand, colours: { primary: 'red}', link: '#1a56c4' } }));
  });

  it('styles nothing that no page draws', () => {
    const folders = [
      './',
      './browser/',
      '../journeys/',
      '../portal/',
      '../my-account/',
      '../oidc/',
      '../forward-auth/',
    ]
      .map((path) => new URL(path, import.meta.url))
      .filter((folder) => existsSync(folder));
    const sources = folders.flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
        .map((name) => readFileSync(new URL(name, folder), 'utf8')),
    );
    const drawn = sources.join('\n');
    const classes = new Set(
      [...(css + appSheet()).matchAll(/\.([a-z][\w-]*)(?=[^{}]*\{)/g)].map((match) => match[1] ?? ''),
    );
    const unused = [...classes].filter((name) => !new RegExp(`['" ]${name}['" $]`).test(drawn));
    assert.deepEqual(unused, []);
  });
});

describe('the script', () => {
  it('is plain JavaScript, each module in a block of its own', () => {
    const text = script();
    assert.doesNotThrow(() => new Function(text));
    assert.doesNotMatch(text, /\b(?:import|export)\b|innerHTML|eval\(/);
    assert.equal(text.match(/^\{/gm)?.length, readdirSync(new URL('./browser/', import.meta.url)).length);
  });

  it('comes from modules of fewer than 60 lines', () => {
    const folder = new URL('./browser/', import.meta.url);
    for (const name of readdirSync(folder)) {
      assert.ok(readFileSync(new URL(name, folder), 'utf8').split('\n').length <= 60, name);
    }
  });

  it('holds no words: they come from fr.ts and en.ts', () => {
    assert.doesNotMatch(script(), /mot de passe|password is|Renvoyer|Verr/i);
  });
});
