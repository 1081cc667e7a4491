import type { Help } from '../brand.ts';
import type { Mail, MailAbout } from './about.ts';
import { flat, type Letter } from './blocks.ts';
import { drawHtml } from './html.ts';
import { drawText } from './text.ts';

/** Draws a mail as text and as HTML [security.md 47]. */
export function composeMail(about: MailAbout, letter: Letter): Mail {
  const footer = footerLines(about, letter);
  return {
    subject: flat(letter.subject),
    text: drawText(about, letter, footer),
    html: drawHtml(about, letter, footer),
  };
}

function footerLines({ words, help }: MailAbout, letter: Letter): string[] {
  const lines = [letter.promise];
  const ways = [
    callWay(help),
    letter.withoutLinks ? null : help.email,
    letter.withoutLinks ? null : help.url,
  ];
  const known = ways.filter((way): way is string => Boolean(way));
  if (known.length > 0) lines.push(words.common.help(known.join(', ')));
  lines.push(words.common.automatic);
  return lines.map(flat);
}

function callWay({ phone, hours }: Help): string | null {
  if (!phone) return null;
  // A number cut at the end of a line is hard to dial.
  const number = phone.replace(/ /g, '\u00a0');
  return hours ? `${number} (${hours})` : number;
}
