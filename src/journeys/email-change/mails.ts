import { paths } from '../../routes.ts';
import type { Mail, MailAbout } from '../../ui/mail/about.ts';
import { factsBlock, lead, mainButton, paragraph, secondButton } from '../../ui/mail/blocks.ts';
import { composeMail } from '../../ui/mail/compose.ts';
import { fullMoment } from '../../ui/mail/moments.ts';
import { undoDays } from './rules.ts';

/** To the new address: the link that confirms it. */
export function emailVerifyMail(about: MailAbout, { url, minutes }: { url: string; minutes: number }): Mail {
  const { words, brand } = about;
  const { emailVerify } = words;
  return composeMail(about, {
    subject: emailVerify.subject(brand),
    preview: emailVerify.preview,
    title: emailVerify.title,
    blocks: [
      paragraph(emailVerify.what(brand)),
      mainButton(emailVerify.button, url),
      lead(words.common.linkValid(minutes), `${words.common.onceOnly} ${emailVerify.signedIn}`),
      lead(words.common.ignore, emailVerify.ignored),
    ],
    promise: words.common.never(brand),
  });
}

/** To an address that has an account: only its mailbox learns that [security.md 12, 16]. */
export function emailTakenMail(about: MailAbout): Mail {
  const { words, brand, origin } = about;
  const { emailTaken } = words;
  return composeMail(about, {
    subject: emailTaken.subject(brand),
    preview: emailTaken.preview,
    title: emailTaken.title,
    blocks: [
      paragraph(emailTaken.what(brand)),
      paragraph(emailTaken.how),
      mainButton(emailTaken.button, `${origin}${paths.signIn}`),
      lead(words.common.ignore, emailTaken.ignored),
    ],
    promise: words.common.never(brand),
  });
}

/** To the former address: word of the change, and the link that undoes it; null where an older one does. */
export function emailChangedMail(
  about: MailAbout,
  of: { at: number; deviceLabel: string; newAddress: string; undoUrl: string | null },
): Mail {
  const { words, brand } = about;
  const { emailChanged } = words;
  return composeMail(about, {
    subject: emailChanged.subject(brand),
    preview: emailChanged.preview,
    title: emailChanged.title,
    blocks: [
      paragraph(emailChanged.what(brand)),
      factsBlock([
        [emailChanged.newAddress, of.newAddress],
        [words.common.at, fullMoment(about, of.at)],
        [words.common.device, of.deviceLabel],
      ]),
      lead(words.common.wasYou, words.common.nothingToDo),
      ...(of.undoUrl === null
        ? []
        : [
            lead(words.common.notYou, emailChanged.notYou(undoDays)),
            secondButton(emailChanged.undo, of.undoUrl),
          ]),
    ],
    promise: words.common.never(brand),
  });
}
