import type { help as frHelp } from './fr-help.ts';

export const help = {
  title: 'Help',
  signInTitle: (brand) => `I sign in to the ${brand.beside} portal`,
  signInLead:
    'Most of the time, signing in takes **2 steps only** (user name + password). The additional “**occasional**” steps below appear only at certain moments.',
  signInSteps: (brand) => [
    `Go to the ${brand.beside} portal and enter your e-mail address, then click “**Continue**”`,
    'Enter your password, then click “**Sign in**”',
  ],
  regularly: 'Regularly',
  code: (quoted) =>
    `The portal may ask you to enter a **6-digit sign-in code**. This code **is sent to your mailbox**, with the subject: “**${quoted.codeSubject}**”. Copy the code into the field, then click “**Verify**”. Signing in then goes on normally.`,
  codeWhy:
    'You will be asked for this sign-in code regularly, and not at every sign-in. It may also appear if an unusual sign-in is detected (for example from a different device or place).',
  connected: (brand) => `You are signed in to the ${brand.beside} portal.`,
  occasionally: 'Occasionally',
  renewal:
    'The portal may ask you to choose a new password. Choose a new password (at least 13 characters; mix upper case, lower case, digits and special characters for more security). After this update, signing in goes on normally.',
  resetTitle: 'I renew my password',
  resetLead: 'Your password must have **at least 13 characters**.',
  resetSteps: (quoted) => [
    ['On the page “Enter your password”, click “**Forgotten password**”'],
    [
      'Click “**Continue**” to receive **a renewal link by e-mail**.',
      'The portal confirms that a link is about to be sent to you.',
    ],
    [
      `The renewal e-mail has the subject “**${quoted.resetSubject}**”. Open the e-mail **and click the button that renews the password**. You are then taken to the page that changes the password.`,
      'Check your mailbox and your spam folder if you do not see it.',
    ],
    [
      '**Choose a new password** (at least 13 characters) and confirm it',
      'Mix upper case, lower case, digits and special characters for more security.',
    ],
    ['Click “**Reset the password**”', 'A confirmation is shown. Then sign in again with your new password.'],
  ],
  resetDone: 'Your password is updated.',
  summaryTitle: 'In short',
  summary:
    'Apart from the occasional requests to renew the password and the regular requests for a verification code, signing in works exactly as before: user name + password.',
  contact: 'Do you still need help?',
  backToPortal: 'Back to the portal',
} satisfies typeof frHelp;
