import * as emailChange from '../../src/journeys/email-change/pages.ts';
import * as notMe from '../../src/journeys/not-me/pages.ts';
import { activityPage } from '../../src/my-account/activity/pages.ts';
import { emailPage } from '../../src/my-account/email/pages.ts';
import { overviewPage } from '../../src/my-account/overview/pages.ts';
import type { OverviewFacts } from '../../src/my-account/overview/service.ts';
import { noPasswordPage, passwordPage } from '../../src/my-account/password/pages.ts';
import { deletionPage } from '../../src/my-account/privacy/pages.ts';
import { languagePage, namePage } from '../../src/my-account/profile/pages.ts';
import type { ActivityLine } from '../../src/ui/activity-log.ts';
import type { Html } from '../../src/ui/html.ts';
import type { View } from '../../src/ui/view.ts';

const dayMs = 86_400_000;

/** Every page of « Mon compte » and of a change of address, in every state worth looking at. */
export function sampleAccountPages(
  view: View,
  { email, name, now }: { email: string; name: string; now: number },
): Record<string, Html> {
  const owner = { name, email, deletionDueAt: null };
  const { words } = view;
  const line = (text: string, more: Partial<ActivityLine> = {}): ActivityLine => ({
    when: '9:12',
    iso: '2026-11-21T08:12:00.000Z',
    text,
    look: false,
    event: null,
    ...more,
  });
  const from = words.activity.from('Firefox, Linux', 'Lille');
  const lines = [
    line(words.activity.signedIn(from)),
    line(words.activity.refused(3, from), { look: true, event: '0198-event' }),
    line(words.activity.toolOpened(name, 2)),
  ];
  const seen = { label: 'Chrome, Windows', place: 'Lille', since: now - 80 * dayMs, used: now, here: true };
  const pocket = { ...seen, label: 'Safari, iPhone', place: null, used: now - 2 * dayMs, here: false };
  const facts: OverviewFacts = {
    name,
    language: view.locale,
    pendingEmail: null,
    password: { changedAt: now - 200 * dayMs, minLength: 13 },
    role: 'member',
    held: { passkeys: [], authenticator: null, recoveryCodesLeft: 0 },
    devices: [
      { id: 'd1', ...seen },
      { id: 'd2', ...pocket },
    ],
    sessions: [
      { id: 's1', ...seen },
      { id: 's2', ...pocket },
    ],
    activity: lines,
    authorised: [],
    opened: [],
  };
  const empty: OverviewFacts = {
    ...facts,
    pendingEmail: email,
    password: { changedAt: null, minLength: 13 },
    held: {
      passkeys: [{ id: 'k', name, createdAt: now, lastUsedAt: null, backedUp: true }],
      authenticator: { createdAt: now, lastUsedAt: null },
      recoveryCodesLeft: 1,
    },
    devices: [],
    sessions: [{ id: 's1', ...seen }],
    activity: [],
    authorised: [{ id: 'paie', name, scopes: ['openid', 'email'], givenAt: now - dayMs }],
    opened: [
      { name, openedAt: now, here: true },
      { name: 'Formations', openedAt: now - dayMs, here: false },
    ],
  };
  const wrong = [{ field: 'password', message: words.account.password.problems.wrong }];
  const done = {
    sessions: 2,
    devices: 1,
    factors: 1,
    consents: 0,
    emailRestored: true,
    deletionCancelled: true,
    locked: false,
    operatorsTold: 2,
  };
  const at = { journeyId: '0198-journey', email };
  return {
    account: overviewPage(view, { owner, done: null, now, facts }),
    'account-empty': overviewPage(view, {
      owner: { ...owner, deletionDueAt: now + 14 * dayMs },
      done: { what: 'device', label: name, sessions: 1 },
      now,
      facts: empty,
    }),
    'account-name': namePage(view, { owner, name, errors: [] }),
    'account-name-error': namePage(view, {
      owner,
      name: '',
      errors: [{ field: 'name', message: words.fields.problems.name.empty }],
    }),
    'account-language': languagePage(view, { owner, language: view.locale }),
    'account-password': passwordPage(view, { owner, minLength: 13, errors: [] }),
    'account-password-error': passwordPage(view, { owner, minLength: 13, errors: wrong }),
    'account-no-password': noPasswordPage(view, { owner }),
    'account-email': emailPage(view, { owner, email: '', errors: [] }),
    'account-email-error': emailPage(view, {
      owner,
      email,
      errors: [{ field: 'email', message: words.account.email.problems.same }],
    }),
    'account-activity': activityPage(view, { owner, lines, older: '0198-event', isFirst: true }),
    'account-activity-end': activityPage(view, { owner, lines, older: null, isFirst: false }),
    'account-deletion': deletionPage(view, { owner, dueAt: now + 14 * dayMs, days: 14, may: true }),
    'account-deletion-refused': deletionPage(view, { owner, dueAt: now + 14 * dayMs, days: 14, may: false }),
    'email-change': emailChange.confirmPage(view, { ...at, signInHref: null, other: false }),
    'email-change-elsewhere': emailChange.confirmPage(view, {
      ...at,
      signInHref: '/connexion?suite=scelle',
      other: true,
    }),
    'email-change-done': emailChange.donePage(view, { email }),
    'email-undo': emailChange.undoPage(view, at),
    'email-undone': emailChange.undonePage(view, { done }),
    'not-me-restores': notMe.confirmPage(view, { ...at, restored: email }),
    'not-me-locked': notMe.donePage(view, { done: { ...done, emailRestored: false, locked: true } }),
  };
}
