import { type Html, html } from './html.ts';

const svg = (shapes: Html): Html =>
  html`<svg class="i" viewBox="0 0 24 24" aria-hidden="true">${shapes}</svg>`;

/** Line icons, 24 × 24, always beside words that say the same. */
export const icons = {
  eye: svg(
    html`<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"/><circle cx="12" cy="12" r="3"/>`,
  ),
  eyeOff: svg(
    html`<path d="M10 5.7a9 9 0 0 1 2-.2c6 0 9.5 6.5 9.5 6.5a16 16 0 0 1-2.7 3.4M6.3 7.2A15 15 0 0 0 2.5 12S6 18.5 12 18.5a9.6 9.6 0 0 0 4.9-1.4M3.5 3.5l17 17M9.9 9.9a3 3 0 0 0 4.2 4.2"/>`,
  ),
  alert: svg(html`<circle cx="12" cy="12" r="9"/><path d="M12 7.5v5M12 16.2v.1"/>`),
  check: svg(html`<path d="m5 12.5 4.5 4.5L19 7.5"/>`),
  dot: svg(html`<circle cx="12" cy="12" r="2.5"/>`),
  clock: svg(html`<circle cx="12" cy="12" r="9"/><path d="M12 7v5.2l3.2 2"/>`),
  device: svg(html`<rect x="4.5" y="5" width="15" height="10.5" rx="1.75"/><path d="M2.5 19h19"/>`),
  phone: svg(html`<rect x="7" y="2.75" width="10" height="18.5" rx="2.25"/><path d="M11 18h2"/>`),
  globe: svg(
    html`<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c2.6 2.6 3.8 5.6 3.8 9s-1.2 6.4-3.8 9c-2.6-2.6-3.8-5.6-3.8-9S9.4 5.6 12 3z"/>`,
  ),
  pin: svg(
    html`<path d="M12 21s-6.5-5.6-6.5-10.7a6.5 6.5 0 0 1 13 0C18.5 15.4 12 21 12 21z"/><circle cx="12" cy="10.3" r="2.4"/>`,
  ),
  window: svg(
    html`<rect x="3" y="4.5" width="18" height="15" rx="2"/><path d="M3 9h18M6.2 6.8v.1M8.8 6.8v.1"/>`,
  ),
  shield: svg(html`<path d="M12 3.5 5 6v5.5c0 4.3 2.9 7.6 7 9 4.1-1.4 7-4.7 7-9V6zM9 12l2.2 2.2L15.2 10"/>`),
  key: svg(html`<circle cx="8" cy="15.5" r="4.5"/><path d="m11.3 12.2 8.2-8.2M16 7.5l3 3"/>`),
  lock: svg(
    html`<rect x="4.5" y="10.5" width="15" height="10" rx="2.5"/><path d="M8 10.5V7.5a4 4 0 0 1 8 0v3"/>`,
  ),
  mail: svg(html`<rect x="3" y="5" width="18" height="14" rx="2.5"/><path d="m3.5 7.5 8.5 6 8.5-6"/>`),
  person: svg(html`<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c.6-4 3.6-6 7.5-6s6.9 2 7.5 6"/>`),
  down: svg(html`<path d="m6.5 9.5 5.5 5.5 5.5-5.5"/>`),
  signOut: svg(
    html`<path d="M14 4.5H6.5A1.5 1.5 0 0 0 5 6v12a1.5 1.5 0 0 0 1.5 1.5H14M10.5 12H21M17 8l4 4-4 4"/>`,
  ),
  go: html`<svg class="i go" viewBox="0 0 24 24" aria-hidden="true"><path d="M5 12h14M13 6l6 6-6 6"/></svg>`,
};

/** The icons an operator may name for a tool; any other name draws `tool`. */
export const toolIcons: Record<string, Html> = {
  tool: svg(
    html`<rect x="4" y="4" width="6.5" height="6.5" rx="1.5"/><rect x="13.5" y="4" width="6.5" height="6.5" rx="1.5"/><rect x="4" y="13.5" width="6.5" height="6.5" rx="1.5"/><rect x="13.5" y="13.5" width="6.5" height="6.5" rx="1.5"/>`,
  ),
  company: svg(
    html`<path d="M4 20.5v-15A1.5 1.5 0 0 1 5.5 4h7A1.5 1.5 0 0 1 14 5.5v15M14 10h4.5a1.5 1.5 0 0 1 1.5 1.5v9M2.5 20.5h19M7.5 8h3M7.5 12h3M7.5 16h3"/>`,
  ),
  training: svg(
    html`<path d="M12 4.5 2.5 9.2 12 14l9.5-4.8zM6.5 11.3v4.9c1.4 1.6 3.3 2.3 5.5 2.3s4.1-.7 5.5-2.3v-4.9M21.5 9.2v5.3"/>`,
  ),
  contract: svg(
    html`<path d="M13.5 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8.5zM13.5 3v5.5H19M9 13h6M9 17h4"/>`,
  ),
  invoice: svg(
    html`<rect x="3" y="5.5" width="18" height="13" rx="2.5"/><path d="M14.8 9.6a3.3 3.3 0 1 0 0 4.8M8.2 11.2h4.3M8.2 12.9h4.3"/>`,
  ),
  catalogue: svg(
    html`<path d="M12 6.5C10 4.9 7 4.5 3.5 4.5V18c3.5 0 6.5.4 8.5 2 2-1.6 5-2 8.5-2V4.5c-3.5 0-6.5.4-8.5 2zM12 6.5V20"/>`,
  ),
  help: svg(
    html`<circle cx="12" cy="12" r="9"/><path d="M9.5 9.3a2.6 2.6 0 1 1 3.7 2.4c-.8.4-1.2.9-1.2 1.8M12 16.7v.1"/>`,
  ),
};
