import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { ourFiles, root, textOf } from '../../scripts/check/files.ts';

const documents = ourFiles().filter((file) => /^[A-Z]+\.md$|^docs\/.*\.md$/.test(file));
const withoutCode = (text: string) => text.replaceAll(/^```[\s\S]*?^```/gm, '').replaceAll(/`[^`\n]*`/g, '');

/** The anchors of a document's headings, as GitHub makes them. */
const anchors = (file: string) =>
  [...textOf(file).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

/** The links of a document that lead nowhere. */
function deadLinks(file: string, text: string): string[] {
  const links = [...withoutCode(text).matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = '']) => target);
  return links.filter((target) => {
    if (/^[a-z]+:/.test(target)) return false;
    const [path = '', anchor] = target.split('#');
    const led = path === '' ? file : join(dirname(file), path);
    if (!existsSync(join(root, led))) return true;
    return anchor !== undefined && !anchors(led).includes(anchor);
  });
}

/** What a document says of a test that is not there: `FILE.test.ts` "words of a title", "of another". */
function missingProofs(text: string): string[] {
  const cited = text.replaceAll('\n', ' ').matchAll(/`([\w./-]+\.test\.ts)`((?:,? "[^"]+")*)/g);
  return [...cited].flatMap(([, file = '', titles = '']) => {
    if (!existsSync(join(root, file))) return [file];
    const source = textOf(file);
    const words = [...titles.matchAll(/"([^"]+)"/g)].map(([, part = '']) => part);
    return words.filter((part) => !source.includes(part)).map((part) => `${file} "${part}"`);
  });
}

describe('the documents', () => {
  it('hold no link that leads nowhere', () => {
    assert.ok(documents.length > 10);
    const dead = documents.flatMap((file) => deadLinks(file, textOf(file)).map((to) => `${file}: ${to}`));
    assert.deepEqual(dead, []);
  });

  it('name no test that is not there', () => {
    const missing = documents.flatMap((file) =>
      missingProofs(textOf(file)).map((what) => `${file}: ${what}`),
    );
    assert.deepEqual(missing, []);
  });

  it('name no file of ours that is not there', () => {
    const named = textOf('docs/security.md').matchAll(/`((?:src|test|demo|deploy|docs)\/[\w./-]+)`/g);
    const missing = [...named].map(([, file = '']) => file).filter((file) => !existsSync(join(root, file)));
    assert.deepEqual(missing, []);
  });

  it('are read with eyes that find what is wrong', () => {
    const page = '[a](nowhere.md) [b](#nothing) [c](../README.md) [d](https://x.fr) `[e](code.md)`';
    assert.deepEqual(deadLinks('docs/x.md', `${page}\n\`\`\`\n[f](code.md)\n\`\`\`\n`), [
      'nowhere.md',
      '#nothing',
    ]);
    const proofs =
      '`test/house/imports.test.ts` "names each breach", "is nowhere at all"; `src/none.test.ts` "x"';
    assert.deepEqual(missingProofs(proofs), [
      'test/house/imports.test.ts "is nowhere at all"',
      'src/none.test.ts',
    ]);
  });
});
