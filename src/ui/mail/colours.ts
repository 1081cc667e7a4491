import { Fault } from '../../core/outcomes.ts';
import { type Brand, defaultBrand } from '../brand.ts';

const ink = '#14213d';
const white = '#ffffff';
const darkInk = '#04150c';
const darkSurface = '#141c2b';
const readable = 4.5;

/** A mail's colours, the operator's made readable in dark [design README, tokens]. */
export type MailColours = {
  primary: string;
  onPrimary: string;
  link: string;
  darkPrimary: string;
  darkOnPrimary: string;
  darkLink: string;
};

/** Works out both themes from the brand. Throws when a colour is not #rrggbb: it would end up inside a style. */
export function mailColours({ colours }: Brand): MailColours {
  const primary = hexColour(colours.primary);
  const link = hexColour(colours.link);
  const darkPrimary = primary === defaultBrand.colours.primary ? '#2fbd7b' : lighten(primary);
  const darkLink = link === defaultBrand.colours.link ? '#8ab4ff' : lighten(link);
  return {
    primary,
    onPrimary: contrast(primary, white) >= readable ? white : ink,
    link,
    darkPrimary,
    darkOnPrimary: contrast(darkPrimary, darkInk) >= readable ? darkInk : white,
    darkLink,
  };
}

function hexColour(text: string): string {
  if (!/^#[0-9a-f]{6}$/i.test(text)) throw new Fault(`a brand colour must be #rrggbb: ${text}`);
  return text.toLowerCase();
}

/** Adds white until the colour can be read on the dark surface. */
function lighten(colour: string): string {
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = channels(colour).map((value) => Math.round(value + (255 - value) * share));
    const made = `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
    if (contrast(made, darkSurface) >= readable) return made;
  }
  return white;
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}

/** WCAG 2.2 contrast ratio. */
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = channels(colour).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
