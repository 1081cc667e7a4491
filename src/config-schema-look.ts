import { guideColours, guideName } from './config-brand.ts';
import { leaf, maybe, section } from './config-leaf.ts';
import { colour, mailAddress, text, webAddress } from './config-values.ts';

const form = (fr: string, en: string) => maybe({ parse: text(80), type: 'text', meaning: { fr, en } });
const page = (fr: string, en: string) =>
  maybe({ parse: webAddress(), type: 'web address', meaning: { fr, en } });

/** What members see of the organisation: its name, its colours, its help, its links. */
export const lookKeys = {
  brand: section(
    { fr: "Le nom et l'allure de votre organisation", en: 'The name and the look of your organisation' },
    {
      name: leaf({
        parse: text(80),
        fallback: guideName,
        standard: `"${guideName}"`,
        type: 'text',
        meaning: {
          fr: "le nom avec son article, tel qu'on l'écrit au milieu d'une phrase",
          en: 'the name with its French article, as written inside a sentence',
        },
      }),
      of: form('avec « de » : déduit du nom si absent', 'with « de »: derived from the name when absent'),
      start: form(
        'en tête de phrase : déduit du nom si absent',
        'at the start of a sentence: derived when absent',
      ),
      beside: form('à côté d’un nom : « vos outils … »', 'beside a noun: « vos outils … »'),
      colours: section(
        { fr: 'Les deux couleurs de la marque', en: 'The two colours of the brand' },
        {
          primary: leaf({
            parse: colour,
            fallback: guideColours.primary,
            standard: `"${guideColours.primary}"`,
            type: 'colour, #rgb or #rrggbb',
            meaning: {
              fr: 'boutons principaux (contraste 4,5 avec le blanc)',
              en: 'main buttons (contrast 4.5 with white)',
            },
          }),
          link: leaf({
            parse: colour,
            fallback: guideColours.link,
            standard: `"${guideColours.link}"`,
            type: 'colour, #rgb or #rrggbb',
            meaning: { fr: 'liens (contraste 4,5 avec le blanc)', en: 'links (contrast 4.5 with white)' },
          }),
        },
      ),
      logo: maybe({
        parse: text(500),
        type: 'path of an .svg or .png file',
        meaning: { fr: 'le logo, relatif à ce fichier', en: 'the logo, relative to this file' },
      }),
    },
  ),
  help: section(
    { fr: "L'assistance, citée dans chaque impasse", en: 'The help desk, named in every dead end' },
    {
      email: maybe({
        parse: mailAddress,
        type: 'mail address',
        meaning: { fr: 'son adresse', en: 'its address' },
      }),
      phone: maybe({ parse: text(40), type: 'text', meaning: { fr: 'son téléphone', en: 'its telephone' } }),
      url: page('sa page', 'its page'),
      hours: maybe({
        parse: text(120),
        type: 'text',
        meaning: { fr: 'ses horaires', en: 'its opening hours' },
      }),
    },
  ),
  alerts: section(
    {
      fr: "Qui apprend qu'un membre signale une intrusion, en plus des opérateurs et des administrateurs",
      en: 'Who hears that a member reports an intrusion, besides operators and administrators',
    },
    {
      email: maybe({
        parse: mailAddress,
        type: 'mail address',
        meaning: { fr: "l'adresse d'une équipe", en: "a team's address" },
      }),
    },
  ),
  links: section(
    { fr: 'Les liens vers vos pages', en: 'The links to your pages' },
    {
      portal: page(
        '« Abandonner et retourner vers votre portail »',
        'where « Abandonner et retourner vers votre portail » leads',
      ),
      legal: page('« Mentions légales »', '« Mentions légales »'),
      privacy: page('« Données personnelles »', '« Données personnelles »'),
      accessibility: page('« Accessibilité »', '« Accessibilité »'),
    },
  ),
  mail: section(
    { fr: 'Les courriels', en: 'The mails' },
    {
      from: section(
        { fr: "L'expéditeur", en: 'The sender' },
        {
          name: maybe({
            parse: text(80),
            type: 'text',
            meaning: { fr: 'son nom ; la marque si absent', en: 'its name; the brand when absent' },
          }),
          address: maybe({
            parse: mailAddress,
            type: 'mail address',
            meaning: {
              fr: 'son adresse ; ne-pas-repondre@(hôte de PUBLIC_URL) si absente',
              en: 'its address; ne-pas-repondre@(host of PUBLIC_URL) when absent',
            },
          }),
        },
      ),
    },
  ),
};
