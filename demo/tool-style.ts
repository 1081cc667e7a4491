import type { Bilingual } from '../src/cli/terminal.ts';

/** What one sample tool is called, and its colours on a light and on a dark page. */
export type ToolLook = {
  id: string;
  name: string;
  about: Bilingual;
  colour: string;
  colourAtNight: string;
};

/** The sample tool's own small style: a tool is another site, and looks like one. */
export const styleOf = ({ colour, colourAtNight }: ToolLook): string => `
:root { color-scheme: light dark; --own: ${colour}; --on-own: #fff; --ink: #1b1f2a; --soft: #555e70; --ground: #f4f5f8;
  --card: #fff; --line: #d9dde5; }
@media (prefers-color-scheme: dark) { :root { --own: ${colourAtNight}; --on-own: #10131a; --ink: #eef1f6;
  --soft: #b3bccb; --ground: #10131a; --card: #1a1f2a; --line: #343c4b; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1.0625rem/1.55 system-ui, sans-serif; }
header { background: var(--own); color: var(--on-own); padding: 1rem 0; }
header p { max-width: 44rem; margin: 0 auto; padding: 0 1rem; font-weight: 650; font-size: 1.125rem; }
main { max-width: 44rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; display: grid; gap: 1.25rem; }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.25; overflow-wrap: anywhere; }
p { margin: 0; }
.soft { color: var(--soft); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.25rem; }
dl { margin: 0; display: grid; gap: 1rem; }
dt { color: var(--soft); font-size: .9375rem; }
dd { margin: 0; overflow-wrap: anywhere; }
ul { list-style: none; margin: .25rem 0 0; padding: 0; display: flex; flex-wrap: wrap; gap: .5rem; }
li { border: 1px solid var(--line); border-radius: 999px; padding: .125rem .75rem; }
.acts { display: flex; flex-wrap: wrap; gap: .75rem; }
.acts form { display: grid; flex: 1 1 14rem; }
.button { display: inline-block; font: inherit; font-weight: 600; text-align: center; text-decoration: none;
  min-height: 3rem; padding: .75rem 1.25rem; border-radius: 10px; border: 1px solid var(--own); cursor: pointer;
  background: var(--own); color: var(--on-own); }
.plain { background: transparent; color: var(--ink); border-color: var(--soft); }
a { color: inherit; }
:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; }
@media (min-width: 40rem) { .card { padding: 1.75rem; } dl { grid-template-columns: 1fr 1fr; } .wide { grid-column: 1 / -1; } }
`;
