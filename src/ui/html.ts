import { type SafeHtml, html as tag } from '@remix-run/html-template';

/** Markup whose interpolations were escaped. */
export type Html = SafeHtml;

/** What may stand in a template. No booleans: `${x && …}` would print « false ». */
export type Part = Html | string | number | null | undefined | Part[];

/** The only way to make markup: everything interpolated is escaped; there is no raw form [style.md 20]. */
export const html: (strings: TemplateStringsArray, ...parts: Part[]) => Html = (strings, ...parts) =>
  tag(strings, ...parts);
