import type { Attacker } from '../identity/risk/lab/attackers.ts';
import type { Evaluation } from '../identity/risk/lab/evaluate.ts';
import type { LogProblem, LogTally } from '../identity/risk/lab/log.ts';
import type { ScorerName } from '../identity/risk/lab/scorers.ts';
import type { Chart } from '../identity/risk/lab/svg.ts';
import type { Bilingual, Terminal } from './terminal.ts';

export type Speaker = Pick<Terminal, 'say' | 'language'>;

export const attackerNames: Record<Attacker, Bilingual> = {
  naive: { fr: 'naïf', en: 'naive' },
  vpn: { fr: 'VPN du pays', en: 'VPN in the country' },
  targeted: { fr: 'ciblé', en: 'targeted' },
  'very-targeted': { fr: 'très ciblé', en: 'very targeted' },
  'stolen-cookie': { fr: 'cookie volé', en: 'stolen cookie' },
};

export const scorerNames: Record<ScorerName, Bilingual> = {
  poterne: { fr: 'Poterne', en: 'Poterne' },
  freeman: { fr: 'Freeman', en: 'Freeman' },
  'exact-address': { fr: 'adresse exacte', en: 'exact address' },
  'cookie-only': { fr: 'cookie seul', en: 'cookie alone' },
  always: { fr: 'toujours', en: 'always' },
};

/** The plot: what is asked against what is stopped, one curve a scorer. */
export function chartOf({ curves }: Evaluation, { say, language }: Speaker): Chart {
  const locale = { fr: 'fr-FR', en: 'en-GB' }[language];
  const percent = (value: number) =>
    `${new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(value * 100)} %`;
  return {
    title: say({
      fr: 'Ce que coûte d’arrêter un attaquant ciblé',
      en: 'What it costs to stop a targeted attacker',
    }),
    description: say({
      fr: "Part des connexions d'habitués à qui un code est demandé, contre la part d'attaquants ciblés arrêtés, pour chaque façon de noter.",
      en: 'Share of warm sign-ins asked for a code, against the share of targeted attackers stopped, for each way to score.',
    }),
    x: {
      label: say({ fr: 'attaquants ciblés arrêtés', en: 'targeted attackers stopped' }),
      ...{ from: 0.5, to: 0.999, scale: 'nines', ticks: [0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999] },
      write: percent,
    },
    y: {
      label: say({ fr: 'connexions avec un code', en: 'sign-ins with a code' }),
      ...{ from: 0.01, to: 1, scale: 'log', ticks: [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1] },
      write: percent,
    },
    series: (Object.keys(curves) as ScorerName[]).map((scorer) => ({
      name: say(scorerNames[scorer]),
      points: curves[scorer],
    })),
  };
}

/** What is wrong with a log, in words. */
export function problemSentence(problem: LogProblem): Bilingual {
  switch (problem.kind) {
    case 'no-header':
      return {
        fr: 'ce journal est vide : sa première ligne doit nommer ses colonnes',
        en: 'this log is empty: its first line must name its columns',
      };
    case 'no-columns': {
      const names = problem.columns.join(', ');
      return {
        fr: `ce journal n'a pas ce qu'il faut : il manque la colonne ${names}`,
        en: `this log lacks what is needed: no column ${names}`,
      };
    }
    case 'missing-columns': {
      const names = problem.columns.join(', ');
      return {
        fr: `ligne 1 : sans les colonnes ${names} ; ce qu'elles diraient compte pour inconnu`,
        en: `line 1: without the columns ${names}; what they would say counts as unknown`,
      };
    }
    case 'bad-line': {
      const { fr, en } = badLines[problem.why];
      return { fr: `ligne ${problem.line} sautée : ${fr}`, en: `line ${problem.line} skipped: ${en}` };
    }
    default:
      return problem satisfies never;
  }
}

/** Why a log of which no row is left has no figures. */
export function nothingToMeasure({ rows, failed, takeovers, bad }: LogTally): Bilingual {
  if (rows + bad === 0) {
    return {
      fr: "rien à mesurer : ce journal n'a aucune ligne après ses colonnes",
      en: 'nothing to measure: this log has no row after its columns',
    };
  }
  return {
    fr: `rien à mesurer : aucune connexion réussie dans ce journal (illisibles : ${bad}, échouées : ${failed}, comptes pris : ${takeovers})`,
    en: `nothing to measure: no successful sign-in in this log (unreadable: ${bad}, failed: ${failed}, accounts taken over: ${takeovers})`,
  };
}

const badLines: Record<Extract<LogProblem, { kind: 'bad-line' }>['why'], Bilingual> = {
  fields: {
    fr: "elle n'a pas autant de valeurs que la première",
    en: 'it has not as many values as the first',
  },
  quotes: { fr: 'ses guillemets ne se referment pas', en: 'its quotes do not close' },
  'too-long': { fr: 'elle est trop longue', en: 'it is too long' },
  time: { fr: "« Login Timestamp » n'est pas une date", en: '"Login Timestamp" is no time' },
  user: { fr: '« User ID » est vide', en: '"User ID" is empty' },
};
