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
  const ways = letter.withoutLinks
    ? [help.phone, help.hours]
    : [help.phone, help.hours, help.email, help.url];
  const known = ways.filter((way): way is string => Boolean(way));
  if (known.some((way) => way !== help.hours)) lines.push(words.common.help(known.join(', ')));
  lines.push(words.common.automatic);
  return lines.map(flat);
}
