import type { Mail, MailAbout } from '../../ui/mail/about.ts';
import { lead, mainButton, paragraph } from '../../ui/mail/blocks.ts';
import { composeMail } from '../../ui/mail/compose.ts';

/** The link by which someone chooses the password of an account that an operator made [security.md 9]. */
export function invitationMail(
  about: MailAbout,
  { url, name, hours, minLength = 13 }: { url: string; name: string; hours: number; minLength?: number },
): Mail {
  const { words, brand } = about;
  return composeMail(about, {
    subject: words.invitation.subject(brand),
    preview: words.invitation.preview,
    title: words.invitation.title,
    blocks: [
      paragraph(words.invitation.hello(name)),
      paragraph(words.invitation.what(brand)),
      mainButton(words.invitation.button, url),
      lead(words.invitation.valid(hours), `${words.common.onceOnly} ${words.passwordLength(minLength)}`),
      lead(words.invitation.unexpected, words.invitation.ignored),
    ],
    promise: words.common.never(brand),
  });
}
