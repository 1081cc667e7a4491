import type { signedOut as frSignedOut, signOut as frSignOut } from './fr-sign-out.ts';

export const signOut = {
  title: 'Sign out',
  lead: (brand) => `You will be signed out of the ${brand.beside} portal and of all your tools.`,
  asked: (tool) => `${tool} asks to sign you out.`,
  someone: 'A page asks to sign you out.',
  button: 'Sign out',
  busy: 'Signing out…',
  stay: 'Stay signed in',
  going: 'Signing out…',
  goingLead: 'If nothing happens, press "Sign out".',
} satisfies typeof frSignOut;

export const signedOut = {
  title: 'You are signed out.',
  lead: 'On a shared device, also close the browser window.',
  again: 'Sign in',
  untold: (tool) => `${tool} did not answer: sign out there, or close the browser.`,
  untoldLater: 'We keep asking it.',
  next: (tool) => `Back to ${tool}`,
  nextPlain: 'Continue',
} satisfies typeof frSignedOut;
