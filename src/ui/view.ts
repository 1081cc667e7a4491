import type { Brand, Help, Locale, SiteLinks } from './brand.ts';
import type { Words } from './words/index.ts';

export type { Brand, Help, Locale, SiteLinks } from './brand.ts';

/** What every page is drawn from. `csrf` is the masked token of this response, `here` this page's path and query. */
export type View = {
  locale: Locale;
  words: Words;
  brand: Brand;
  assets: { css: string; app: string; js: string; logo: string };
  help: Help;
  links: SiteLinks;
  signUp: boolean;
  csrf: string;
  here: string;
  timeZone?: string;
};

/** What is wrong with one field, in the person's language; `field` is the input's name. */
export type FieldError = { field: string; message: string };
