import type { Mail, MailAbout } from '../../ui/mail/about.ts';
import { factsBlock, lead, paragraph, secondButton } from '../../ui/mail/blocks.ts';
import { composeMail } from '../../ui/mail/compose.ts';
import { fullMoment } from '../../ui/mail/moments.ts';
import { notMeDays } from '../links/rules.ts';

/** Word of every change of a password, with « Ce n'était pas moi » [security.md 11, 24]. */
export function passwordChangedMail(
  about: MailAbout,
  props: { at: number; deviceLabel: string | null; notMeUrl: string },
): Mail {
  const { words, brand } = about;
  const { at, deviceLabel, notMeUrl } = props;
  return composeMail(about, {
    subject: words.passwordChanged.subject(brand),
    preview: words.passwordChanged.preview,
    title: words.passwordChanged.title,
    blocks: [
      paragraph(words.passwordChanged.what(brand)),
      factsBlock([
        [words.common.at, fullMoment(about, at)],
        [words.common.device, deviceLabel],
      ]),
      lead(words.common.wasYou, words.common.nothingToDo),
      lead(words.common.notYou, words.common.reportIt(notMeDays)),
      secondButton(words.common.notMe, notMeUrl),
    ],
    promise: words.common.never(brand),
  });
}
