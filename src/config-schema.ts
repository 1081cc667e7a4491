import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { guideColours, guideName } from './config-brand.ts';
import { leaf, list, listOf, maybe, must, section } from './config-leaf.ts';
import {
  accept,
  colour,
  domain,
  duration,
  mailAddress,
  network,
  type Parse,
  refuse,
  text,
  timeZone,
  webAddress,
  wholeNumber,
  yesOrNo,
} from './config-values.ts';
import { dayMs, hourMs, minuteMs, secondMs } from './core/clock.ts';

const signUp: Parse<{ mode: 'open' | 'closed' } | { mode: 'domains'; domains: string[] }> = (value) => {
  if (value === 'open' || value === 'closed') return accept({ mode: value });
  const keys = value && typeof value === 'object' ? Object.keys(value) : [];
  if (keys.length === 1 && keys[0] === 'domains') {
    const domains = list(domain)((value as { domains: unknown }).domains);
    if (!domains.ok) return domains;
    if (domains.value.length > 0) return accept({ mode: 'domains', domains: domains.value });
  }
  return refuse(
    {
      fr: "l'inscription n'est ni ouverte, ni fermée, ni limitée à des domaines",
      en: 'sign-up is neither open, nor closed, nor limited to domains',
    },
    {
      fr: 'écrivez open, closed, ou { domains: [exemple.fr] }',
      en: 'write open, closed, or { domains: [example.org] }',
    },
  );
};

const calendar: Parse<number | null> = (value) =>
  value === 'off' || value === false
    ? accept(null)
    : duration({ minMs: 30 * dayMs, maxMs: 3_650 * dayMs })(value);

const days =
  (min: number, max: number): Parse<number> =>
  (value) => {
    const ms = duration({ minMs: min * dayMs, maxMs: max * dayMs, stepMs: dayMs })(value);
    return ms.ok ? accept(ms.value / dayMs) : ms;
  };
const hours =
  (min: number, max: number): Parse<number> =>
  (value) => {
    const ms = duration({ minMs: min * hourMs, maxMs: max * hourMs, stepMs: hourMs })(value);
    return ms.ok ? accept(ms.value / hourMs) : ms;
  };

const toolId: Parse<string> = (value) =>
  typeof value === 'string' && /^[a-z0-9][a-z0-9-]{0,39}$/.test(value)
    ? accept(value)
    : refuse(
        { fr: "l'identifiant de l'outil n'a pas la bonne forme", en: "the tool's id is not well formed" },
        {
          fr: 'a à z, 0 à 9 et tirets, 40 caractères au plus',
          en: 'a to z, 0 to 9 and hyphens, at most 40 characters',
        },
      );

const form = (fr: string, en: string) => maybe({ parse: text(80), type: 'text', meaning: { fr, en } });
const page = (fr: string, en: string) =>
  maybe({ parse: webAddress(), type: 'web address', meaning: { fr, en } });

function sessionLimits(
  who: { fr: string; en: string },
  of: { idle: number; idleText: string; absolute: number; absoluteText: string; maxDays: number },
) {
  return section(who, {
    idle: leaf({
      parse: duration({ minMs: minuteMs, maxMs: of.maxDays * dayMs }),
      fallback: of.idle,
      standard: of.idleText,
      type: 'duration',
      meaning: { fr: 'fin après ce temps sans activité', en: 'ends after this time without activity' },
    }),
    absolute: leaf({
      parse: duration({ minMs: minuteMs, maxMs: of.maxDays * dayMs }),
      fallback: of.absolute,
      standard: of.absoluteText,
      type: 'duration',
      meaning: { fr: 'fin quoi qu’il arrive', en: 'ends whatever happens' },
    }),
  });
}

const operatorLimits = {
  idle: 15 * minuteMs,
  idleText: '15min',
  absolute: 8 * hourMs,
  absoluteText: '8h',
  maxDays: 1,
};

/** The floor of security.md 7: what OWASP and the design's measures call enough. */
export const argon2Floor = { memoryKiB: 19_456, passes: 2 };

