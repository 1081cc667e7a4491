import type { Brand } from './ui/view.ts';

/** The guide's colours, with white on the first at 5.41:1 and the second on white at 6.62:1. */
export const guideColours = { primary: '#0b7a45', link: '#1a56c4' };
export const guideName = "l'Opcommerce";

type Forms = Pick<Brand, 'alone' | 'of' | 'start' | 'beside'>;

/**
 * The four French forms of a name, from the one that stands alone ("l'Opcommerce", "la Mutuelle", "Acme").
 * The operator overrides what a rule cannot know, such as an aspirated h.
 */
export function brandForms(alone: string, given: Partial<Forms> = {}): Forms {
  const of = given.of ?? withDe(alone);
  return {
    alone,
    of,
    start: given.start ?? alone.charAt(0).toLocaleUpperCase('fr') + alone.slice(1),
    // The guide says « vos outils l'Opcommerce »; with le, la, les only "de" reads well.
    beside: given.beside ?? (/^(le|la|les)\s/i.test(alone) ? of : alone),
  };
}

function withDe(alone: string): string {
  if (/^le\s/i.test(alone)) return `du ${alone.slice(3).trimStart()}`;
  if (/^les\s/i.test(alone)) return `des ${alone.slice(4).trimStart()}`;
  if (/^la\s/i.test(alone) || /^l['’]/i.test(alone))
    return `de ${alone.charAt(0).toLocaleLowerCase('fr')}${alone.slice(1)}`;
  return startsWithVowel(alone) ? `d'${alone}` : `de ${alone}`;
}

/** A vowel, a mute h (most are), or a y before a consonant (Yves). */
function startsWithVowel(name: string): boolean {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return /^([aeiouœæh]|y[^aeiou])/.test(plain);
}
