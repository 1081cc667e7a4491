import type { account as frAccount } from './fr-my-account.ts';

const alsoClosed = (sessions: number): string =>
  sessions === 0 ? '' : sessions === 1 ? ' 1 session was closed.' : ` ${sessions} sessions were closed.`;

export const account = {
  title: 'My account',
  menu: 'Parts of the account',
  sections: {
    profile: 'Profile',
    password: 'Password',
    factors: 'Account protection',
    devices: 'Recognised devices',
    sessions: 'Sessions',
    activity: 'Recent activity',
    tools: 'Authorised tools',
    data: 'My data',
  },
  cancel: 'Cancel',
  save: 'Save',
  change: 'Change',
  unknownPlace: 'Unknown place',

  profile: {
    lead: 'Your name and address are given to the tools that you open.',
    name: 'Name',
    email: 'E-mail address',
    language: 'Language',
    languages: { fr: 'Français', en: 'English' },
    changeName: 'Change the name',
    changeEmail: 'Change the e-mail address',
    changeLanguage: 'Change the language',
    pending: (email) => `${email} waits to be confirmed: open the e-mail that we sent there.`,
    giveUp: 'Give up',
    giveUpOf: (email) => `Give up the change to ${email}`,
    nameTitle: 'Change your name',
    nameLabel: 'First and last name',
    languageTitle: 'Choose your language',
    languageLabel: 'Language of pages and e-mails',
  },

  password: {
    since: (date) => `Changed on ${date}.`,
    length: (min) => `It has at least ${min} characters.`,
    noneYet: 'You have no password at the moment.',
    change: 'Change the password',
    title: 'Change the password',
    current: 'Current password',
    submit: 'Change the password',
    effects: 'Your other sessions will be closed and your other devices forgotten.',
    none: 'No password opens this account at the moment. Receive a link by e-mail to choose one.',
    byLink: 'Receive a link',
    problems: {
      empty: 'Enter your current password.',
      wrong: 'This is not your current password.',
    },
  },

  email: {
    title: 'Change the address',
    lead: 'We send an e-mail to the new address to confirm it. Until then nothing changes. The former address will be told and can undo the change for 7 days.',
    label: 'New e-mail address',
    submit: 'Send the confirmation',
    problems: {
      same: 'This is the address of your account already.',
      'domain-refused': 'Accounts of this portal accept no address of this domain.',
    },
  },

  factors: {
    lead: 'A second way to sign in protects your account, even if your password is known.',
    none: 'No second way to sign in is registered: a code is asked of you by e-mail from time to time.',
    passkeys: (count) => (count === 1 ? '1 passkey' : `${count} passkeys`),
    authenticator: 'authenticator application',
    recoveryCodes: (left) => (left === 1 ? '1 recovery code' : `${left} recovery codes`),
    manage: 'Manage',
    manageOf: 'Manage the account protection',
    add: 'Protect my account',
  },

  devices: {
    lead: 'On these devices we ask you for a code less often.',
    none: 'No device is recognised: a code is asked of you at every sign-in.',
    here: 'This device',
    facts: (since, used) => `recognised since ${since} · used ${used}`,
    forget: 'Forget',
    forgetOf: (label, place, here) => `Forget ${label}, ${here ? 'this device' : place}`,
    forgetAll: 'Forget all',
  },

  sessions: {
    lead: 'The places where you are signed in at the moment.',
    here: 'Current session',
    facts: (opened, used) => `opened ${opened} · used ${used}`,
    close: 'Close',
    closeOf: (label, opened) => `Close the session ${label}, opened ${opened}`,
    closeOthers: 'Close the other sessions',
    closeAll: 'Close all',
    alone: 'You are signed in nowhere else.',
  },

  tools: {
    lead: 'These tools, from outside the organisation, know who you are because you accepted it.',
    none: 'No outside tool is authorised to know who you are.',
    facts: (since, what) => `authorised on ${since} · knows ${what}`,
    scopes: {
      openid: 'a number that stands for you',
      profile: 'your name',
      email: 'your address',
      groups: 'your groups',
      offline_access: 'this even while you are away',
    },
    withdraw: 'Withdraw',
    withdrawOf: (tool) => `Withdraw the authorisation of ${tool}`,
    opened: 'Open at the moment',
    openedFacts: (when) => `opened ${when}`,
    here: 'This session',
  },

  data: {
    lead: 'Everything that the portal keeps about you, in a file that you can read. Ten copies a day at most.',
    download: 'Download my data',
    deletion: 'Delete my account',
    deletionLead: 'The account is deleted 14 days after you ask for it, time enough to change your mind.',
    about:
      'This is everything that the portal keeps about you. Times are UTC. Not included are secrets (the hash of your password, those of your passkeys and applications) and the counters that limit tries, kept for some hours in a form in which they cannot be found by person. “habits” counts what the portal learned of your usual sign-ins, without retaining which.',
  },

  deletion: {
    due: (date) => `Your account will be deleted on ${date}.`,
    dueLead: 'Until then you can go on using it and change your mind.',
    cancel: 'Cancel the deletion',
    title: 'Delete my account',
    lead: 'This is what will happen:',
    effects: (date, days) => [
      `your account will be deleted on ${date}, in ${days} days;`,
      'until then you can sign in and cancel the deletion;',
      'what we hold about you is erased: name, address, devices, sessions, ways to sign in;',
      'your tools can no longer be opened with this account;',
      'the security log keeps, for as long as the law says, traces without your name or address;',
      'two e-mails tell you: one now, one at the deletion.',
    ],
    submit: 'Delete my account',
    lastAdmin:
      'You are the only administrator of the portal: appoint another before you delete your account.',
  },

  done: {
    name: 'Your name is changed.',
    language: 'Your language is changed.',
    password: 'Your password is changed. Your other sessions were closed.',
    'email-asked': (email) =>
      `An e-mail is about to be sent to ${email}. Open it within 24 hours to confirm that address.`,
    'email-cancelled': 'The change of address is given up.',
    device: (label, sessions) => `${label} is forgotten.${alsoClosed(sessions)}`,
    devices: (devices, sessions) =>
      `${devices <= 1 ? 'Your device is forgotten' : `${devices} devices are forgotten`}.${alsoClosed(sessions)}`,
    sessions: (sessions) => (sessions === 0 ? 'No other session was open.' : alsoClosed(sessions).trim()),
    deletion: (date) => `Noted: your account will be deleted on ${date}. An e-mail confirms it.`,
    'deletion-cancelled': 'Your account will not be deleted.',
    consent: (tool) => `“${tool}” is no longer authorised to know who you are.`,
  },
} satisfies typeof frAccount;
