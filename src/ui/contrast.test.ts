import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { defaultBrand } from './brand.ts';
import { buttonShades, colourWarnings, contrast, linkShades, parseColour, plainColour } from './contrast.ts';

const anyColour = fc
  .tuple(fc.nat(255), fc.nat(255), fc.nat(255))
  .map((rgb) => `#${rgb.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`);

describe('contrast', () => {
  it('is WCAG’s', () => {
    assert.equal(contrast('#000', '#fff'), 21);
    assert.equal(contrast('#0b7a45', '#ffffff').toFixed(2), '5.41');
    assert.equal(contrast('#1a56c4', '#ffffff').toFixed(2), '6.62');
  });

  it('finds nothing to say about the guide’s colours', () => {
    assert.deepEqual(colourWarnings(defaultBrand.colours), []);
  });

  it('warns of colours that do not read, and names them', () => {
    const warnings = colourWarnings({ primary: '#ffd400', link: '#7fb2ff' });
    assert.deepEqual(
      warnings.map(({ name, ratio }) => [name, ratio.toFixed(2)]),
      [
        ['primary', '1.43'],
        ['link', '2.16'],
      ],
    );
  });

  it('refuses what is not a colour: it would reach the style sheet', () => {
    for (const text of ['red', '#12', '#0b7a45;}body{display:none', 'url(x)', ''])
      assert.equal(parseColour(text), null);
    assert.throws(() => buttonShades('red', 'light'));
  });

  it('writes a colour one way', () => {
    assert.equal(plainColour('#0AF'), '#00aaff');
    assert.equal(plainColour(' #0B7A45'), '#0b7a45');
    assert.equal(plainColour('red'), null);
  });

  it('keeps text readable on any button, at rest, hovered and pressed', () => {
    fc.assert(
      fc.property(anyColour, fc.constantFrom('light', 'dark'), (colour, theme) => {
        const { base, hover, active, on } = buttonShades(colour, theme as 'light');
        const rest = contrast(base, on);
        return rest >= 4.5 && contrast(hover, on) >= rest && contrast(active, on) >= rest;
      }),
    );
  });

  it('lightens links until they read on a dark surface', () => {
    fc.assert(
      fc.property(anyColour, (colour) => contrast(linkShades(colour, 'dark').base, '#141c2b') >= 4.5),
    );
  });
});
