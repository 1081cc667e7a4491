import { minuteMs } from '../../core/clock.ts';
import type { Mail, MailAbout } from '../../ui/mail/about.ts';
import { codeBlock, factsBlock, lead, mainButton, paragraph } from '../../ui/mail/blocks.ts';
import { composeMail } from '../../ui/mail/compose.ts';
import { clockTime, fullMoment } from '../../ui/mail/moments.ts';

/** The six digits, what they are for and until when; no link [the guide; security.md 18, 47]. */
export function codeMail(
  about: MailAbout,
  {
    code,
    askedAt,
    deviceLabel,
    minutes,
  }: { code: string; askedAt: number; deviceLabel: string; minutes: number },
): Mail {
  const { words, brand } = about;
  return composeMail(about, {
    subject: words.code.subject(brand),
    preview: words.code.preview(minutes),
    title: words.code.title,
    blocks: [
      paragraph(words.code.purpose(brand)),
      codeBlock(code),
      lead(words.code.valid(minutes), words.code.until(clockTime(about, askedAt + minutes * minuteMs))),
      factsBlock([
        [words.common.asked, fullMoment(about, askedAt)],
        [words.common.device, deviceLabel],
      ]),
      lead(words.common.notYou, words.code.notYou),
    ],
    promise: words.code.promise(brand),
    withoutLinks: true,
  });
}

/** The owner's own way in once strangers have spent the day's codes [security.md 14]. */
export function signInLinkMail(about: MailAbout, { url, minutes }: { url: string; minutes: number }): Mail {
  const { words, brand } = about;
  return composeMail(about, {
    subject: words.signInLink.subject(brand),
    preview: words.signInLink.preview(minutes),
    title: words.signInLink.title,
    blocks: [
      paragraph(words.signInLink.purpose(brand)),
      mainButton(words.signInLink.button, url),
      lead(words.common.linkValid(minutes), `${words.common.onceOnly} ${words.signInLink.sameDevice}`),
      lead(words.common.notYou, words.signInLink.notYou),
    ],
    promise: words.common.never(brand),
  });
}
