import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sampleView } from '../../test/support/pages.ts';
import { errorPage } from './error-page.ts';
import { type ErrorKey, errors } from './errors.ts';
import { errorsAsMarkdown } from './errors-doc.ts';

const keys = Object.keys(errors) as ErrorKey[];
const now = Date.parse('2026-11-21T08:42:00Z');
const view = sampleView('fr');

describe('the catalogue of dead ends', () => {
  it('never uses a code twice', () => {
    const codes = keys.map((key) => errors[key].code);
    assert.equal(new Set(codes).size, codes.length);
  });

  it('gives each one its code, a way on and the help desk’s contact', () => {
    for (const error of keys) {
      const page = String(errorPage(view, { error, now }));
      assert.ok(page.includes(errors[error].code), error);
      assert.match(page, /class="btn btn-1" href="\/[^"]*"/, error);
      assert.match(page, /mailto:aide@exemple\.fr/, error);
      assert.match(page, /href="tel:0123456789"/, error);
    }
  });

  it('says until when, in words and by the clock', () => {
    const page = String(errorPage(view, { error: 'too-many-tries', now, until: now + 15 * 60_000 }));
    assert.match(page.replace(/\s/g, ' '), /Vous pourrez réessayer dans 15 minutes, à 9:57\./);
    assert.match(page, /href="\/mot-de-passe-oublie"/);
    const past = String(errorPage(view, { error: 'too-many-tries', now, until: now - 1 }));
    assert.doesNotMatch(past, /Vous pourrez réessayer/);
  });

  it('quotes the incident of a fault, and lets a caller choose the ways on', () => {
    const page = String(
      errorPage(view, {
        error: 'link-expired',
        now,
        incident: 'A1B2',
        actions: ['sign-up'],
        hrefs: { 'sign-up': '/x' },
      }),
    );
    assert.match(page, /A1B2/);
    assert.match(page, /class="btn btn-1" href="\/x"/);
    assert.doesNotMatch(page, /mot-de-passe-oublie/);
  });

  it('is documented whole, in both languages', () => {
    const text = errorsAsMarkdown();
    for (const key of keys) assert.ok(text.includes(`## ${errors[key].code} ${key}`), key);
    assert.equal(text.match(/\*\*Français\.\*\*/g)?.length, keys.length);
    assert.equal(text.match(/\*\*English\.\*\*/g)?.length, keys.length);
  });
});
