import { hourMs } from '../../core/clock.ts';
import type { AuditData, AuditType } from '../../identity/audit/rules.ts';
import type { AuditRecord } from '../../identity/audit/service.ts';
import type { Words } from '../../ui/words/index.ts';
import type { Group } from './rules.ts';

/** What sentences are made with; `day` writes a date. */
export type Teller = {
  words: Words;
  now: number;
  /** « Lille, France », or that it is not known. */
  placeOf(address: string | null): string;
  toolName(id: string): string;
  day(at: number): string;
};

/** One line of the activity: what happened, whether to look at it, whether it can be reported. */
export type Said = { text: string; look?: boolean; report?: boolean };

type Told<Type extends AuditType> = {
  data: AuditData[Type];
  /** How often in a row, this one included. */
  count: number;
  /** « depuis Chrome sur Windows (Lille, France) » */
  from: string;
  group: Group<AuditRecord>;
  teller: Teller;
};

type Sentences = { [Type in AuditType]: ((of: Told<Type>) => Said) | null };

/** Every event of a person in a plain sentence; null: it is never about one person. */
const sentences: Sentences = {
  'sign-in.succeeded': signedIn,
  'sign-in.refused': ({ data, count, from, teller }) => refused(data.reason, { count, from, teller }),
  'code.asked': unanswered,
  'code.sent': plain((a) => a.codeSent),
  'code.refused': ({ count, teller }) => alarm(teller.words.activity.codeRefused(count)),
  'code.accepted': plain((a) => a.codeAccepted),
  'factor.accepted': ({ data, teller }) => ({ text: teller.words.activity.factorUsed[data.factor] }),
  'factor.refused': ({ data, count, teller }) =>
    alarm(teller.words.activity.factorRefused[data.factor](count)),
  'factor.added': ({ data, teller }) => notable(teller.words.activity.factorAdded[data.factor]),
  'factor.removed': ({ data, teller }) => notable(teller.words.activity.factorRemoved[data.factor]),
  'factor.missing': ({ teller }) => alarm(teller.words.activity.factorMissing),
  'enrolment.link-made': plain((a) => a.enrolmentLink),
  'password.changed': ({ data, teller }) => notable(teller.words.activity.passwordChanged[data.how]),
  'password.check-refused': ({ count, teller }) => alarm(teller.words.activity.checkRefused(count)),
  'password.reset-asked': ({ teller }) => notable(teller.words.activity.resetAsked),
  'session.ended': ({ data, teller }) => ({ text: teller.words.activity.sessionEnded[data.reason] }),
  'sessions.closed': ({ data, teller }) => ({
    text: teller.words.activity.sessionsClosed(data.sessionsEnded),
  }),
  'account.created': ({ data, teller }) => ({ text: teller.words.activity.created[data.how] }),
  'account.locked': ({ group, teller: { words } }) => ({
    text: group.head.actor === 'not-me' ? words.activity.lockedForSafety : words.activity.locked,
  }),
  'account.unlocked': plain((a) => a.unlocked),
  'account.warned': ({ data, teller }) => ({
    text: teller.words.activity.warned(teller.day(data.deletedAt)),
  }),
  'account.deleted': plain((a) => a.deleted),
  'account.deletion-asked': ({ data, teller }) =>
    notable(teller.words.activity.deletionAsked(teller.day(data.dueAt))),
  'account.deletion-cancelled': ({ data, teller }) => ({
    text: teller.words.activity.deletionCancelled[data.how],
  }),
  'account.renamed': ({ teller }) => notable(teller.words.activity.renamed),
  'account.language-changed': ({ data, teller }) => ({
    text: teller.words.activity.languageChanged[data.language],
  }),
  'account.data-given': ({ group, teller: { words } }) =>
    group.head.actor === null ? notable(words.activity.dataGiven) : { text: words.activity.dataGivenByHelp },
  'account.groups-changed': ({ data, teller }) => ({
    text: teller.words.activity.groupsChanged(data.added.join(', '), data.removed.join(', ')),
  }),
  'email.change-asked': ({ teller }) => notable(teller.words.activity.emailAsked),
  'email.change-cancelled': plain((a) => a.emailGivenUp),
  'email.changed': ({ teller }) => notable(teller.words.activity.emailChanged),
  'email.restored': plain((a) => a.emailRestored),
  'renewal.announced': ({ data, teller }) => ({
    text: teller.words.activity.renewalAnnounced(teller.day(data.dueAt)),
  }),
  'renewal.required': ({ data, teller: { words } }) => ({
    text: words.activity.renewalRequired(words.renewal.reasons[data.reason]),
  }),
  'sign-up.asked': ({ teller }) => notable(teller.words.activity.signUpAsked),
  'not-me.reported': ({ data, teller }) => ({
    text: teller.words.activity.notMeReported(data.sessionsEnded, data.devicesForgotten),
  }),
  'limit.reached': ({ teller }) => alarm(teller.words.activity.limitReached),
  'device.recognised': ({ teller }) => notable(teller.words.activity.deviceRecognised),
  'devices.forgotten': ({ data, teller }) => ({
    text: teller.words.activity.devicesForgotten(data.devicesForgotten),
  }),
  'tool.refused': ofTool((a, tool) => a.toolRefused(tool)),
  'tool.opened': ({ data, count, teller }) => ({
    text: teller.words.activity.toolOpened(teller.toolName(data.tool), count),
  }),
  'tool.ticket-refused': ofTool((a, tool) => a.toolTicketRefused(tool), 'look'),
  'tool.replayed': ofTool((a, tool) => a.toolReplayed(tool), 'look'),
  'tool.consent-given': ofTool((a, tool) => a.consentGiven(tool)),
  'tool.consent-withdrawn': ofTool((a, tool) => a.consentWithdrawn(tool)),
  'tool.logout-told': ofTool((a, tool) => a.logoutTold(tool)),
  'tool.logout-failed': ({ data, teller }) => {
    const { logoutGivenUp, logoutFailed } = teller.words.activity;
    return { text: (data.givenUp ? logoutGivenUp : logoutFailed)(teller.toolName(data.tool)) };
  },
  'mail.refused': ({ teller }) => ({ text: teller.words.activity.mailRefused, look: true }),
  'link.refused': plain((a) => a.linkRefused),
  'tool.added': null,
  'tool.removed': null,
  'tool.secret-made': null,
  'risk.threshold-learned': null,
  'risk.frozen': null,
  'risk.resumed': null,
  'signing-keys.rotated': null,
};

