import type { emailChange as frEmailChange } from './fr-email-change.ts';

export const emailChange = {
  title: 'Confirm your new address',
  lead: 'The address of your account will become',
  confirm: 'Confirm this address',
  signInFirst: 'To confirm, sign in with the current address of your account.',
  otherAccount: 'You are signed in to another account than the one whose address changes.',
  signIn: 'Sign in',
  notAsked: 'Did you ask for nothing? Just close this page: nothing changes.',
  doneTitle: 'Your address is changed.',
  done: 'The address of your account is now',
  doneAny: 'The address of your account was changed.',
  doneNext:
    'From now on, sign in with this address. An e-mail announces it to the former one, which can undo the change for 7 days.',
  undoTitle: 'Put your address back?',
  undoLead: 'The address of your account will be again',
  undoFirst: 'the address above becomes that of the account again;',
  undo: 'Yes, put my address back',
  undoItWasMe: 'Was it you who changed the address? Just close this page: nothing changes.',
} satisfies typeof frEmailChange;
