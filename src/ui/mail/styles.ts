import type { MailColours } from './colours.ts';

const font = 'font-family:Segoe UI,Roboto,Helvetica,Arial,sans-serif';

/** Inline styles, the light theme: many mail programs read nothing else. */
export const styles = {
  body: 'margin:0;padding:0;background:#f5f7fa',
  page: 'background:#f5f7fa',
  preview: 'display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px',
  card: `max-width:600px;background:#ffffff;border:1px solid #e1e6ed;border-radius:12px;border-collapse:separate;${font};color:#14213d;font-size:16px;line-height:24px`,
  wordmark: 'font-size:24px;line-height:32px;font-weight:600;letter-spacing:-.4px;color:#14213d',
  title: 'margin:0;font-size:22px;line-height:30px;font-weight:600;letter-spacing:-.3px;color:#14213d',
  well: 'background:#f1f4f8;border-radius:10px;padding:20px 12px',
  code: 'font-size:40px;line-height:48px;font-weight:700;letter-spacing:8px;padding-left:8px;font-variant-numeric:tabular-nums;white-space:nowrap;color:#14213d',
  second: 'background:#ffffff;border:1px solid #7d8a9f',
  button:
    'display:inline-block;padding:14px 27px;font-size:17px;line-height:22px;font-weight:600;text-decoration:none',
  factName: 'padding:2px 12px 2px 0;color:#5b6981',
  factValue: 'padding:2px 0;color:#14213d',
  footer: 'border-top:1px solid #e1e6ed;padding-top:16px;font-size:13px;line-height:20px;color:#5b6981',
} as const;

/** The style block: phones and the dark theme. Only its colours vary, and those are #rrggbb. */
export function styleSheet({ darkPrimary, darkOnPrimary, darkLink }: MailColours): string {
  return `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media(max-width:520px){.px{padding-left:20px!important;padding-right:20px!important}.out{padding:12px!important}.wide{width:100%!important}.wide a{display:block!important;padding-left:12px!important;padding-right:12px!important}.facts td{display:block!important;width:auto!important;padding:0!important}.facts td+td{padding-bottom:8px!important}}
@media(prefers-color-scheme:dark){.page{background:#0b111d!important}.card{background:#141c2b!important;border-color:#2a3549!important;color:#f0f4fa!important}.ink{color:#f0f4fa!important}.soft{color:#a9b4c6!important}.line{border-color:#2a3549!important}.well{background:#1d273a!important}.accent{color:${darkPrimary}!important}.main{background:${darkPrimary}!important;border-color:${darkPrimary}!important}.on-main{color:${darkOnPrimary}!important}.second{background:#141c2b!important;border-color:#74829a!important}.link{color:${darkLink}!important}}`;
}