/** The keys of poterne.yaml: types, defaults, checks and the words of docs/configuration.md, in one place. */
export const fileKeys = {
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
            type: 'colour #rrggbb',
            meaning: {
              fr: 'boutons principaux (contraste 4,5 avec le blanc)',
              en: 'main buttons (contrast 4.5 with white)',
            },
          }),
          link: leaf({
            parse: colour,
            fallback: guideColours.link,
            standard: `"${guideColours.link}"`,
            type: 'colour #rrggbb',
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
  signUp: leaf({
    parse: signUp,
    fallback: { mode: 'open' } as const,
    standard: 'open',
    type: 'open | closed | { domains: [...] }',
    meaning: { fr: 'qui peut créer son compte', en: 'who may make an account' },
  }),
  trustedProxies: leaf({
    parse: list(network),
    fallback: [],
    standard: '[]',
    type: 'list of IP addresses or CIDR ranges',
    meaning: {
      fr: 'les mandataires dont X-Forwarded-For est cru ; aucun autre ne l’est',
      en: 'the proxies whose X-Forwarded-For is believed; no other is',
    },
  }),
  timeZone: leaf({
    parse: timeZone,
    fallback: 'Europe/Paris',
    standard: 'Europe/Paris',
    type: 'IANA time zone',
    meaning: { fr: 'les heures des pages et des courriels', en: 'times on pages and in mails' },
  }),
  tools: listOf(
    { fr: "Les outils de la page d'accueil", en: 'The tools on the home page' },
    {
      id: must({
        parse: toolId,
        type: 'a–z, 0–9, hyphens',
        meaning: { fr: 'identifiant, unique', en: 'id, unique' },
      }),
      name: must({ parse: text(60), type: 'text', meaning: { fr: 'nom affiché', en: 'name shown' } }),
      description: maybe({
        parse: text(160),
        type: 'text',
        meaning: { fr: 'une phrase', en: 'one sentence' },
      }),
      url: must({ parse: webAddress(), type: 'web address', meaning: { fr: 'adresse', en: 'address' } }),
      icon: maybe({
        parse: text(16),
        type: 'text',
        meaning: { fr: 'une ou deux lettres, ou un emoji', en: 'one or two letters, or an emoji' },
      }),
    },
  ),
  sessions: section(
    { fr: 'La durée des sessions', en: 'How long sessions last' },
    {
      member: sessionLimits(
        { fr: 'Membres', en: 'Members' },
        { idle: hourMs, idleText: '1h', absolute: dayMs, absoluteText: '24h', maxDays: 30 },
      ),
      operator: sessionLimits({ fr: 'Opérateurs', en: 'Operators' }, operatorLimits),
      admin: sessionLimits({ fr: 'Administrateurs', en: 'Administrators' }, operatorLimits),
    },
  ),
  passwords: section(
    { fr: 'Les mots de passe', en: 'Passwords' },
    {
      requireClasses: leaf({
        parse: yesOrNo,
        fallback: false,
        standard: 'false',
        type: 'true | false',
        meaning: {
          fr: 'exiger majuscules, minuscules, chiffres et caractères spéciaux (sinon : un conseil)',
          en: 'require upper case, lower case, digits and special characters (otherwise: advice)',
        },
      }),
      breachFile: maybe({
        parse: text(500),
        type: 'path',
        meaning: {
          fr: 'le fichier écrit par « poterne breaches import » ; DATA_DIR/breaches.bin si absent et s’il existe',
          en: 'the file that `poterne breaches import` writes; DATA_DIR/breaches.bin when absent and if it exists',
        },
      }),
      calendar: leaf({
        parse: calendar,
        fallback: null,
        standard: 'off',
        type: 'off | duration (30d or more)',
        meaning: { fr: 'renouvellement périodique ; déconseillé', en: 'renewal by calendar; not advised' },
      }),
    },
  ),
  hashing: section(
    { fr: 'Le calcul des empreintes (argon2id)', en: 'The hashing of passwords (argon2id)' },
    {
      concurrency: leaf({
        parse: wholeNumber(1, 64),
        fallback: 0,
        standard: 'the number of cores',
        type: 'number',
        meaning: {
          fr: 'calculs en même temps ; jamais plus que de cœurs',
          en: 'hashes at once; never more than cores',
        },
      }),
      maxQueued: leaf({
        parse: wholeNumber(1, 10_000),
        fallback: 300,
        standard: '300',
        type: 'number',
        meaning: { fr: 'demandes en attente, au plus', en: 'requests waiting, at most' },
      }),
      maxWait: leaf({
        parse: duration({ minMs: 100, maxMs: 30 * secondMs }),
        fallback: 3 * secondMs,
        standard: '3s',
        type: 'duration',
        meaning: {
          fr: 'au-delà, la demande est refusée tout de suite (503)',
          en: 'beyond it, the request is refused at once (503)',
        },
      }),
      memoryKiB: leaf({
        parse: wholeNumber(argon2Floor.memoryKiB, 1_048_576, {
          fr: 'plancher de sécurité',
          en: 'security floor',
        }),
        fallback: argon2Floor.memoryKiB,
        standard: String(argon2Floor.memoryKiB),
        type: 'KiB',
        meaning: { fr: "mémoire d'un calcul", en: 'memory of one hash' },
      }),
      passes: leaf({
        parse: wholeNumber(argon2Floor.passes, 20, { fr: 'plancher de sécurité', en: 'security floor' }),
        fallback: argon2Floor.passes,
        standard: String(argon2Floor.passes),
        type: 'number',
        meaning: { fr: 'passes sur cette mémoire', en: 'passes over that memory' },
      }),
    },
  ),
  codes: section(
    { fr: 'Le code régulier par courriel', en: 'The regular code by mail' },
    {
      knownDevice: leaf({
        parse: days(1, 180),
        fallback: 90,
        standard: '90d',
        type: 'duration, whole days',
        meaning: { fr: 'sur un appareil connu', en: 'on a known device' },
      }),
      unknown: leaf({
        parse: days(1, 90),
        fallback: 30,
        standard: '30d',
        type: 'duration, whole days',
        meaning: { fr: 'sans aucun code depuis ce temps', en: 'when no code was given for this long' },
      }),
    },
  ),
  accounts: section(
    { fr: 'Les comptes', en: 'Accounts' },
    {
      unverified: leaf({
        parse: hours(1, 720),
        fallback: 48,
        standard: '48h',
        type: 'duration, whole hours',
        meaning: {
          fr: 'inscriptions non vérifiées effacées après',
          en: 'unverified sign-ups are erased after',
        },
      }),
    },
  ),
  audit: section(
    { fr: "Le journal d'audit", en: 'The audit log' },
    {
      keep: leaf({
        parse: days(30, 3_650),
        fallback: 365,
        standard: '365d',
        type: 'duration, whole days',
        meaning: {
          fr: 'conservé ce temps (CNIL : 6 à 12 mois)',
          en: 'kept this long (CNIL: 6 to 12 months)',
        },
      }),
    },
  ),
};

/** The whole of poterne.yaml. Unknown keys are refused. */
export const fileSchema = z.strictObject(fileKeys);
export type FileSettings = z.infer<typeof fileSchema>;

/** How many hashes may run at once on this machine. */
export const coreCount = (): number => availableParallelism();
