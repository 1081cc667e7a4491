import type { Terminal } from './terminal.ts';

/** Draws a share of 0 to 1; `end` closes the line, when there is one. */
export type ProgressBar = { (share: number): void; end(): void };

/** Draws on a terminal that a person watches, only when the drawing changes. */
export function progressBar({ isWatched }: Pick<Terminal, 'isWatched'>): ProgressBar {
  let drawn = '';
  const draw = (share: number) => {
    const bar = `\r${'█'.repeat(Math.round(share * 30)).padEnd(30, '·')} ${Math.floor(share * 100)} %`;
    if (!isWatched || bar === drawn) return;
    drawn = bar;
    process.stderr.write(bar);
  };
  return Object.assign(draw, { end: () => void (drawn && process.stderr.write('\n')) });
}
