import assert from 'node:assert/strict';
import { it } from 'node:test';
import { acrs } from '../../identity/sessions/rules.ts';
import { decide, type Question } from './rules.ts';

const [, code, factor] = acrs;
const askedAt = 1_000_000;
const email = 'jeanne@exemple.fr';
const here = (more = {}) => ({
  accountId: 'jeanne',
  amr: ['pwd'],
  createdAt: askedAt - 1,
  account: { email },
  ...more,
});
const since = here({ createdAt: askedAt });
const question = (more: Partial<Question> = {}): Question => ({
  prompt: 'login',
  reasons: ['no_session'],
  acr: null,
  askedAt,
  tried: false,
  accountId: null,
  isAnother: false,
  ...more,
});

it('sends whoever is not signed in to sign in, with the address that the tool knows', () => {
  assert.deepEqual(decide(question(), null), { to: 'sign-in', way: { hint: undefined } });
  assert.deepEqual(decide(question({ hint: email }), null), { to: 'sign-in', way: { hint: email } });
  const strong = { acr: { values: [factor], essential: false } };
  assert.deepEqual(decide(question(strong), null), {
    to: 'sign-in',
    way: { hint: undefined, ask: 'factor' },
  });
});

it('goes on at once when somebody is signed in and nothing more is wanted', () => {
  assert.deepEqual(decide(question(), here()), { to: 'go-on' });
});

it('wants a new sign-in where one is asked for, and takes the one that followed', () => {
  const login = question({ reasons: ['login_prompt'] });
  assert.deepEqual(decide(login, here()), { to: 'sign-in', way: { hint: email, fresh: true } });
  assert.deepEqual(decide(login, since), { to: 'go-on' });
  const age = question({ reasons: ['max_age'] });
  assert.deepEqual(decide(age, here()), { to: 'sign-in', way: { who: email, fresh: true } });
  const choose = question({ prompt: 'select_account', reasons: ['select_account_prompt'] });
  assert.deepEqual(decide(choose, here()), { to: 'sign-in', way: { hint: undefined, fresh: true } });
});

it('asks once for somebody else, then tells the tool that it could not be', () => {
  const other = { reasons: ['id_token_hint'], isAnother: true };
  assert.deepEqual(decide(question(other), here()), {
    to: 'sign-in',
    way: { hint: undefined, fresh: true },
  });
  assert.deepEqual(decide(question({ ...other, isAnother: false }), since), { to: 'go-on' });
  assert.deepEqual(decide(question(other), since), {
    to: 'give-up',
    error: 'login_required',
  });
});

it('makes a sign-in stronger where it can, and only insists where the tool does', () => {
  const wanted = { reasons: ['acr'], acr: { values: [factor], essential: false } };
  const way = { who: email, fresh: true, ask: 'factor' };
  assert.deepEqual(decide(question(wanted), here()), { to: 'sign-in', way });
  assert.deepEqual(decide(question(wanted), since), { to: 'go-on' });
  const must = { ...wanted, acr: { values: [code], essential: true } };
  assert.deepEqual(decide(question({ ...must, tried: true }), since), {
    to: 'give-up',
    error: 'unmet_authentication_requirements',
  });
  assert.deepEqual(decide(question({ ...must, tried: true }), here({ amr: ['pwd', 'mail'] })), {
    to: 'go-on',
  });
});

it('tells at once when what must be is nothing that anybody here can have', () => {
  const never = question({ acr: { values: ['urn:other'], essential: true } });
  const told = { to: 'give-up', error: 'unmet_authentication_requirements' };
  assert.deepEqual(decide(never, null), told);
  assert.deepEqual(decide(never, here()), told);
});

it('shows the refusal and the consent to the person that they are about, and to no other', () => {
  for (const [prompt, to] of [
    ['access', 'refusal'],
    ['consent', 'consent'],
  ] as const) {
    assert.deepEqual(decide(question({ prompt, reasons: [], accountId: 'jeanne' }), here()), { to });
    const paul = here({ accountId: 'paul' });
    assert.deepEqual(decide(question({ prompt, reasons: [], accountId: 'jeanne' }), paul), { to: 'go-on' });
    assert.equal(decide(question({ prompt, reasons: [], accountId: 'jeanne' }), null).to, 'sign-in');
  }
});
