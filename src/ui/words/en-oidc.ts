import type { consent as frConsent } from './fr-oidc.ts';

/** What a third party's tool asks of a member. */
export const consent = {
  title: (tool) => `Allow “${tool}”?`,
  lead: (tool, brand) =>
    `“${tool}” is not one of your ${brand.beside} tools. It asks for your permission to know who you are.`,
  learns: 'If you accept, it will know:',
  id: 'a number that stands for you, a different one for each tool',
  name: 'your name:',
  email: 'your email address:',
  groups: 'the groups that you are in',
  offline: 'all of this even while you are signed out, for 30 days',
  never: 'It will never know your password.',
  later: 'You can change your mind: “My account”, “Authorised tools”.',
  yes: 'Accept',
  no: 'Refuse',
} satisfies typeof frConsent;
