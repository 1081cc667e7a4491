import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { samplePages, sampleView } from '../../test/support/pages.ts';

const email = 'mon_adresse_email@gmail.com';
const pages = Object.entries(samplePages(sampleView('fr'), { email, name: 'Camille Lefèvre' })).map(
  ([name, page]) => ({ name, text: String(page) }),
);

type Field = {
  name: string;
  of: string;
  type: string;
  autocomplete: string;
  has(attribute: string): boolean;
};

/** What stands in a form of a page, in its order: each field with what a manager reads of it. */
function fieldsOf(form: string): Field[] {
  return [...form.matchAll(/<input\b([^>]*)>/g)].map(([, attributes = '']) => {
    const value = (attribute: string) =>
      new RegExp(`(?:^|\\s)${attribute}="([^"]*)"`).exec(attributes)?.[1] ?? '';
    return {
      name: value('name'),
      of: value('value'),
      type: value('type'),
      autocomplete: value('autocomplete'),
      has: (attribute) => new RegExp(`\\s${attribute}(?:=|\\s|$)`).test(attributes),
    };
  });
}

const forms = pages.flatMap(({ name, text }) =>
  [...text.matchAll(/<form\b[\s\S]*?<\/form>/g)].map(([form]) => ({
    page: name,
    form,
    fields: fieldsOf(form),
  })),
);
const secrets = (fields: readonly Field[]) => fields.filter(({ type }) => type === 'password');

describe('what password managers find on every page [security.md 44]', () => {
  it('is on every page that asks for a password or a code: each of them is looked at here', () => {
    const root = new URL('../', import.meta.url);
    const drawing = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((file) => /pages\.ts$/.test(file))
      .filter((file) =>
        /\b(?:passwordField|newPasswordFields|codeField|applicationFields)\(|one-time-code/.test(
          readFileSync(new URL(file, root), 'utf8'),
        ),
      );
    const looked = readdirSync(new URL('../../test/support/', import.meta.url))
      .filter((file) => /pages\.ts$/.test(file))
      .map((file) => readFileSync(new URL(`../../test/support/${file}`, import.meta.url), 'utf8'))
      .join('\n');
    assert.ok(drawing.length >= 6, `only ${drawing}`);
    assert.deepEqual(
      drawing.filter((file) => !looked.includes(`src/${file}'`)),
      [],
    );
    assert.ok(forms.filter(({ fields }) => secrets(fields).length > 0).length >= 8);
    assert.ok(forms.filter(({ form }) => form.includes('one-time-code')).length >= 6);
  });

  it('is a password of one of two kinds, with a name, cut by nothing', () => {
    for (const { page, fields } of forms) {
      for (const field of secrets(fields)) {
        assert.match(field.autocomplete, /^(?:current|new)-password$/, page);
        assert.notEqual(field.name, '', page);
        for (const attribute of ['maxlength', 'minlength', 'pattern', 'readonly']) {
          assert.ok(!field.has(attribute), `${page}: ${attribute}`);
        }
        assert.equal(field.of, '', `${page}: a password comes back`);
      }
    }
  });

  it('is the address before any password of the same form, as a user name that is drawn', () => {
    for (const { page, fields } of forms) {
      const first = fields.findIndex(({ type }) => type === 'password');
      if (first < 0) continue;
      const user = fields.slice(0, first).find(({ autocomplete }) => /^username\b/.test(autocomplete));
      assert.ok(user, `${page}: no user name`);
      assert.equal(user.type, 'email', page);
      assert.equal(user.of, email, page);
      assert.ok(!user.has('hidden'), `${page}: managers pass over what is not drawn`);
    }
  });

  it('is the current password once and first, a new one twice, with its rules', () => {
    for (const { page, fields } of forms) {
      const kinds = secrets(fields).map(({ autocomplete }) => autocomplete);
      if (kinds.length === 0) continue;
      const allowed = [
        'current-password',
        'new-password,new-password',
        'current-password,new-password,new-password',
      ];
      assert.ok(allowed.includes(kinds.join()), `${page}: ${kinds}`);
      for (const field of secrets(fields)) {
        assert.equal(field.has('passwordrules'), field.autocomplete === 'new-password', page);
      }
    }
  });

  it('is a code that looks like none: text, with digits to type, alone in its form', () => {
    for (const { page, fields } of forms) {
      for (const field of fields.filter(({ autocomplete }) => autocomplete === 'one-time-code')) {
        assert.equal(field.type, 'text', page);
        assert.ok(field.has('inputmode'), page);
        for (const attribute of ['maxlength', 'pattern']) assert.ok(!field.has(attribute), page);
        assert.deepEqual(secrets(fields), [], page);
      }
    }
  });

  it('is a form that posts, by a button of its own', () => {
    for (const { page, form, fields } of forms) {
      if (!fields.some(({ type, autocomplete }) => type === 'password' || autocomplete === 'one-time-code'))
        continue;
      assert.match(form, /^<form method="post"/, page);
      assert.match(form, /<button\b(?![^>]*type="button")/, page);
    }
  });
});
