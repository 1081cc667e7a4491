import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { FastifyRequest } from 'fastify';
import { refuseCrossSite } from './guards.ts';
import { Refusal } from './refusals.ts';

const origin = 'https://connexion.exemple.fr';
const asked = (method: string, headers: Record<string, string>) =>
  ({ method, headers }) as unknown as FastifyRequest;
const passes = (headers: Record<string, string>, method = 'POST') => {
  try {
    refuseCrossSite(asked(method, headers), origin);
    return true;
  } catch (error) {
    assert.ok(error instanceof Refusal && error.reason === 'cross-site');
    return false;
  }
};

it('believes Fetch Metadata, where there is any, before Origin', () => {
  assert.ok(passes({ 'sec-fetch-site': 'same-origin' }));
  assert.ok(passes({ 'sec-fetch-site': 'none' }));
  for (const site of ['cross-site', 'same-site', '', 'SAME-ORIGIN', 'anything']) {
    assert.equal(passes({ 'sec-fetch-site': site, origin }), false, site);
  }
});

it('believes Origin where there is no Fetch Metadata: ours to the letter, and nothing like it', () => {
  assert.ok(passes({ origin }));
  assert.ok(passes({}));
  for (const from of [
    'null',
    '',
    'http://connexion.exemple.fr',
    'https://connexion.exemple.fr:8443',
    'https://connexion.exemple.fr.autre.fr',
    'https://autre.fr',
    `${origin}/`,
  ]) {
    assert.equal(passes({ origin: from }), false, from);
  }
});

it('lets any site lead here by reading, and change nothing by any other method', () => {
  for (const method of ['GET', 'HEAD', 'OPTIONS'])
    assert.ok(passes({ 'sec-fetch-site': 'cross-site' }, method));
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'PURGE']) {
    assert.equal(passes({ 'sec-fetch-site': 'cross-site' }, method), false, method);
  }
});
