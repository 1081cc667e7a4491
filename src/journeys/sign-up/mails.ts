import type { Mail, MailAbout } from '../../ui/mail/about.ts';
import { lead, mainButton, paragraph, secondButton } from '../../ui/mail/blocks.ts';
import { composeMail } from '../../ui/mail/compose.ts';

/** The link that proves an address before anything else is asked [security.md 16]. */
export function verifyAddressMail(
  about: MailAbout,
  { url, minutes }: { url: string; minutes: number },
): Mail {
  const { words, brand } = about;
  return composeMail(about, {
    subject: words.verifyAddress.subject(brand),
    preview: words.verifyAddress.preview(minutes),
    title: words.verifyAddress.title,
    blocks: [
      paragraph(words.verifyAddress.what(brand)),
      mainButton(words.verifyAddress.button, url),
      lead(words.common.linkValid(minutes), words.common.onceOnly),
      lead(words.common.ignore, words.verifyAddress.ignored),
    ],
    promise: words.common.never(brand),
  });
}

/** Goes where a verification would have gone: only the mailbox learns that the account exists [security.md 16]. */
export function alreadyHaveAccountMail(
  about: MailAbout,
  { signInUrl, resetUrl }: { signInUrl: string; resetUrl: string },
): Mail {
  const { words, brand } = about;
  return composeMail(about, {
    subject: words.alreadyHaveAccount.subject(brand),
    preview: words.alreadyHaveAccount.preview,
    title: words.alreadyHaveAccount.title,
    blocks: [
      paragraph(words.alreadyHaveAccount.what(brand)),
      mainButton(words.alreadyHaveAccount.button, signInUrl),
      lead(words.alreadyHaveAccount.forgotten, words.alreadyHaveAccount.chooseAnother),
      secondButton(words.alreadyHaveAccount.reset, resetUrl),
      lead(words.common.ignore, words.alreadyHaveAccount.ignored),
    ],
    promise: words.common.never(brand),
  });
}
