import { type Html, html } from '../html.ts';
import type { MailAbout } from './about.ts';
import { type Block, flat, type Letter } from './blocks.ts';
import { type MailColours, mailColours } from './colours.ts';
import { styleSheet, styles } from './styles.ts';

// Mail programs fill the preview with what follows it: these invisible characters keep the code out.
const previewEnd = html`&#847;&zwnj;&nbsp;`;
const previewLength = 120;

/** The mail as HTML: tables and inline styles for mail programs, a style block for phones and dark, nothing remote. */
export function drawHtml(about: MailAbout, letter: Letter, footer: readonly string[]): string {
  const colours = mailColours(about.brand);
  const title = flat(letter.subject);
  return String(html`<!doctype html>
<html lang="${about.locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no"><meta name="x-apple-disable-message-reformatting"><title>${title}</title>
<style>${styleSheet(colours)}</style></head>
<body class="page" style="${styles.body}">
<div style="${styles.preview}">${flat(letter.preview)}<span aria-hidden="true">${Array(previewLength).fill(previewEnd)}</span></div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" style="${styles.page}"><tr><td class="out" align="center" style="padding:24px 12px">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" style="${styles.card}">
<tr><td class="px" style="padding:28px 40px 0">${wordmark(about.brand.alone, colours)}</td></tr>
<tr><td class="px" style="padding:24px 40px 0"><h1 class="ink" style="${styles.title}">${flat(letter.title)}</h1></td></tr>
${letter.blocks.map(
  (block) => html`<tr>${drawBlock(block, colours)}</tr>
`,
)}${drawAddress(about, letter, colours)}<tr><td class="px" style="padding:24px 40px 28px"><table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td class="soft line" style="${styles.footer}">${footer.map((line) => html`<div style="padding-bottom:4px">${line}</div>`)}</td></tr></table></td></tr>
</table></td></tr></table></body></html>
`);
}

/** The name in letters, not a picture: readable in dark, with pictures blocked, and nothing to fetch. */
function wordmark(name: string, colours: MailColours): Html {
  const [before, after] = flat(name).split(/(?<=^[^'’]{1,2})(?=['’])/);
  const accent = after
    ? html`${before}<span class="accent" style="color:${colours.primary}">${after.slice(0, 1)}</span>${after.slice(1)}`
    : html`${before}`;
  return html`<div class="ink" style="${styles.wordmark}">${accent}</div>`;
}

function drawBlock(block: Block, colours: MailColours): Html {
  switch (block.kind) {
    case 'paragraph':
      return html`<td class="px" style="padding:12px 40px 0">${block.lead ? html`<strong>${flat(block.lead)}</strong> ` : ''}${flat(block.text)}</td>`;
    case 'code':
      return html`<td class="px" style="padding:20px 40px 8px"><table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td class="well" align="center" style="${styles.well}"><span class="ink" style="${styles.code}">${flat(block.code)}</span></td></tr></table></td>`;
    case 'button':
      return drawButton(block, colours);
    case 'facts':
      return html`<td class="px" style="padding:16px 40px 4px"><table role="presentation" class="facts" width="100%" cellpadding="0" cellspacing="0" style="font-size:14px;line-height:22px">${block.facts.map(drawFact)}</table></td>`;
    default:
      return block satisfies never;
  }
}

function drawFact([name, value]: readonly [string, string]): Html {
  return html`<tr><td class="soft" width="130" valign="top" style="${styles.factName}">${flat(name)}</td><td class="ink" style="${styles.factValue}">${flat(value)}</td></tr>`;
}

function drawButton(block: Block & { kind: 'button' }, colours: MailColours): Html {
  const url = flat(block.url);
  const isMain = block.tone === 'main';
  const cell = isMain ? `background:${colours.primary};border:1px solid ${colours.primary}` : styles.second;
  const ink = isMain ? colours.onPrimary : '#14213d';
  return html`<td class="px" style="padding:24px 40px 8px"><table role="presentation" class="wide" cellpadding="0" cellspacing="0"><tr><td class="${isMain ? 'main' : 'second'}" align="center" style="border-radius:10px;${cell}"><a href="${url}" class="${isMain ? 'on-main' : 'ink'}" style="${styles.button};color:${ink}">${flat(block.label)}</a></td></tr></table></td>`;
}

/** The address in full: some programs show no button, and careful people look where it leads. */
function drawAddress({ words }: MailAbout, letter: Letter, colours: MailColours): Html | string {
  const button = letter.blocks.find((block) => block.kind === 'button');
  if (!button) return '';
  const url = flat(button.url);
  return html`<tr><td class="px" style="padding:16px 40px 0;font-size:13px;line-height:20px"><span class="soft" style="color:#5b6981">${words.common.copyAddress}</span><br><a href="${url}" class="link" style="color:${colours.link};word-break:break-all">${url}</a></td></tr>
`;
}
