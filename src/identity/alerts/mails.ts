import type { Mail, MailAbout } from '../../ui/mail/about.ts';
import { factsBlock, lead, paragraph } from '../../ui/mail/blocks.ts';
import { composeMail } from '../../ui/mail/compose.ts';
import { fullMoment } from '../../ui/mail/moments.ts';
import type { Intrusion } from './rules.ts';

/** Tells one operator who reported an intrusion, when, from where, and what the portal has done [security.md 11]. */
export function staffAlertMail(about: MailAbout, of: Intrusion): Mail {
  const { words, brand } = about;
  const { staffAlert } = words;
  const from = [of.from.label, of.from.place[about.locale], of.from.address].filter(Boolean).join(', ');
  return composeMail(about, {
    subject: staffAlert.subject(brand),
    preview: staffAlert.preview,
    title: staffAlert.title,
    blocks: [
      paragraph(staffAlert.what[of.via]),
      factsBlock([
        [staffAlert.member, `${of.member.name}, ${of.member.email}`],
        [words.common.at, fullMoment(about, of.at)],
        [staffAlert.from, from],
        [staffAlert.done, staffAlert.doneList(of.done)],
      ]),
      lead(staffAlert.look, staffAlert.command(of.member.email)),
    ],
    promise: staffAlert.promise,
  });
}
