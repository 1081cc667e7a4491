import type { Brand } from '../brand.ts';
import { enAccountMails } from './en-mails-account.ts';
import type { MailWords } from './fr-mails.ts';

const minutes = (count: number): string =>
  count >= 120 && count % 60 === 0 ? duration(count / 60) : `${count} minute${count === 1 ? '' : 's'}`;
const duration = (hours: number) => {
  if (hours % 24 === 0 && hours >= 48) return `${hours / 24} days`;
  return `${hours} hour${hours === 1 ? '' : 's'}`;
};
const onceOnly = 'and works only once.';

/** The mails in English. */
export const enMails: MailWords = {
  common: {
    asked: 'Requested',
    at: 'Date',
    device: 'Device',
    parisTime: 'Paris time',
    fact: (name, value) => `${name}: ${value}`,
    moment: (date, time, zone) => `${date} at ${time} (${zone})`,
    copyAddress: 'The button does not work? Copy this address into your browser:',
    help: (ways) => `Need help? Contact the help desk: ${ways}`,
    automatic: 'This is an automatic message: please do not reply.',
    never: (brand: Brand) =>
      `${brand.start} will never ask for your password or your code by phone or by e-mail.`,
    linkValid: (count) => `The link is valid for ${minutes(count)}`,
    onceOnly,
    ignore: 'You did not ask for anything?',
    notYou: 'It was not you?',
    wasYou: 'It was you?',
    nothingToDo: 'You have nothing to do.',
    notMe: 'It was not me',
    reportIt: (days) =>
      `Click the button below: all your sessions will be closed, your password will stop working, and an e-mail will let you choose a new one. This link is valid for ${days} days.`,
  },
  code: {
    subject: (brand) => `${brand.start}: your temporary sign-in code.`,
    preview: (count) => `Valid for ${minutes(count)}, once only. Do not give it to anyone.`,
    title: 'Your sign-in code',
    purpose: (brand) =>
      `This code completes your sign-in to the ${brand.beside} portal. Type it in the field on the page, then click “Verify”.`,
    valid: (count) => `The code is valid for ${minutes(count)}`,
    until: (time) => `(until\u00a0${time}) ${onceOnly}`,
    notYou:
      'Do not give this code to anyone: someone may know your password. Go to the portal as usual and choose “Forgotten password”.',
    promise: (brand) =>
      `${brand.start} will never ask for this code by phone or by e-mail. For your safety, this message contains no link.`,
  },
  signInLink: {
    subject: (brand) => `${brand.start}: your sign-in link.`,
    preview: (count) => `Valid for ${minutes(count)}. Do not forward it to anyone.`,
    title: 'Your sign-in link',
    purpose: (brand) =>
      `Too many wrong codes were entered for your ${brand.beside} account. This link replaces the code: it lets you complete your sign-in.`,
    button: 'Complete my sign-in',
    sameDevice: 'Open it on the device where you started to sign in.',
    notYou:
      'Do not open this link and do not forward it to anyone: someone may know your password. Go to the portal as usual and choose “Forgotten password”.',
  },
  newDevice: {
    subject: (brand) => `${brand.start}: new sign-in to your account.`,
    preview: 'From a device that we did not know. If it was you, you have nothing to do.',
    title: 'New sign-in to your account',
    what: (brand) =>
      `Your ${brand.beside} account has just been signed in to, from a device that we did not know.`,
  },
  reset: {
    subject: (brand) => `${brand.start}: request to renew your password.`,
    preview: (count) =>
      `The link is valid for ${minutes(count)}. If you did not ask for it, ignore this message.`,
    title: 'Renew your password',
    what: (brand) => `You asked to renew the password of your ${brand.beside} account.`,
    button: 'Renew my password',
    ignored: 'Ignore this message: your current password remains valid.',
  },
  passwordChanged: {
    subject: (brand) => `${brand.start}: your password was changed.`,
    preview: 'If it was you, you have nothing to do.',
    title: 'Your password was changed',
    what: (brand) =>
      `The password of your ${brand.beside} account has just been changed. For your safety, your other sessions were closed.`,
  },
  factors: {
    subject: (brand) => `${brand.start}: the protection of your account has changed.`,
    usedSubject: (brand) => `${brand.start}: a recovery code was used.`,
    preview: 'If it was you, there is nothing to do.',
    title: 'The protection of your account has changed',
    usedTitle: 'A recovery code was used',
    what: {
      'passkey-added': (brand) => `A passkey has just been added to your ${brand.beside} account.`,
      'passkey-removed': (brand) => `A passkey has just been removed from your ${brand.beside} account.`,
      'authenticator-added': (brand) =>
        `An authenticator application has just been set up for your ${brand.beside} account.`,
      'authenticator-removed': (brand) =>
        `The authenticator application of your ${brand.beside} account has just been removed.`,
      'recovery-codes-made': (brand) =>
        `New recovery codes have just been made for your ${brand.beside} account. The former ones do not work any more.`,
      'recovery-code-used': (brand) =>
        `A recovery code has just been used to sign in to your ${brand.beside} account.`,
      reset: (brand) =>
        `The help desk has just removed your passkeys, your authenticator application and your recovery codes from your ${brand.beside} account.`,
    },
    name: 'Name',
    left: (count) =>
      count === 0
        ? 'You have no recovery code left: make new ones in “My account”.'
        : count === 1
          ? 'You have 1 recovery code left: make new ones in “My account”.'
          : `You have ${count} recovery codes left.`,
    few: (count) => `You have only ${count} recovery codes left: make new ones in “My account”.`,
    asked: 'Did you ask for it?',
  },
  verifyAddress: {
    subject: (brand) => `${brand.start}: confirm your e-mail address.`,
    preview: (count) => `One step towards your account. The link is valid for ${minutes(count)}.`,
    title: 'Confirm your address',
    what: (brand) =>
      `You asked to create an account with ${brand.alone}. Confirm that this address is yours to continue.`,
    button: 'Confirm my address',
    ignored: 'Ignore this message: no account will be created.',
  },
  alreadyHaveAccount: {
    subject: (brand) => `${brand.start}: you already have an account.`,
    preview: 'Sign in with your usual password.',
    title: 'You already have an account',
    what: (brand) =>
      `You asked to create an account with ${brand.alone}, but this address already has one. Sign in with your usual password.`,
    button: 'Sign in',
    forgotten: 'You no longer remember your password?',
    chooseAnother: 'Choose a new one.',
    reset: 'Forgotten password',
    ignored: 'Ignore this message: nothing has changed.',
  },
  invitation: {
    subject: (brand) => `${brand.start}: your account is ready.`,
    preview: 'All that is left is to choose your password.',
    title: 'Your account is ready',
    hello: (name) => `Hello ${name},`,
    what: (brand) =>
      `An account with ${brand.alone} was created for you. All that is left is to choose your password.`,
    button: 'Choose my password',
    valid: (hours) => `The link is valid for ${duration(hours)}`,
    unexpected: 'You did not expect this message?',
    ignored: 'Ignore it, or tell the help desk.',
  },
  renewalAhead: {
    subject: (brand) => `${brand.start}: your password will soon have to be renewed.`,
    preview: 'You have nothing to do today.',
    title: 'Your password will soon have to be renewed',
    what: (brand) =>
      `Passwords of the ${brand.beside} portal are renewed from time to time, and it will soon be the turn of yours.`,
    when: (date) => `From ${date}, the portal will ask you to choose a new one when you sign in.`,
    now: 'Until then:',
    sooner: 'You would rather do it now?',
    how: 'Go to the portal as usual and choose “Forgotten password”.',
    promise: (brand) =>
      `${brand.start} will never ask for your password by phone or by e-mail. For your safety, this message contains no link.`,
  },
  inactive: {
    subject: (brand) => `${brand.start}: your account is about to be deleted.`,
    preview: (date) => `To keep it, sign in before ${date}.`,
    title: 'Your account is about to be deleted',
    what: (brand, date) =>
      `You have not signed in to your ${brand.beside} account for a long time. It will be deleted on ${date}, with your information.`,
    keep: 'You would like to keep it?',
    signIn: 'Sign in before that date.',
    button: 'Sign in',
    noNeed: 'You no longer need it?',
  },
  ...enAccountMails,
  passwordLength: (count) => `Your password must have at least ${count} characters.`,
};
