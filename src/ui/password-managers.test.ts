import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { samplePages, sampleView } from '../../test/support/pages.ts';

const email = 'mon_adresse_email@gmail.com';
const source = new URL('../', import.meta.url);
const samples = new URL('../../test/support/', import.meta.url);

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

const forms = (['fr', 'en'] as const).flatMap((locale) =>
  Object.entries(samplePages(sampleView(locale), { email, name: 'Camille Lefèvre' })).flatMap(
    ([name, page]) =>
      [...String(page).matchAll(/<form\b[\s\S]*?<\/form>/g)].map(([form]) => ({
        page: `${locale}/${name}`,
        form,
        fields: fieldsOf(form),
      })),
  ),
);
const secrets = (fields: readonly Field[]) => fields.filter(({ type }) => type === 'password');
const codes = (fields: readonly Field[]) =>
  fields.filter(({ name, autocomplete }) => autocomplete === 'one-time-code' || name === 'recovery');

const drawsSecret =
  /\b(?:passwordField|newPasswordFields|codeField|applicationFields)\(|type="password"|one-time-code/;
const parts = ['ui/factors.ts', 'ui/fields.ts', 'ui/new-password.ts'];

const filesUnder = (root: URL, ends: RegExp) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => ends.test(file))
    .map((file) => ({ file, text: readFileSync(new URL(file, root), 'utf8') }));

/** What a `…pages.ts` exports that is no page: a part of one, which other pages show too. */
const noPages = ['journeys/sign-in/pages.ts sharedBox'];

/** Every function that a `…pages.ts` exports, whatever frame draws its page: « file name ». */
async function exportedFunctions(): Promise<string[]> {
  const given = await Promise.all(
    filesUnder(source, /pages\.ts$/).map(async ({ file }) => {
      const exported: Record<string, unknown> = await import(new URL(file, source).href);
      return Object.entries(exported)
        .filter(([, one]) => typeof one === 'function')
        .map(([name]) => `${file} ${name}`);
    }),
  );
  return given.flat();
}

/** Every page that the samples draw, written the same way. */
function pagesSampled(): Set<string> {
  const found = filesUnder(samples, /pages\.ts$/).flatMap(({ text }) =>
    [...text.matchAll(/^import (?:\* as (\w+)|\{([^}]*)\}) from '\.\.\/\.\.\/src\/([^']+)';/gm)].flatMap(
      ([, all, some = '', file]) => {
        const calls = all
          ? [...text.matchAll(new RegExp(`\\b${all}\\.(\\w+)\\(`, 'g'))].map(([, name]) => name)
          : some
              .split(',')
              .map((name) => name.trim())
              .filter((name) => name !== '' && new RegExp(`(?<![.\\w])${name}\\(`).test(text));
        return calls.map((name) => `${file} ${name}`);
      },
    ),
  );
  return new Set(found);
}

describe('what password managers find on every page [security.md 44]', () => {
  it('is on every page that asks for a password or a code: each page that exists is looked at here', async () => {
    const exported = await exportedFunctions();
    assert.deepEqual(
      noPages.filter((one) => !exported.includes(one)),
      [],
      'named, but no longer there',
    );
    const given = exported.filter((one) => !noPages.includes(one));
    const sampled = pagesSampled();
    assert.ok(given.length >= 40, `only ${given}`);
    assert.deepEqual(
      given.filter((page) => !sampled.has(page)),
      [],
    );
    // No page hides elsewhere: such fields are drawn by those files and by nothing but the shared parts.
    const drawing = filesUnder(source, /(?<!\.test|-doc)\.ts$/).filter(({ text }) => drawsSecret.test(text));
    assert.deepEqual(
      drawing
        .map(({ file }) => file)
        .filter((file) => !/pages\.ts$/.test(file))
        .sort(),
      parts,
    );
    assert.ok(forms.filter(({ fields }) => secrets(fields).length > 0).length >= 2 * 10);
    assert.ok(forms.filter(({ fields }) => codes(fields).length > 0).length >= 2 * 9);
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

  it('is the address right before the first password, as a user name that people read and nothing posts', () => {
    for (const { page, form, fields } of forms) {
      const first = fields.findIndex(({ type }) => type === 'password');
      if (first < 0) continue;
      const user = fields[first - 1];
      assert.equal(user?.autocomplete, 'username', `${page}: no user name`);
      assert.equal(user.type, 'email', page);
      assert.equal(user.of, email, page);
      assert.equal(user.name, '', `${page}: what a browser says about who this is would be believed`);
      assert.ok(user.has('readonly'), page);
      // Managers pass over what people cannot see; whether it is seen, a browser says (test/journeys/everywhere).
      for (const attribute of ['hidden', 'aria-hidden', 'class', 'disabled']) {
        assert.ok(!user.has(attribute), `${page}: ${attribute}`);
      }
      assert.match(form, /<label(?: class="lab")? for="username">[^<]+<\/label>/, page);
      assert.equal(form.split('autocomplete="username"').length - 1, 1, page);
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

  it('is a code that looks like no password: text, alone in its form', () => {
    for (const { page, fields } of forms) {
      for (const field of codes(fields)) {
        assert.equal(field.type, 'text', page);
        if (field.name === 'code') assert.ok(field.has('inputmode'), page);
        else assert.equal(field.autocomplete, 'off', page);
        for (const attribute of ['maxlength', 'pattern']) assert.ok(!field.has(attribute), page);
        assert.deepEqual(secrets(fields), [], page);
        // A user name beside a field of text looks like a sign-in: managers would fill in the code with a password,
        // or keep the code as one. The address is text there.
        assert.ok(!fields.some(({ autocomplete }) => /\busername\b/.test(autocomplete)), page);
      }
    }
  });

  it('is a form that posts, by a button of its own', () => {
    for (const { page, form, fields } of forms) {
      if (secrets(fields).length + codes(fields).length === 0) continue;
      assert.match(form, /^<form method="post"/, page);
      assert.match(form, /<button\b(?![^>]*type="button")/, page);
    }
  });
});
