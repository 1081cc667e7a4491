import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { scoreSettings } from '../score.ts';

const read = (file: string) => readFileSync(new URL(`../../../../docs/${file}`, import.meta.url), 'utf8');
const rows = (text: string) => text.split('\n').filter((line) => line.startsWith('| '));

describe('docs/risk.md', () => {
  const page = read('risk.md');
  const written = new Set(rows(read('risk/figures.md')));

  it('quotes the figures that the command wrote, and none of its own', () => {
    const quoted = rows(page).filter((line) => /, \d\d\.\d %/.test(line));
    assert.ok(quoted.length > 10);
    for (const line of quoted) assert.ok(written.has(line), line);
  });

  it('tells the settings of the score as they are', () => {
    const { cookieHabit, leastBits, mostBits } = scoreSettings;
    const { known, absent } = cookieHabit;
    assert.ok(page.includes(`p = (c + ${known}) / (n + ${known + absent})`));
    assert.ok(page.includes(`within −${-leastBits} and +${mostBits} bits`));
  });
});
