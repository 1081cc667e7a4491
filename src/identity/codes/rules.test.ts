import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { parseCode } from './rules.ts';

const separators = [
  ' ',
  '\t',
  '\n',
  '\u00a0',
  '\u202f',
  '\u2009',
  '\u3000',
  '\u200b',
  '\ufeff',
  '-',
  '\u2011',
  '\u2013',
  '\u2014',
  '\u00ad',
  '\u2212',
];
const separator = fc.array(fc.constantFrom(...separators), { maxLength: 4 }).map((all) => all.join(''));
const six = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 6, maxLength: 6 });

it('reads six digits whatever spaces and hyphens stand between, in full width too', () => {
  fc.assert(
    fc.property(
      six,
      fc.array(separator, { minLength: 7, maxLength: 7 }),
      fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
      (digits, gaps, wide) => {
        const typed = digits.map(
          (digit, i) => gaps[i]! + (wide[i] ? String.fromCharCode(0xff10 + digit) : digit),
        );
        assert.deepEqual(parseCode(typed.join('') + gaps[6]), { ok: true, code: digits.join('') });
      },
    ),
  );
});

it('gives six ASCII digits or a reason, for any text', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: fc.constantFrom('1', '٣', '²', '①', '𝟙', ' ', 'a') }),
      ),
      (text) => {
        const parsed = parseCode(text);
        if (parsed.ok) assert.match(parsed.code, /^[0-9]{6}$/);
        const asciiOnly = /^[\s0-9-]*$/.test(text) && text.replace(/[\s-]/g, '').length === 6;
        if (asciiOnly && text.length <= 100) assert.equal(parsed.ok, true);
      },
    ),
    { numRuns: 100 },
  );
});

it('says empty when nothing was typed', () => {
  for (const text of ['', ' ', '\u00a0\t', ' - '])
    assert.deepEqual(parseCode(text), { ok: false, reason: 'empty' });
});

it('refuses everything else', () => {
  const others = [
    '12345',
    '1234567',
    '12345a',
    'O12345',
    '12345.6',
    '+12345',
    '1e5000',
    '١٢٣٤٥٦',
    '¹²³⁴⁵⁶',
    '①②③④⑤⑥',
    '𝟏𝟐𝟑𝟒𝟓𝟔',
    '123456\0',
    '１２３４５',
    '0x1234',
    `${' '.repeat(95)}123456`,
  ];
  for (const text of others) assert.deepEqual(parseCode(text), { ok: false, reason: 'not-six-digits' }, text);
});
