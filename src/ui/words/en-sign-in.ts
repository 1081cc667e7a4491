import type { code as frCode, renewal as frRenewal, signIn as frSignIn } from './fr-sign-in.ts';

export const signIn = {
  title: 'Sign in',
  lead: (brand) => `Sign in to access your ${brand.beside} tools.`,
  next: 'Continue',
  signUp: 'Create an account',
  passwordTitle: 'Enter your password',
  passwordLead: (brand) => `Enter the password of your ${brand.beside} account`,
  submit: 'Sign in',
  submitting: 'Signing in…',
  forgotten: 'Forgotten password',
  suggestBefore: 'Did you mean ',
  suggestAfter: '?',
} satisfies typeof frSignIn;

export const code = {
  title: 'Anti-fraud security check',
  reasons: {
    'first-sign-in': 'This is your first sign-in.',
    'unknown-device': 'We do not recognise this device.',
    'unusual-country': 'This sign-in comes from an unusual country.',
    'unusual-place': 'This sign-in comes from an unusual place.',
    'unusual-browser': 'This sign-in uses an unusual browser.',
    asked: 'What you are opening asks to confirm that it is you.',
    regular: 'We ask for a code regularly, for security.',
    role: 'Your role always asks for a second way to sign in.',
    'new-password': 'Your password has just changed.',
    suspicion: 'We have a doubt about the security of your account.',
  },
  sent: 'We have sent a sign-in code to the mailbox',
  fetch: 'Please open it to find the code, then enter the code below.',
  valid: 'The code is valid for 10 minutes.',
  notFound: 'If you cannot find the code, check your spam folder. Otherwise you can ask for a new code.',
  label: '6-digit sign-in code',
  shared: 'Shared device: do not recognise it',
  submit: 'Verify',
  submitting: 'Verifying…',
  resendAsk: 'No e-mail received?',
  resend: 'Send again',
  resendWait: 'Send again in {n} s',
  resendFrom: (inWords) => `You can ask for a new code ${inWords}.`,
  resent: 'A new code has just been sent. The previous one no longer works.',
  expired: 'This code has expired. Ask for a new one.',
  late: 'E-mails are being delivered late at the moment. Your code may take a few minutes to arrive.',
  noResend: 'You have already asked for 3 new codes. Enter the last one received, or start signing in again.',
  restart: 'Start signing in again',
  triesLeft: (left) => (left === 1 ? 'You have 1 try left.' : `You have ${left} tries left.`),
  problems: {
    empty: 'Enter the code received by e-mail.',
    'not-six-digits': 'The code has 6 digits. Copy it from the e-mail.',
    wrong: (left) =>
      `This code is not the right one. ${left === 1 ? 'You have 1 try left.' : `You have ${left} tries left.`}`,
    expired: 'This code has expired. Ask for a new one.',
  },
  linkTitle: 'Check your mailbox',
  linkSent: 'We have sent a sign-in link to the mailbox',
  linkWhy: 'Too many wrong codes were entered for this account: for security, a link replaces the code.',
  linkOpen: 'Open this e-mail on this device, click the link, then “Continue”.',
  linkNotFound: 'If you cannot find the e-mail, check your spam folder.',
  confirmTitle: 'Continue signing in',
  confirmLead: 'To finish signing in to the account',
  confirmNotYou: 'If you did not ask to sign in, close this page.',
  confirm: 'Continue',
} satisfies typeof frCode;

export const renewal = {
  title: 'Choose a new password',
  account: 'For the account',
  reasons: {
    breached: 'Your password appears in a published data breach.',
    suspicion: 'Unusual activity was reported on your account.',
    policy: 'The security rules have changed: your password must be renewed.',
    operator: 'The help desk has asked for your password to be renewed.',
    calendar: 'Your password must be renewed.',
  },
} satisfies typeof frRenewal;

export const onward = {
  title: 'You are signed in',
  lead: 'We are taking you to your tool.',
  go: 'Continue',
};
