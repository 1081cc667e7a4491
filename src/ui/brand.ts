/**
 * The organisation's name in its four French forms, so that any name works in a sentence, and its two colours.
 * « l'Opcommerce », « de l'Opcommerce », « L'Opcommerce », and beside a noun (« vos outils l'Opcommerce »).
 */
export type Brand = {
  alone: string;
  of: string;
  start: string;
  beside: string;
  colours: { primary: string; link: string };
  logoFile?: string;
};

/** How a person reaches the help desk; every dead end shows it. */
export type Help = { email?: string; phone?: string; url?: string; hours?: string };

/** The operator's own pages; an absent one is not shown. `portal` is where « Abandonner » leads. */
export type SiteLinks = { portal?: string; legal?: string; privacy?: string; accessibility?: string };

/** The languages that pages and mails exist in. */
export type Locale = 'fr' | 'en';

/** The brand of the guide, when poterne.yaml names none. */
export const defaultBrand: Brand = {
  alone: "l'Opcommerce",
  of: "de l'Opcommerce",
  start: "L'Opcommerce",
  beside: "l'Opcommerce",
  colours: { primary: '#0b7a45', link: '#1a56c4' },
};
