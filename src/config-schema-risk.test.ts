import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { readConfig, readPolicy } from './config-read.ts';

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'poterne-config-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

function read(yaml: string) {
  const file = join(folder, 'poterne.yaml');
  writeFileSync(file, yaml);
  return readConfig({
    env: { DATA_DIR: folder, POTERNE_CONFIG: file, SMTP_URL: 'smtp://127.0.0.1:25' },
    purpose: 'check',
  });
}

function good(yaml: string) {
  const result = read(yaml);
  assert.ok(result.ok);
  return result;
}

describe('the configuration of the risk engine', () => {
  it('watches first, aims at 3 %, and knows countries, where nothing is said', () => {
    const { risk, places } = good('').config;
    assert.deepEqual(risk, { mode: 'auto', target: 0.03, threshold: null });
    assert.deepEqual(places, { country: 'bundled', network: null, city: null });
  });

  it('reads a policy', () => {
    const given = (yaml: string) => good(`risk: ${yaml}`).config.risk;
    assert.deepEqual(given('{ mode: shadow, target: 0.5%, threshold: -2.5 }'), {
      mode: 'shadow',
      target: 0.005,
      threshold: -2.5,
    });
    assert.deepEqual(given('{ mode: on, target: "3,5 %", threshold: learned }'), {
      mode: 'on',
      target: 0.035,
      threshold: null,
    });
  });

  it('finds files beside poterne.yaml, and notes those that are not there yet', () => {
    writeFileSync(join(folder, 'country.mmdb'), '');
    const { config, notes } = good(
      'places: { country: country.mmdb, network: /nowhere/asn.mmdb, city: off }',
    );
    assert.deepEqual(config.places, {
      country: join(folder, 'country.mmdb'),
      network: '/nowhere/asn.mmdb',
      city: null,
    });
    assert.deepEqual(
      notes.map(({ key }) => key),
      ['places.network'],
    );
  });

  const wrong: [yaml: string, key: string, fix: RegExp][] = [
    ['risk: { mode: off }', 'risk.mode', /auto, shadow, on/],
    ['risk: { mode: enforce }', 'risk.mode', /auto, shadow, on/],
    ['risk: { target: 3 }', 'risk.target', /for example 3%/],
    ['risk: { target: 0% }', 'risk.target', /from 0.1% to 50%/],
    ['risk: { target: 51% }', 'risk.target', /from 0.1% to 50%/],
    ['risk: { threshold: high }', 'risk.threshold', /from -40 to 60/],
    ['risk: { threshold: .nan }', 'risk.threshold', /from -40 to 60/],
    ['risk: { tresh: 1 }', 'risk.tresh', /mode, target, threshold/],
    ['places: { country: "" }', 'places.country', /one line/],
    ['places: { network: 7 }', 'places.network', /one line/],
    ['places: { asn: a.mmdb }', 'places.asn', /country, network, city/],
  ];
  for (const [yaml, key, fix] of wrong) {
    it(`refuses ${yaml}`, () => {
      const result = read(yaml);
      assert.ok(!result.ok);
      assert.equal(result.problems[0]?.key, key);
      assert.match(result.problems[0].fix.en, fix);
    });
  }
});

describe('a policy to try on history', () => {
  it('is the risk and codes of a file, with the usual defaults', () => {
    const text = 'risk: { target: 5% }\ncodes: { knownDevice: 60d }\n';
    assert.deepEqual(readPolicy(text, 'other.yaml'), {
      ok: true,
      policy: {
        risk: { mode: 'auto', target: 0.05, threshold: null },
        codes: { knownDeviceDays: 60, unknownDays: 30 },
      },
    });
  });

  it('may be a whole poterne.yaml', () => {
    const result = readPolicy('brand: { name: Acme }\nrisk: { mode: on }\n', 'poterne.yaml');
    assert.equal(result.ok && result.policy.risk.mode, 'on');
  });

  it('says what is wrong in the words of the configuration, and where', () => {
    const result = readPolicy('risk: { target: 3 }', 'other.yaml');
    assert.equal(!result.ok && result.problems[0]?.key, 'risk.target');
    const broken = readPolicy('risk:\n  mode: [', 'other.yaml');
    assert.equal(!broken.ok && broken.problems[0]?.key.startsWith('other.yaml:'), true);
  });

  it('never throws, whatever the text', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof readPolicy(`risk: ${text}`, 'x').ok === 'boolean'));
  });
});
