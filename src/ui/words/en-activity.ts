import type { activity as frActivity } from './fr-activity.ts';

const times = (count: number): string => (count > 1 ? ` (${count} times)` : '');

export const activity = {
  title: 'Recent activity',
  lead: 'Does a line surprise you? Report it, and we make your account safe with you.',
  look: 'Check this',
  notMe: 'It was not me',
  notMeOf: (when) => `It was not me, ${when}`,
  all: 'See all the activity',
  older: 'See older events',
  newest: 'Back to the newest',
  none: 'Nothing has been noted yet.',
  end: 'There is nothing older.',
  unknownPlace: 'unknown place',

  from: (label, place) => (label === null ? ` (${place})` : ` from ${label} (${place})`),
  quoted: (reasons) => `“${reasons}”`,

  signedIn: (from) => `You signed in${from}.`,
  codeWasAsked: (quoted) => `We asked you for a code: ${quoted}`,
  factorUsed: {
    passkey: 'You used your passkey.',
    authenticator: 'You used your authenticator application.',
    'recovery-code': 'You used a recovery code.',
  },
  wrongBefore: (count) =>
    count === 1 ? '1 wrong code had been entered before.' : `${count} wrong codes had been entered before.`,
  recognised: 'This device is now recognised.',
  shared: 'This device is shared: we do not recognise it.',
  replaced: 'Somebody else was signed in on this browser: their session was closed.',

  refused: (count, from) =>
    `${count === 1 ? '1 wrong password' : `${count} wrong passwords`}${from}. Nobody got into your account.`,
  tooMany: (from) => `Too many wrong tries${from}: signing in by password is suspended there for a while.`,
  whileLocked: (from) => `The right password was entered${from}, but the account was disabled.`,
  overloaded: (from) => `A sign-in did not succeed${from}: the portal was overloaded.`,

  unanswered: (from, quoted) =>
    `The right password was entered${from} and a code was asked for: ${quoted} It was not given: nobody got into your account.`,
  unansweredFactor: (from) =>
    `The right password was entered${from}, but not the second way to sign in: nobody got into your account.`,
  unansweredYet: (from) => `The right password was just entered${from}: the sign-in is not finished.`,
  wrongCodes: (count) => (count === 1 ? '1 wrong code was entered.' : `${count} wrong codes were entered.`),

  codeSent: 'A new code was sent.',
  codeRefused: (count) => (count === 1 ? 'A wrong code was entered.' : `${count} wrong codes were entered.`),
  codeAccepted: 'The code that was asked for was accepted.',
  factorRefused: {
    passkey: (count) => `A passkey was refused${times(count)}.`,
    authenticator: (count) => `A wrong code of the application was entered${times(count)}.`,
    'recovery-code': (count) => `A wrong recovery code was entered${times(count)}.`,
  },
  factorAdded: {
    passkey: 'A passkey was added to your account.',
    authenticator: 'An authenticator application was registered.',
    'recovery-code': 'New recovery codes were made.',
  },
  factorRemoved: {
    passkey: 'A passkey was removed.',
    authenticator: 'The authenticator application was removed.',
    'recovery-code': 'The recovery codes were removed.',
    all: 'The help desk removed all your additional ways to sign in.',
  },
  factorMissing:
    'The right password was entered, but this account must first register a second way to sign in.',
  enrolmentLink: 'The help desk prepared a link to register a second way to sign in.',

  passwordChanged: {
    renewal: 'You chose a new password while signing in.',
    link: 'You chose a new password with a link received by e-mail.',
    account: 'You changed your password.',
  },
  checkRefused: (count) => `A wrong current password was entered to change your password${times(count)}.`,
  resetAsked: 'A link to choose a new password was asked for.',
  renewalAnnounced: (date) => `We announced a renewal of the password for ${date}.`,
  renewalRequired: (reason) => `A new password will be asked of you: ${reason}`,

  sessionEnded: {
    'signed-out': 'You signed out.',
    replaced: 'A session was closed: somebody else signed in on the same browser.',
    renewed: 'You signed in again on the same browser.',
    closed: 'You closed a session.',
    'password-changed': 'A session was closed because the password changed.',
    'not-me': 'A session was closed to be safe.',
    'account-locked': 'A session was closed because the account was disabled.',
    operator: 'The help desk closed a session.',
  },
  sessionsClosed: (count) => (count === 1 ? 'You closed a session.' : `You closed ${count} sessions.`),
  devicesForgotten: (count) =>
    count === 1 ? 'You forgot a recognised device.' : `You forgot ${count} recognised devices.`,
  deviceRecognised: 'A device became a recognised device.',

  created: { 'sign-up': 'You made your account.', 'command-line': 'The help desk made your account.' },
  locked: 'The help desk disabled the account.',
  lockedForSafety: 'The account was disabled to be safe.',
  unlocked: 'The help desk enabled the account again.',
  warned: (date) => `We told you that this account, unused, would be deleted on ${date}.`,
  deleted: 'The account was deleted.',
  deletionAsked: (date) => `You asked for the account to be deleted on ${date}.`,
  deletionCancelled: {
    owner: 'You cancelled the deletion of the account.',
    'not-me': 'The deletion of the account was cancelled to be safe.',
  },
  renamed: 'You changed your name.',
  languageChanged: { fr: 'You chose French.', en: 'You chose English.' },
  dataGiven: 'You downloaded your data.',
  dataGivenByHelp: 'The help desk prepared a copy of your data.',
  groupsChanged: (added, removed) =>
    ['The help desk changed your groups.', added && `Added: ${added}.`, removed && `Removed: ${removed}.`]
      .filter(Boolean)
      .join(' '),

  emailAsked: 'You asked to change your e-mail address.',
  emailGivenUp: 'The change of address that had been asked for was given up.',
  emailChanged: 'The e-mail address of the account was changed.',
  emailRestored: 'The former e-mail address was put back.',

  notMeReported: (sessions, devices) =>
    `You reported “It was not me”: password voided, sessions closed: ${sessions}, devices forgotten: ${devices}.`,
  limitReached: 'A safety limit was reached for this account.',
  signUpAsked: 'Somebody asked to make an account with your address, which already has one.',
  mailRefused: 'An e-mail could not be delivered to your address.',
  linkRefused: 'A link received by e-mail was no longer valid.',

  toolOpened: (tool, count) => `You opened “${tool}”${times(count)}.`,
  toolRefused: (tool) => `“${tool}” did not open: you may not use it.`,
  toolTicketRefused: (tool) => `A passage to “${tool}” did not succeed.`,
  toolReplayed: (tool) =>
    `One and the same access to “${tool}” was presented twice: to be safe, it was closed.`,
  consentGiven: (tool) => `You allowed “${tool}” to know who you are.`,
  consentWithdrawn: (tool) => `You took back the authorisation of “${tool}”.`,
  logoutTold: (tool) => `“${tool}” was told that you signed out.`,
  logoutFailed: (tool) => `“${tool}” could not be told yet that you signed out.`,
  logoutGivenUp: (tool) => `“${tool}” could not be told that you signed out: close it yourself too.`,
} satisfies typeof frActivity;
