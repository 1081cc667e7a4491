import assert from 'node:assert/strict';
import { it } from 'node:test';
import { acrs } from '../identity/sessions/rules.ts';
import { acrAsked, answerAcr, askFor } from './rules.ts';

const [password, code, factor] = acrs;
const asked = (values: string[], essential = false) => ({ values, essential });

it('reads how strong a sign-in a tool asks for, from its scope of words or from its claims', () => {
  assert.equal(acrAsked({}), null);
  assert.equal(acrAsked({ acr_values: '' }), null);
  assert.equal(acrAsked({ claims: '{"userinfo":{}}' }), null);
  assert.deepEqual(acrAsked({ acr_values: `${factor} ${code}` }), asked([factor, code]));
  const claims = (acr: object | null) => JSON.stringify({ id_token: { acr } });
  assert.deepEqual(acrAsked({ claims: claims({ value: code, essential: true }) }), asked([code], true));
  assert.deepEqual(acrAsked({ claims: claims({ values: [code, factor] }) }), asked([code, factor]));
  assert.equal(acrAsked({ claims: claims(null) }), null);
  assert.equal(acrAsked({ claims: claims({ values: 'x', essential: true }) }), null);
});

it('answers with the name that was asked for when the sign-in is at least as strong', () => {
  assert.equal(answerAcr(factor, asked([factor])), factor);
  assert.equal(answerAcr(factor, asked([code])), code);
  assert.equal(answerAcr(factor, asked([password, code])), code);
  assert.equal(answerAcr(code, asked([factor, code])), code);
  assert.equal(answerAcr(code, asked([factor])), null);
  assert.equal(answerAcr(factor, asked(['urn:other'])), null);
});

it('knows what a sign-in must ask for the tool’s first choice, or that nothing would do', () => {
  assert.equal(askFor(asked([factor, code])), 'factor');
  assert.equal(askFor(asked(['urn:other', code])), 'code');
  assert.equal(askFor(asked([password])), 'password');
  assert.equal(askFor(asked(['urn:other'])), null);
});
