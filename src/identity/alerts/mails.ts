import type { Mail, MailAbout } from '../../ui/mail/about.ts';
import { type Block, factsBlock, lead, paragraph, secondButton } from '../../ui/mail/blocks.ts';
import { composeMail } from '../../ui/mail/compose.ts';
import { fullMoment } from '../../ui/mail/moments.ts';
import { notMeDays } from '../links/rules.ts';
import type { Intrusion } from './rules.ts';

/** Word of what was just done to an account, with « Ce n'était pas moi » [security.md 11]. */
export function ownerAlertMail(
  about: MailAbout,
  of: {
    what: 'newDevice' | 'passwordChanged';
    at: number;
    /** Null: it was not done at a device of theirs. */
    deviceLabel: string | null;
    notMeUrl: string;
  },
): Mail {
  const { words, brand } = about;
  const { subject, preview, title, what } = words[of.what];
  return composeMail(about, {
    subject: subject(brand),
    preview,
    title,
    blocks: [
      paragraph(what(brand)),
      factsBlock([
        [words.common.at, fullMoment(about, of.at)],
        [words.common.device, of.deviceLabel],
      ]),
      ...wasItYou(about, of),
    ],
    promise: words.common.never(brand),
  });
}

/** The end of every alert: nothing to do, or one press that makes the account safe. */
export function wasItYou(
  { words: { common } }: MailAbout,
  { itWas = common.wasYou, notMeUrl }: { itWas?: string; notMeUrl: string },
): Block[] {
  return [
    lead(itWas, common.nothingToDo),
    lead(common.notYou, common.reportIt(notMeDays)),
    secondButton(common.notMe, notMeUrl),
  ];
}

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
