/** A colour as red, green and blue, 0 to 255. */
type Rgb = readonly [number, number, number];

const surfaces = { light: '#ffffff', dark: '#141c2b' } as const;
const darkInk = '#04150c';
const enough = 4.5;

/** `#rgb` or `#rrggbb`, else null: nothing else may reach the style sheet. */
export function parseColour(text: string): Rgb | null {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text.trim())?.[1];
  if (!hex) return null;
  const full = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex;
  return [0, 2, 4].map((at) => Number.parseInt(full.slice(at, at + 2), 16)) as unknown as Rgb;
}

/** A colour as `#rrggbb` in lower case, or null for what is none. */
export function plainColour(text: string): string | null {
  const rgb = parseColour(text);
  return rgb && hexOf(rgb);
}

/** WCAG 2.2 contrast of two colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(rgbOf(one)), luminance(rgbOf(other))].sort((a, b) => b - a) as [
    number,
    number,
  ];
  return (light + 0.05) / (dark + 0.05);
}

/** What the style sheet needs of an operator's colour, for one theme. */
export type Shades = { base: string; hover: string; active: string; on: string };

/** A button's shades. On dark surfaces the colour is lightened until it stands out and its text reads. */
export function buttonShades(colour: string, theme: 'light' | 'dark'): Shades {
  const base = theme === 'light' ? hexOf(rgbOf(colour)) : lightenUntil(colour, surfaces.dark);
  // White if it reads; else our dark ink; else black, which reads on whatever white does not.
  const on = ['#ffffff', darkInk].find((ink) => contrast(base, ink) >= enough) ?? '#000000';
  // Away from the text's own lightness, so that no state reads worse than the one at rest.
  const away = on === '#ffffff' ? '#000000' : '#ffffff';
  return { base, hover: mix(base, away, 0.16), active: mix(base, away, 0.3), on };
}

/** A link's shades: lightened on dark surfaces until it reads. */
export function linkShades(colour: string, theme: 'light' | 'dark'): { base: string; hover: string } {
  const base = theme === 'light' ? hexOf(rgbOf(colour)) : lightenUntil(colour, surfaces.dark);
  return { base, hover: mix(base, theme === 'light' ? '#000000' : '#ffffff', 0.3) };
}

/** A colour of the brand that not everybody can read: its contrast with white, 1 to 21. */
export type ColourWarning = { name: 'primary' | 'link'; ratio: number };

/**
 * What an operator should know of these colours; empty when all is well [design]. White alone counts: on dark
 * surfaces they are lightened, and a button takes dark text when white does not read on it.
 */
export function colourWarnings(colours: { primary: string; link: string }): ColourWarning[] {
  return (['primary', 'link'] as const)
    .map((name) => ({ name, ratio: contrast(colours[name], surfaces.light) }))
    .filter(({ ratio }) => ratio < enough);
}

function rgbOf(colour: string): Rgb {
  const rgb = parseColour(colour);
  if (!rgb) throw new TypeError(`not a colour: ${colour}`);
  return rgb;
}

function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((byte) => {
    const part = byte / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function hexOf(rgb: Rgb): string {
  return `#${rgb.map((byte) => Math.round(byte).toString(16).padStart(2, '0')).join('')}`;
}

function mix(colour: string, towards: string, part: number): string {
  const from = rgbOf(colour);
  const to = rgbOf(towards);
  return hexOf(from.map((byte, i) => byte + ((to[i] ?? 0) - byte) * part) as unknown as Rgb);
}

function lightenUntil(colour: string, surface: string): string {
  for (let part = 0; part < 1; part += 0.05) {
    const tried = mix(colour, '#ffffff', part);
    if (contrast(tried, surface) >= enough + 1) return tried;
  }
  return '#ffffff';
}
