import type { ReceivedMail } from './smtp.ts';

/** The six digits that a mail brings. Throws when its text has none, or several. */
export function codeIn(mail: Pick<ReceivedMail, 'text' | 'subject'>): string {
  // Not the digits inside a link or a longer number.
  const found = new Set(mail.text.replaceAll(/https?:\/\/\S+/g, '').match(/(?<!\d)\d{6}(?!\d)/g));
  const [code] = found;
  if (found.size !== 1 || !code) throw new Error(`${found.size} codes in « ${mail.subject} »:\n${mail.text}`);
  return code;
}

/** The link to a page that a mail brings, with its token. Throws when its text has none. */
export function linkIn(mail: Pick<ReceivedMail, 'text' | 'subject'>, path: string): string {
  const links = mail.text.match(/https?:\/\/[^\s<>"]+/g) ?? [];
  const found = links.find((link) => new URL(link).pathname === path);
  if (!found) throw new Error(`no link to ${path} in « ${mail.subject} »:\n${mail.text}`);
  return found;
}
