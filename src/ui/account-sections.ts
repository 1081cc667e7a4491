import { paths } from '../routes.ts';

/** The headings of « Mon compte », in the order in which they stand. */
export const accountSections = [
  'profile',
  'password',
  'factors',
  'devices',
  'sessions',
  'activity',
  'tools',
  'data',
] as const;

export type AccountSection = (typeof accountSections)[number];

/** Where each stands on the page of all; French, because members see it in the address. */
export const accountAnchors: Readonly<Record<AccountSection, string>> = {
  profile: 'profil',
  password: 'mot-de-passe',
  factors: 'protection',
  devices: 'appareils',
  sessions: 'sessions',
  activity: 'activite',
  tools: 'outils',
  data: 'donnees',
};

/** The place of a section on the page of all; `query` without its question mark. */
export function sectionHref(section: AccountSection, query = ''): string {
  return `${paths.account}${query ? `?${query}` : ''}#${accountAnchors[section]}`;
}
