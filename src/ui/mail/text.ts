import type { MailAbout } from './about.ts';
import { type Block, flat, type Letter } from './blocks.ts';

/** The mail as plain text: a line a paragraph, so that mail programs wrap it to the screen. */
export function drawText({ brand, words }: MailAbout, letter: Letter, footer: readonly string[]): string {
  const parts = [
    flat(letter.preview),
    flat(brand.alone),
    flat(letter.title),
    ...letter.blocks.map((block) => drawBlock(block, words)),
    footer.join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}

function drawBlock(block: Block, words: MailAbout['words']): string {
  switch (block.kind) {
    case 'paragraph':
      return flat(block.lead ? `${block.lead} ${block.text}` : block.text);
    case 'code':
      return `    ${flat(block.code)}`;
    case 'button':
      return `${flat(block.label)}\n${flat(block.url)}`;
    case 'facts':
      return block.facts.map(([name, value]) => words.common.fact(flat(name), flat(value))).join('\n');
    default:
      return block satisfies never;
  }
}
