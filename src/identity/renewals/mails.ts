import type { Mail, MailAbout } from '../../ui/mail/about.ts';
import { lead, paragraph } from '../../ui/mail/blocks.ts';
import { composeMail } from '../../ui/mail/compose.ts';
import { day } from '../../ui/mail/moments.ts';

/** Word of a renewal by calendar, ahead of it; without a link: thieves send this very mail [security.md 10]. */
export function renewalAheadMail(about: MailAbout, { at }: { at: number }): Mail {
  const { words, brand } = about;
  const { renewalAhead } = words;
  return composeMail(about, {
    subject: renewalAhead.subject(brand),
    preview: renewalAhead.preview,
    title: renewalAhead.title,
    blocks: [
      paragraph(renewalAhead.what(brand)),
      paragraph(renewalAhead.when(day(about, at))),
      lead(renewalAhead.now, words.common.nothingToDo),
      lead(renewalAhead.sooner, renewalAhead.how),
    ],
    promise: renewalAhead.promise(brand),
    withoutLinks: true,
  });
}
