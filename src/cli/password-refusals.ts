import type { PasswordProblem } from '../identity/passwords/rules.ts';
import type { Bilingual } from './terminal.ts';

/** Why a password was refused, and what to do [security.md 4]. */
export const passwordRefusals: Record<PasswordProblem | 'busy', Bilingual> = {
  empty: { fr: 'le mot de passe est vide', en: 'the password is empty' },
  'too-short': {
    fr: 'le mot de passe est trop court : 13 caractères au minimum',
    en: 'the password is too short: 13 characters at least',
  },
  'too-long': {
    fr: 'le mot de passe est trop long : 256 caractères au plus',
    en: 'the password is too long: 256 characters at most',
  },
  'not-text': {
    fr: "le mot de passe a un caractère qui n'en est pas un",
    en: 'the password has a character that is none',
  },
  common: {
    fr: 'ce mot de passe est trop courant : choisissez-en un autre',
    en: 'this password is too common: choose another',
  },
  breached: {
    fr: 'ce mot de passe a été divulgué : choisissez-en un autre',
    en: 'this password was breached: choose another',
  },
  brand: {
    fr: "le mot de passe contient le nom de l'organisation",
    en: "the password holds the organisation's name",
  },
  personal: {
    fr: "le mot de passe contient le nom ou l'adresse de la personne",
    en: "the password holds the person's name or address",
  },
  repeats: {
    fr: 'le mot de passe répète ou suit une suite de caractères',
    en: 'the password repeats or follows a sequence of characters',
  },
  guessable: {
    fr: 'ce mot de passe se devine : allongez-le ou mélangez les caractères',
    en: 'this password can be guessed: make it longer or mix its characters',
  },
  reused: { fr: 'ce mot de passe a déjà servi', en: 'this password was used before' },
  classes: {
    fr: 'il faut majuscules, minuscules, chiffres et caractères spéciaux',
    en: 'it needs upper case, lower case, digits and special characters',
  },
  busy: { fr: 'la machine est trop occupée : réessayez', en: 'the machine is too busy: try again' },
};
