import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { hourMs } from '../core/clock.ts';
import { createKeyRing } from '../core/key-ring.ts';
import { newToken } from '../core/tokens.ts';
import { type Aim, createAims } from './aims.ts';

const browser = newToken();
let now = 1_700_000_000_000;
const aims = createAims({ keyRing: createKeyRing([randomBytes(32)]), clock: { now: () => now } });
const aim: Aim = { next: '/outil/abc', away: true, hint: 'a b@exemple.fr', ask: 'code' };

describe('aims', () => {
  it('says again what was sealed, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.boolean(), (next, hint, away) => {
        const text = aims.seal({ aim: { next, hint, away }, browser });
        assert.deepEqual(aims.open({ text, browser }), { next, hint, away });
      }),
      { numRuns: 200 },
    );
  });

  it('is worthless in another browser', () => {
    const text = aims.seal({ aim, browser });
    assert.equal(aims.open({ text, browser: newToken() }), null);
  });

  it('is worthless an hour later', () => {
    const text = aims.seal({ aim, browser });
    now += hourMs - 1;
    assert.deepEqual(aims.open({ text, browser }), aim);
    now += 1;
    assert.equal(aims.open({ text, browser }), null);
  });

  it('is never what somebody else wrote', () => {
    const foreign = createAims({ keyRing: createKeyRing([randomBytes(32)]), clock: { now: () => now } });
    const texts = ['', '{"next":"https://evil.example"}', 'x'.repeat(5_000), foreign.seal({ aim, browser })];
    for (const text of texts) assert.equal(aims.open({ text, browser }), null, text.slice(0, 40));
  });

  it('reads the address of a request, one value of it', () => {
    const text = aims.seal({ aim, browser });
    const of = (query: unknown) => aims.of({ query } as never, browser);
    assert.deepEqual(of({ suite: text }), aim);
    for (const query of [{}, undefined, { suite: [text, text] }, { suite: { a: text } }, { next: text }]) {
      assert.equal(of(query), null);
    }
  });
});