type ActivityWords = Words['activity'];

/** Something failed: to look at, and to report. */
const alarm = (text: string): Said => ({ text, look: true, report: true });
/** Something that a thief would do too: to report. */
const notable = (text: string): Said => ({ text, report: true });

function plain(pick: (words: ActivityWords) => string): (of: { teller: Teller }) => Said {
  return ({ teller }) => ({ text: pick(teller.words.activity) });
}

function ofTool(say: (words: ActivityWords, tool: string) => string, look?: 'look') {
  return ({ data, teller }: { data: { tool: string }; teller: Teller }): Said => ({
    text: say(teller.words.activity, teller.toolName(data.tool)),
    ...(look && { look: true, report: true }),
  });
}

/** The sentence of a group; null for what is about nobody, and for events of a later version. */
export function say(group: Group<AuditRecord>, teller: Teller): Said | null {
  const { type, data, address } = group.head;
  const sentence = sentences[type] as ((of: Told<AuditType>) => Said) | null | undefined;
  if (!sentence) return null;
  const label = typeof data.label === 'string' ? data.label : null;
  return sentence({
    data: data as AuditData[AuditType],
    count: 1 + group.rest.length,
    from: teller.words.activity.from(label, teller.placeOf(address)),
    group,
    teller,
  });
}

function signedIn({ data, from, group, teller }: Told<'sign-in.succeeded'>): Said {
  const words = teller.words.activity;
  const having = (type: AuditType) => group.rest.filter((entry) => entry.type === type);
  const wrong = having('code.refused').length;
  const factors = having('factor.accepted').map(
    ({ data: { factor } }) => words.factorUsed[factor as keyof typeof words.factorUsed],
  );
  const replaced = having('session.ended').some((entry) => entry.data.reason === 'replaced');
  const parts = [
    words.signedIn(from),
    data.amr.includes('mail') ? words.codeWasAsked(quoted(data.reasons, teller)) : '',
    ...factors,
    wrong > 0 ? words.wrongBefore(wrong) : '',
    data.device === 'shared' ? words.shared : '',
    having('device.recognised').length > 0 ? words.recognised : '',
    replaced ? words.replaced : '',
  ];
  const text = parts.filter(Boolean).join(' ');
  // A sign-in from a device that the account knew is everyday life: no button on each.
  return { text, ...(wrong > 0 && { look: true }), report: data.device !== 'known' || wrong > 0 };
}

function refused(
  reason: AuditData['sign-in.refused']['reason'],
  { count, from, teller }: Pick<Told<'sign-in.refused'>, 'count' | 'from' | 'teller'>,
): Said {
  const words = teller.words.activity;
  switch (reason) {
    case 'wrong-password':
    case 'unknown-account':
      return alarm(words.refused(count, from));
    case 'too-many-tries':
      return alarm(words.tooMany(from));
    case 'account-locked':
      return alarm(words.whileLocked(from));
    case 'overloaded':
      return { text: words.overloaded(from) };
    default:
      return reason satisfies never;
  }
}

/** How long somebody may still stand at the code page. */
const answerMs = hourMs;

/** A code that nobody gave, with every wrong one. */
function unanswered({ data, from, group, teller }: Told<'code.asked'>): Said {
  const words = teller.words.activity;
  const wrong = group.rest.filter(({ type }) => type === 'code.refused' || type === 'factor.refused').length;
  const wrongCodes = wrong === 0 ? '' : ` ${words.wrongCodes(wrong)}`;
  if (teller.now - group.head.at < answerMs) return notable(words.unansweredYet(from) + wrongCodes);
  return data.channel === 'factor'
    ? alarm(words.unansweredFactor(from) + wrongCodes)
    : alarm(words.unanswered(from, quoted(data.reasons, teller)) + wrongCodes);
}

/** Why a code was asked, in the words that the code page used. */
function quoted(reasons: readonly string[], { words }: Teller): string {
  const said: Record<string, string> = words.code.reasons;
  return words.activity.quoted(
    reasons
      .map((reason) => said[reason] ?? '')
      .filter(Boolean)
      .join(' '),
  );
}
