import { paths } from '../../routes.ts';
import type { Mail, MailAbout } from '../../ui/mail/about.ts';
import { lead, mainButton, paragraph } from '../../ui/mail/blocks.ts';
import { composeMail } from '../../ui/mail/compose.ts';
import { day } from '../../ui/mail/moments.ts';

/** The warning before an account that nobody uses is deleted [security.md 16]. `at`: when that will be. */
export function inactiveMail(about: MailAbout, { name, at }: { name: string; at: number }): Mail {
  const { words, brand, origin } = about;
  const { inactive } = words;
  return composeMail(about, {
    subject: inactive.subject(brand),
    preview: inactive.preview(day(about, at)),
    title: inactive.title,
    blocks: [
      paragraph(words.invitation.hello(name)),
      paragraph(inactive.what(brand, day(about, at))),
      lead(inactive.keep, inactive.signIn),
      mainButton(inactive.button, `${origin}${paths.signIn}`),
      lead(inactive.noNeed, words.common.nothingToDo),
    ],
    promise: words.common.never(brand),
  });
}
