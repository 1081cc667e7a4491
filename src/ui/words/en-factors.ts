import type { Brand } from '../brand.ts';
import type * as fr from './fr-factors.ts';

const codesLeft = (left: number) =>
  left === 1 ? 'You have 1 recovery code left.' : `You have ${left} recovery codes left.`;

export const passkey: typeof fr.passkey = {
  signIn: 'Sign in with a passkey',
  use: 'Use my passkey',
  create: 'Add a passkey',
  cancelled: 'No passkey was used. You can try again.',
  unsupported:
    'This browser does not offer passkeys (or scripts are off in it). Use a recent browser, or another way.',
};

export const factor: typeof fr.factor = {
  title: 'Second check',
  lead: 'Your account is protected by a second way to sign in. That is what we ask you for.',
  passkeyOnly: 'Confirm that it is you with the passkey of your account.',
  authenticator: 'Open your authenticator application and copy the code that it shows.',
  label: '6-digit code of the application',
  submit: 'Verify',
  recovery: 'Use a recovery code',
  notRecovery: 'Use the application or the passkey',
  recoveryTitle: 'Recovery code',
  recoveryLead: 'Type one of the codes that you printed or saved. Each works once.',
  recoveryLabel: 'Recovery code',
  recoveryHint: '16 letters and digits, with or without hyphens, such as 7K3M-Q2XR-9DTF-0WVB.',
  lost: 'You have none of these any more? Contact the help desk: it can remove them from your account.',
  problems: {
    empty: 'Type the code that the application shows.',
    'not-six-digits': 'The code has 6 digits. Copy it from the application.',
    wrong: (left) =>
      `This code is not the right one. ${left === 1 ? 'You have 1 try left.' : `You have ${left} tries left.`}`,
    used: 'This code was used already. Wait until the application shows another.',
    'recovery-empty': 'Type a recovery code.',
    'not-a-recovery-code': 'A recovery code has 16 letters and digits. Check it.',
    'recovery-wrong': (left) =>
      `This recovery code is not right, or it was used already. ${left === 1 ? 'You have 1 try left.' : `You have ${left} tries left.`}`,
    passkey: 'This passkey could not be verified. Try again, or use another way.',
  },
};

export const factors: typeof fr.factors = {
  title: 'Account protection',
  lead: 'A second way to sign in protects your account even from someone who knows your password.',
  none: 'No second way is set up: we mail you a code from time to time.',
  passkeys: 'Passkeys',
  passkeysLead:
    'The fingerprint, face or code of your device takes the place of the password. Nothing to remember, nothing to copy.',
  yours: 'Your passkeys',
  added: (date) => `Added ${date}`,
  lastUsed: (date) => `used ${date}`,
  neverUsed: 'never used',
  authenticatorAdded: (date) => `Set up ${date}`,
  manage: 'Manage',
  managePasskeys: 'Manage passkeys',
  addPasskey: 'Add a passkey',
  addLead:
    'Give it a name to know it by later, then follow what your device says. You can then sign in without a password.',
  name: 'Name of the passkey',
  rename: 'Rename',
  renameOf: (name) => `Rename the passkey ${name}`,
  remove: 'Remove',
  removeOf: (name) => `Remove the passkey ${name}`,
  newName: 'New name',
  removeHint: 'If you remove a passkey here, remove it from the device too.',
  tooMany: 'You have as many passkeys as there can be. Remove one to add another.',
  authenticator: 'Authenticator application',
  authenticatorLead: 'An application on your phone shows a 6-digit code, even without a network.',
  addAuthenticator: 'Set up an application',
  replaceAuthenticator: 'Replace the application',
  replaceLead: 'The application that is set up today stops working once the new one is confirmed.',
  removeAuthenticator: 'Remove the application',
  scan: '1. In the application, add an account and scan this picture.',
  qr: 'QR code to scan with the authenticator application',
  byHand: 'You cannot scan it? Type this key in the application:',
  open: 'On this phone? Open the application',
  confirm: '2. Copy the code that the application shows.',
  confirmLabel: '6-digit code of the application',
  confirmSubmit: 'Save the application',
  setUpExpired: 'This page was open for too long. Scan the new picture, then try again.',
  recoveryCodes: 'Recovery codes',
  recoveryLead: 'To sign in on the day when you have neither your phone nor your passkey.',
  left: codesLeft,
  noneLeft: 'You have no recovery code left.',
  few: (left) => `${codesLeft(left)} Make new ones: the former ones stop working.`,
  makeCodes: 'Make new codes',
  makeLead: 'Ten new codes take the place of the former ones, which stop working.',
  needFactor: 'Add a passkey or an application first: the recovery codes come with it.',
  codesTitle: 'Your recovery codes',
  codesLead:
    'Each code works once. Print them or keep them in a safe place: this page will not show them again.',
  download: 'Download the codes',
  codesFile: (brand: Brand) => `Recovery codes of the portal of ${brand.alone}`,
  codesKept: 'I have kept my codes',
  codesGone: 'These codes cannot be shown any more. Make new ones if you have not kept them.',
  lastOfOperator: 'Your role asks for a second way to sign in: add another before you remove this one.',
  done: {
    'passkey-added': 'The passkey is added.',
    'passkey-renamed': 'The passkey is renamed.',
    'passkey-removed': 'The passkey is removed.',
    'authenticator-added': 'The application is set up.',
    'authenticator-removed': 'The application is removed.',
  },
  problems: {
    name: {
      empty: 'Give this passkey a name.',
      'too-long': 'This name is too long. Type 60 characters at most.',
      'not-text': 'This name holds a character that we cannot store.',
    },
    notMade: 'The passkey could not be made. Try again.',
    exists: 'This passkey is there already.',
    wrong:
      'This code is not the right one. Check that the time of the phone is right, then copy the code shown.',
  },
};

export const enrolment: typeof fr.enrolment = {
  title: 'Activate your account',
  account: 'For the account',
  lead: 'Your role opens other people’s accounts: you need a password and a second way to sign in.',
  step: (now, of) => `Step ${now} of ${of}`,
  passwordTitle: 'Choose a password',
  passwordSubmit: 'Save the password',
  factorTitle: 'Add a second way to sign in',
  choose: 'Choose a passkey or an authenticator application. You can add the other later.',
  codesTitle: 'Keep your recovery codes',
  finish: 'I have kept my codes',
  doneTitle: 'Your account is ready.',
  done: 'Sign in: we will ask for your second way.',
  signIn: 'Sign in',
};
