import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { dayMs } from '../../../core/clock.ts';
import { createFreeman } from './freeman.ts';
import type { SignIn } from './sign-in.ts';

type Row = [
  user: number,
  address: string,
  network: number,
  country: string,
  text: string,
  browser: string,
  system: string,
  device: string,
];
type Golden = { num_users: number; history: Row[]; cases: { attempt: Row; score: number }[] };

const golden = JSON.parse(
  readFileSync(new URL('./golden/freeman-golden.json', import.meta.url), 'utf8'),
) as Golden;
const signals = { device: null, system: null, browser: null, variant: null };

const signIn = ([user, address, network, country, text, browser, system, device]: Row, at = 0): SignIn => ({
  at,
  user: String(user),
  place: { country, network: String(network), prefix: null, address },
  agent: { text, browser, system, device, signals, version: null },
  token: null,
});

describe('the Freeman baseline', () => {
  const freeman = createFreeman();
  for (const row of golden.history) freeman.learn(signIn(row));

  it('has every case of the reference implementation', () => {
    assert.equal(golden.cases.length, 42);
    assert.equal(new Set(golden.history.map(([user]) => user)).size, golden.num_users);
  });

  for (const [index, { attempt, score }] of golden.cases.entries()) {
    it(`agrees with the reference implementation to 1e-12: case ${index + 1}`, () => {
      const ours = freeman.score(signIn(attempt))!;
      assert.ok(Math.abs(ours - score) <= 1e-12 * Math.max(1, Math.abs(score)), `${ours} ≠ ${score}`);
    });
  }

  it('does not score a first sign-in', () => {
    assert.equal(freeman.score(signIn([999, '192.0.2.1', 1, 'FR', 'x', 'x', 'x', 'x'])), null);
  });

  it('forgets after six months as if it had never been', () => {
    const rows = golden.history.slice(0, 60);
    const [late, fresh] = [createFreeman(), createFreeman()];
    for (const row of golden.history.slice(100)) late.learn(signIn(row, 0));
    for (const row of rows) for (const one of [late, fresh]) one.learn(signIn(row, 200 * dayMs));
    for (const { attempt } of golden.cases) {
      const at = 200 * dayMs;
      assert.equal(late.score(signIn(attempt, at)), fresh.score(signIn(attempt, at)));
    }
  });
});
