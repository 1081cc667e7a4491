import type { account as frAccount } from './fr-my-account.ts';

export const account = {
  title: 'My account',
  menu: 'Parts of the account',
  sections: {
    profile: 'Profile',
    password: 'Password',
    factors: 'Sign-in protection',
    devices: 'Recognised devices',
    sessions: 'Sessions',
    activity: 'Recent activity',
    tools: 'Authorised tools',
    data: 'My data',
  },
  cancel: 'Cancel',
  save: 'Save',

  deletion: {
    due: (date) => `Your account will be deleted on ${date}.`,
    dueLead: 'Until then you can go on using it and change your mind.',
    cancel: 'Cancel the deletion',
  },
} satisfies typeof frAccount;
