import assert from 'node:assert/strict';
import { it } from 'node:test';
import { dayMs } from '../../core/clock.ts';
import {
  codeCharges,
  codeMailCharges,
  linkMailCharges,
  type Policy,
  passwordCharges,
  policies,
  policiesAsMarkdown,
} from './rules.ts';

const network = { address: '2001:db8::1', near: '2001:db8::/64', wide: '2001:db8::/48' };
const table = Object.entries<Policy>(policies);

it('gives a known browser lanes that no stranger spends from', () => {
  const chargesOf = (known: boolean) => [
    ...passwordCharges({ email: 'a@b.fr', network, deviceId: known ? 'd' : null }),
    ...codeCharges({ accountId: 'a', knownDevice: known }),
    ...codeMailCharges({ accountId: 'a', knownDevice: known }),
    ...linkMailCharges({ email: 'a@b.fr', network, deviceId: known ? 'd' : null }),
  ];
  const strangers = new Set(chargesOf(false).map((charge) => charge.policy));
  for (const { policy } of chargesOf(true)) assert.equal(strangers.has(policy), false, policy);
});

it('asks one thing of the store for a password from a known browser', () => {
  assert.equal(passwordCharges({ email: 'a@b.fr', network, deviceId: 'd' }).length, 1);
});

it('leaves a thief who has the password 1 chance in 10,000 a day at most', () => {
  const { 'code.unknown': unknown, 'code.known': known } = policies;
  assert.ok((unknown.limit + known.limit) * 1e-6 <= 1e-4);
  for (const policy of [unknown, known]) {
    assert.equal(policy.perMs, dayMs);
    // Counted from the first, a stretch over two windows would hold twice as many.
    assert.equal(policy.from, 'last');
  }
});

it('keeps what security.md 48 says of mails', () => {
  for (const lane of ['link-mail.', 'link-mail.known-'] as const) {
    assert.equal(policies[`${lane}hour`].limit, 3);
    assert.equal(policies[`${lane}day`].limit, 10);
  }
});

it('never locks for longer than it remembers: no lock is permanent', () => {
  for (const [name, policy] of table) {
    if (policy.kind === 'window') continue;
    assert.ok(policy.delaysMs.length > 1, name);
    assert.ok(
      policy.delaysMs.every((delay, i) => delay > (policy.delaysMs[i - 1] ?? 0)),
      name,
    );
    assert.ok(policy.delaysMs.at(-1)! < policy.forgetAfterMs, name);
  }
});

it('documents every budget', () => {
  const page = policiesAsMarkdown();
  for (const [name, { about }] of table) assert.ok(page.includes(`| \`${name}\` | ${about} |`), name);
  assert.match(page, /80 per 24 h, counted from the last one/);
  assert.match(page, /5 free, then a wait of 1 min, 2 min, 4 min, 8 min, 15 min, 30 min, 1 h after each/);
});
