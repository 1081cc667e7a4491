import { paths } from '../../routes.ts';
import type { Mail, MailAbout } from '../../ui/mail/about.ts';
import { lead, mainButton, paragraph, secondButton } from '../../ui/mail/blocks.ts';
import { composeMail } from '../../ui/mail/compose.ts';
import { day } from '../../ui/mail/moments.ts';
import { notMeDays } from '../links/rules.ts';

/** When the account will be deleted, how to keep it, and what to do if somebody else asked. */
export function deletionAheadMail(
  about: MailAbout,
  { name, at, notMeUrl }: { name: string; at: number; notMeUrl: string },
): Mail {
  const { words, brand, origin } = about;
  const { deletionAhead } = words;
  return composeMail(about, {
    subject: deletionAhead.subject(brand),
    preview: deletionAhead.preview(day(about, at)),
    title: deletionAhead.title,
    blocks: [
      paragraph(deletionAhead.hello(name)),
      paragraph(deletionAhead.what(brand, day(about, at))),
      lead(deletionAhead.mind, deletionAhead.cancel),
      mainButton(deletionAhead.button, `${origin}${paths.account}`),
      lead(words.common.notYou, words.common.reportIt(notMeDays)),
      secondButton(words.common.notMe, notMeUrl),
    ],
    promise: words.common.never(brand),
  });
}

/** The last word to an address whose account is no more. */
export function deletedMail(about: MailAbout, { name }: { name: string }): Mail {
  const { words, brand } = about;
  const { accountDeleted } = words;
  return composeMail(about, {
    subject: accountDeleted.subject(brand),
    preview: accountDeleted.preview,
    title: accountDeleted.title,
    blocks: [
      paragraph(words.deletionAhead.hello(name)),
      paragraph(accountDeleted.what(brand)),
      lead(accountDeleted.unexpected, accountDeleted.ask),
    ],
    promise: words.common.never(brand),
  });
}
