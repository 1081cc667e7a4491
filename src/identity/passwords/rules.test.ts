import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isRepeatsOrSequences } from './patterns.ts';
import {
  classesIn,
  codePoints,
  folded,
  holdsWord,
  parsePassword,
  personalWords,
  readPassword,
} from './rules.ts';

const anyText = (limits: { minLength: number; maxLength: number }) =>
  fc.string({ unit: 'binary', ...limits }).filter((text) => text.isWellFormed() && !text.includes('\0'));
const refusal = (text: unknown, role?: 'member' | 'operator' | 'admin') => {
  const parsed = parsePassword(text, role);
  return parsed.ok ? null : parsed.reason;
};

describe('a password as typed', () => {
  it('is kept whole: NFC is all that is done to it', () => {
    fc.assert(
      fc.property(anyText({ minLength: 60, maxLength: 100 }), (text) => {
        const parsed = parsePassword(text);
        assert.ok(parsed.ok);
        assert.equal(parsed.password, text.normalize('NFC'));
      }),
    );
  });

  it('keeps its spaces, cases and signs at both ends', () => {
    fc.assert(
      fc.property(fc.constantFrom(' ', '\t', '\n', '\u00a0', '<', "'", '"', '&'), (edge) => {
        const text = `${edge}Une poterne <b>${edge}`;
        assert.deepEqual(parsePassword(text), { ok: true, password: text });
      }),
    );
  });

  it('is the same however its accents were typed, and reading it again changes nothing', () => {
    fc.assert(
      fc.property(anyText({ minLength: 1, maxLength: 60 }), (text) => {
        const composed = readPassword(text);
        assert.ok(composed.ok);
        assert.deepEqual(readPassword(text.normalize('NFD')), composed);
        assert.deepEqual(readPassword(composed.password), composed);
      }),
    );
  });

  it('is counted in code points, from 13 to 256', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('a', 'é', '漢', '👩', '𝔭', ' '),
        fc.integer({ min: 1, max: 300 }),
        (one, length) => {
          const text = one.repeat(length);
          assert.equal(codePoints(text), length);
          assert.equal(refusal(text), length < 13 ? 'too-short' : length > 256 ? 'too-long' : null);
        },
      ),
    );
    assert.equal(refusal('👩'.repeat(256)), null);
    assert.equal(refusal('👩'.repeat(257)), 'too-long');
  });

  it('needs 15 code points for operators and administrators', () => {
    for (const role of ['operator', 'admin'] as const) {
      assert.equal(refusal('un mot à treiz', role), 'too-short');
      assert.equal(refusal('un mot à treize', role), null);
    }
  });

  it('is refused when it is empty, no text, broken text, or hopelessly long', () => {
    assert.equal(refusal(''), 'empty');
    for (const bad of [
      null,
      undefined,
      7,
      {},
      ['a'],
      'a\0bcdefghijklmnop',
      'abcdefghijklm\ud800',
      '\udc00abcdefghijklm',
    ]) {
      assert.equal(refusal(bad), 'not-text');
    }
    assert.equal(refusal('a'.repeat(10_000_000)), 'too-long');
  });

  it('may be short when it is only read, for signing in', () => {
    assert.equal(readPassword('court').ok, true);
  });
});

describe('classes', () => {
  it('are counted in every script', () => {
    assert.equal(classesIn('abc'), 1);
    assert.equal(classesIn('abÉ'), 2);
    assert.equal(classesIn('ab É9'), 4);
  });
});

describe('repeats and sequences', () => {
  const refused = [
    'aaaaaaaaaaaaa',
    '-------------',
    'abababababababab',
    'passwordpassword',
    'Chat7Chat7Chat7Chat7',
    'abcdefghijklmn',
    'zyxwvutsrqpon',
    'xyzabcdefghijk',
    '12345678901234',
    '98765432109876',
    '0000111122223333',
    'aaaabbbbccccdddd',
    'azertyuiopqsd',
    'AzErTyUiOp123',
    'azertyuiop12!',
    'qwertyuiopasdf',
    'poiuytrezamlkj',
    '1qaz2wsx3edc4rfv',
    '1a2z3e4r5t6y7u',
    'q1w2e3r4t5y6u7',
    'a-z-e-r-t-y-u-i-o-p',
    'a z e r t y u i o p q s d',
    'qsdfghjklmwxcvbn',
    'abc123abc123abc',
  ];
  for (const password of refused) it(`refuses ${password}`, () => assert.ok(isRepeatsOrSequences(password)));

  it('leaves phrases and random texts alone', () => {
    const kept = [
      'Une poterne, la nuit',
      'abcd est mon chat noir',
      'Xk9$vLq2!mRtZ',
      'trois petits chats 123',
      '漢字仮名交文例示難読地名表',
    ];
    for (const password of kept) assert.equal(isRepeatsOrSequences(password), false, password);
  });

  it('refuses any block said again and again', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 6 }),
        fc.integer({ min: 2, max: 5 }),
        (block, times) => {
          const text = block.repeat(Math.ceil(13 / block.length)).repeat(times);
          assert.ok(isRepeatsOrSequences(text), text);
        },
      ),
    );
  });

  it('stays fast on the longest password', () => {
    const from = performance.now();
    for (const text of ['a1'.repeat(128), `${'a'.repeat(255)}b`, 'azerty'.repeat(43).slice(0, 256)])
      isRepeatsOrSequences(text);
    assert.ok(performance.now() - from < 100);
  });
});

describe('words that a password must not hold', () => {
  const person = personalWords({ name: 'Zoé Lefèvre-Martin', email: 'z.lefevre+poterne@atelier-cuir.fr' });

  it('are the parts of the name and of the e-mail, folded', () => {
    for (const word of [
      'zoe',
      'lefevre',
      'martin',
      'zoelefevremartin',
      'zlefevrepoterne',
      'poterne',
      'ateliercuir',
    ]) {
      assert.ok(person.includes(word), `${word} in ${person}`);
    }
    assert.deepEqual(personalWords({ name: 'Bo Li', email: 'b@gmail.com' }), ['boli']);
  });

  it('are found whatever their case, accents and separators', () => {
    for (const password of [
      'LEFÈVRE au marché',
      'au marché, L e f e v r e',
      'l.e.f.è.v.r.e dort bien',
      'MARTIN-pecheur-bleu',
      'mon atelier_cuir va bien',
    ]) {
      assert.ok(holdsWord(password, person), password);
    }
    assert.equal(holdsWord('Une clairière, la nuit', person), false);
  });

  it('stand alone or at an end when they are short', () => {
    assert.equal(holdsWord('ma pipeline de gaz', ['Line']), false);
    for (const password of ['ma belle Line 1987', 'line1987 au marché', 'au marché avec line']) {
      assert.ok(holdsWord(password, ['Line']), password);
    }
  });

  it('fold the same for the brand', () => {
    assert.ok(holdsWord('vive l’Op-Commerce 2026', ['l’Opcommerce', 'Opcommerce']));
    assert.equal(folded('Œuvre d’Été'), 'oeuvredete');
    assert.equal(holdsWord('tout sauf cela ici', ['', ' ', 'e']), false);
  });
});
