import type { Mail, MailAbout } from '../../ui/mail/about.ts';
import { factsBlock, paragraph } from '../../ui/mail/blocks.ts';
import { composeMail } from '../../ui/mail/compose.ts';
import { fullMoment } from '../../ui/mail/moments.ts';
import { wasItYou } from '../alerts/mails.ts';
import { type FactorNews, fewRecoveryCodes } from './rules.ts';

type News = {
  news: FactorNews;
  at: number;
  /** Null: it was not done at a device of theirs, but by the help desk. */
  deviceLabel: string | null;
  /** What a passkey was called. */
  name?: string | null;
  /** How many recovery codes are left, where one was used. */
  codesLeft?: number;
  notMeUrl: string;
};

/** Word of every change of what protects an account, with « Ce n'était pas moi » [security.md 27]. */
export function factorNewsMail(about: MailAbout, of: News): Mail {
  const { words, brand } = about;
  const used = of.news === 'recovery-code-used';
  return composeMail(about, {
    subject: used ? words.factors.usedSubject(brand) : words.factors.subject(brand),
    preview: words.factors.preview,
    title: used ? words.factors.usedTitle : words.factors.title,
    blocks: [
      paragraph(words.factors.what[of.news](brand)),
      ...(of.codesLeft === undefined ? [] : [paragraph(leftOf(about, of.codesLeft))]),
      factsBlock([
        [words.common.at, fullMoment(about, of.at)],
        [words.factors.name, of.name ?? null],
        [words.common.device, of.deviceLabel],
      ]),
      ...wasItYou(about, {
        itWas: of.news === 'reset' ? words.factors.asked : undefined,
        notMeUrl: of.notMeUrl,
      }),
    ],
    promise: words.common.never(brand),
  });
}

function leftOf({ words }: MailAbout, left: number): string {
  return left > 1 && left <= fewRecoveryCodes ? words.factors.few(left) : words.factors.left(left);
}
