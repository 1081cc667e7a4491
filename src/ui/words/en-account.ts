import type { notMe as frNotMe, reset as frReset, signUp as frSignUp } from './fr-account.ts';

const many = (count: number, one: string, more: string): string =>
  count === 0 ? '' : `${count} ${count === 1 ? one : more}.`;

export const reset = {
  title: 'Forgotten password',
  lead: 'Click “Continue” to receive a renewal link by e-mail.',
  submit: 'Continue',
  sentTitle: 'Check your mailbox',
  sent: 'If your account exists, a renewal link is about to be sent to the mailbox',
  subject: 'Look for an e-mail with the subject:',
  life: 'The link is valid for 60 minutes and works only once.',
  check: 'Check your mailbox and your spam folder if you do not see it.',
  resendFrom: (inWords) => `You can ask for a new link ${inWords}.`,
  newTitle: 'Choose a new password',
  account: 'For the account',
  doneTitle: 'Your password is updated.',
  done: 'Now sign in again with your new password.',
  doneSessions: 'As a precaution, your other sessions were closed.',
  signIn: 'Sign in',
} satisfies typeof frReset;

export const signUp = {
  title: 'Create an account',
  lead: 'We first verify your address: an e-mail will be sent to you.',
  submit: 'Continue',
  have: 'I already have an account',
  sentTitle: 'Check your mailbox',
  sent: 'An e-mail is about to be sent to the mailbox',
  sentNext: 'Open it and click the verification button to go on creating your account.',
  life: 'The link is valid for 48 hours and works only once.',
  check: 'Check your mailbox and your spam folder if you do not see it.',
  resendFrom: (inWords) => `You can ask for a new e-mail ${inWords}.`,
  detailsTitle: 'Finish creating the account',
  detailsLead: 'Your address is verified. All that is left is your name and a password.',
  name: 'First name and last name',
  password: 'Password',
  confirm: 'Confirm the password',
  create: 'Create the account',
  creating: 'Creating the account…',
  doneTitle: 'Your account is created.',
  done: (brand) => `Sign in to access your ${brand.beside} tools.`,
  signIn: 'Sign in',
} satisfies typeof frSignUp;

export const notMe = {
  title: 'Was it not you?',
  lead: 'You are telling us that somebody else used the account',
  will: 'When you confirm:',
  effects: [
    'all the sessions of this account are closed;',
    'the current password stops working;',
    'the recognised devices are forgotten;',
    'passkeys and applications added since are removed, and no tool is authorised any more;',
    'a change of address or a deletion under way is cancelled;',
    'the team that runs the portal is told;',
    'you receive an e-mail to choose a new password.',
  ],
  restores: (email) => `the address ${email} becomes that of the account again;`,
  confirm: 'Yes, it was not me',
  confirming: 'Protecting the account…',
  itWasMe: 'Was it you after all? Just close this page: nothing changes.',
  doneTitle: 'Your account is protected.',
  done: 'All sessions are closed, the old password no longer works and the recognised devices are forgotten.',
  doneList: (of) =>
    [
      'The old password no longer works.',
      of.sessions === 0 ? 'No session was open.' : many(of.sessions, 'session closed', 'sessions closed'),
      many(of.devices, 'recognised device forgotten', 'recognised devices forgotten'),
      many(of.factors, 'way to sign in, added since, removed', 'ways to sign in, added since, removed'),
      many(of.consents, 'tool no longer authorised', 'tools no longer authorised'),
      of.emailRestored ? 'Your former address is back.' : '',
      of.deletionCancelled ? 'The deletion of the account is cancelled.' : '',
      of.locked
        ? 'Your former address is now that of another account: to be safe, this one is disabled.'
        : '',
      of.operatorsTold > 0 ? 'The team that runs the portal has been told.' : '',
    ].filter(Boolean),
  lockedNext: 'Contact the help desk to have your account opened again.',
  next: 'An e-mail was sent to you: open it to choose a new password. Its link is valid for 60 minutes; after that, ask for another with “Forgotten password”.',
  advice: 'If you used this password elsewhere, change it there too, starting with your mailbox.',
} satisfies typeof frNotMe;
