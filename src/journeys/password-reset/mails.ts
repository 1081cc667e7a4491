import type { Mail, MailAbout } from '../../ui/mail/about.ts';
import { factsBlock, lead, mainButton, paragraph } from '../../ui/mail/blocks.ts';
import { composeMail } from '../../ui/mail/compose.ts';
import { fullMoment } from '../../ui/mail/moments.ts';

/** The link that lets its reader choose a new password [the guide; security.md 22]. */
export function resetMail(
  about: MailAbout,
  props: { url: string; minutes: number; askedAt: number; deviceLabel: string; minLength?: number },
): Mail {
  const { words, brand } = about;
  const { url, minutes, askedAt, deviceLabel, minLength = 13 } = props;
  return composeMail(about, {
    subject: words.reset.subject(brand),
    preview: words.reset.preview(minutes),
    title: words.reset.title,
    blocks: [
      paragraph(words.reset.what(brand)),
      mainButton(words.reset.button, url),
      lead(words.common.linkValid(minutes), `${words.common.onceOnly} ${words.passwordLength(minLength)}`),
      factsBlock([
        [words.common.asked, fullMoment(about, askedAt)],
        [words.common.device, deviceLabel],
      ]),
      lead(words.common.ignore, words.reset.ignored),
    ],
    promise: words.common.never(brand),
  });
}
