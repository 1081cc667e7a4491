import type { home as frHome } from './fr-portal.ts';

export const home = {
  pageTitle: 'Your tools',
  hello: (name) => `Hello ${name}`,
  title: (brand) => `You are signed in to the ${brand.beside} portal.`,
  lastSignIn: (when, label) => `Last sign-in: ${when}${label ? `, ${label}` : ''}`,
  firstSignIn: 'This is your first sign-in.',
  notMe: 'Was it not you?',
  tools: 'Your tools',
  noTools: 'No tool yet',
  noToolsLead: 'Your tools will appear here as soon as your organisation opens them to you.',
  noToolsHelp: 'Is one missing? Contact the help desk',
  bar: 'Account and help',
  menu: ', account menu',
  account: 'My account',
  signOut: 'Sign out',
} satisfies typeof frHome;
