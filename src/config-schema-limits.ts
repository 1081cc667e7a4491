import { availableParallelism } from 'node:os';
import { leaf, maybe, section } from './config-leaf.ts';
import { accept, duration, type Parse, text, wholeNumber, yesOrNo } from './config-values.ts';
import { dayMs, hourMs, minuteMs, secondMs } from './core/clock.ts';

/** A duration, or off. */
const unlessOff =
  (bounds: { minMs: number; maxMs: number }): Parse<number | null> =>
  (value) =>
    value === 'off' || value === false ? accept(null) : duration(bounds)(value);

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
/** Beyond it one hash could take the machine; `workKiB` is the memory times the passes. */
export const argon2Ceiling = { memoryKiB: 262_144, passes: 53, workKiB: 1_048_576 };

/** How long things last and what they cost. */
export const limitKeys = {
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
          fr: 'le fichier écrit par « poterne breaches import » ; DATA_DIR/breaches.bin si absent',
          en: 'the file that `poterne breaches import` writes; DATA_DIR/breaches.bin when absent',
        },
      }),
      calendar: leaf({
        parse: unlessOff({ minMs: 30 * dayMs, maxMs: 3_650 * dayMs }),
        fallback: null,
        standard: 'off',
        type: 'off | duration (30d or more)',
        meaning: {
          fr: 'renouvellement périodique, à ± 10 %, annoncé 14 jours avant ; déconseillé',
          en: 'renewal by calendar, within ± 10 %, announced 14 days before; not advised',
        },
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
        parse: wholeNumber(argon2Floor.memoryKiB, argon2Ceiling.memoryKiB, {
          fr: 'plancher de sécurité',
          en: 'security floor',
        }),
        fallback: argon2Floor.memoryKiB,
        standard: String(argon2Floor.memoryKiB),
        type: 'KiB',
        meaning: { fr: "mémoire d'un calcul", en: 'memory of one hash' },
      }),
      passes: leaf({
        parse: wholeNumber(argon2Floor.passes, argon2Ceiling.passes, {
          fr: 'plancher de sécurité',
          en: 'security floor',
        }),
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
      inactive: leaf({
        parse: unlessOff({ minMs: 180 * dayMs, maxMs: 3_650 * dayMs }),
        fallback: null,
        standard: 'off',
        type: 'off | duration (180d or more)',
        meaning: {
          fr: 'membres sans connexion depuis ce temps : supprimés, après un courriel 30 jours avant',
          en: 'members who have not signed in for this long are deleted, after a mail 30 days before',
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

/** How many hashes may run at once on this machine. */
export const coreCount = (): number => availableParallelism();
