import type { frAccountMails } from './fr-mails-account.ts';

export const enAccountMails = {
  emailVerify: {
    subject: (brand) => `${brand.start}: confirm your new address.`,
    preview: 'One step for this address to become your account’s.',
    title: 'Confirm your new address',
    what: (brand) =>
      `You asked for this address to become that of your ${brand.beside} account. Nothing changes until you confirm it.`,
    button: 'Confirm this address',
    signedIn: 'The portal will ask you to sign in with your current address.',
    ignored: 'Ignore this message: no account changes its address.',
  },
  emailTaken: {
    subject: (brand) => `${brand.start}: this address already has an account.`,
    preview: 'It cannot become that of another account.',
    title: 'This address already has an account',
    what: (brand) =>
      `You asked for this address to become that of another ${brand.beside} account. It already has its own: nothing has changed.`,
    how: 'To use it nevertheless, first sign in to the account of this address and change it there, or delete that account.',
    button: 'Sign in',
    ignored: 'Ignore this message: nothing has changed.',
  },
  emailChanged: {
    subject: (brand) => `${brand.start}: your e-mail address was changed.`,
    preview: 'If it was you, there is nothing to do.',
    title: 'Your address was changed',
    what: (brand) =>
      `Your ${brand.beside} account has another e-mail address. This one no longer signs in to it.`,
    newAddress: 'New address',
    notYou: (days) =>
      `Click the button below: your address is put back, every sign-in is closed and an e-mail lets you choose a new password. This link is valid for ${days} days.`,
    undo: 'Put my address back',
  },
  deletionAhead: {
    subject: (brand) => `${brand.start}: you asked for your account to be deleted.`,
    preview: (date) => `It will be deleted on ${date}. Until then you may change your mind.`,
    title: 'Your account is going to be deleted',
    hello: (name) => `Hello ${name},`,
    what: (brand, date) =>
      `You asked for your ${brand.beside} account to be deleted. It will be deleted on ${date}, with what we hold about you.`,
    mind: 'Have you changed your mind?',
    cancel: 'Sign in before that date and choose “Cancel the deletion”.',
    button: 'Sign in',
  },
  accountDeleted: {
    subject: (brand) => `${brand.start}: your account was deleted.`,
    preview: 'What we held about you is erased.',
    title: 'Your account was deleted',
    what: (brand) =>
      `Your ${brand.beside} account was deleted, with what we held about you. This is the last message that we send you.`,
    unexpected: 'Did you not ask for it?',
    ask: 'Tell the help desk.',
  },
  staffAlert: {
    subject: (brand) => `${brand.start}: a member reports an intrusion.`,
    preview: '“It was not me”: the account was made safe.',
    title: 'A member reports an intrusion',
    what: {
      'not-me': 'This member answered “It was not me” and the portal made their account safe.',
      'email-undo':
        'This member had the address of their account put back, which they had not changed, and the portal made their account safe.',
    },
    member: 'Member',
    from: 'Reported from',
    done: 'What was done',
    doneList: (of) =>
      [
        'password voided',
        `sessions closed: ${of.sessions}`,
        `devices forgotten: ${of.devices}`,
        of.factors > 0 ? `ways to sign in removed: ${of.factors}` : '',
        of.consents > 0 ? `authorisations of tools withdrawn: ${of.consents}` : '',
        of.emailRestored ? 'former address put back' : '',
        of.deletionCancelled ? 'deletion of the account cancelled' : '',
        of.locked ? 'account disabled, because the former address is that of another account' : '',
      ]
        .filter(Boolean)
        .join(', '),
    look: 'To know more:',
    command: (email) => `poterne account show ${email}`,
    promise: 'This message goes to the operators and administrators of the portal.',
  },
} satisfies typeof frAccountMails;
