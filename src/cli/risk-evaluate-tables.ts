import type { AblationName } from '../identity/risk/lab/ablations.ts';
import type { Attacker } from '../identity/risk/lab/attackers.ts';
import type { Comparison, Standing } from '../identity/risk/lab/comparison.ts';
import type { Deployed } from '../identity/risk/lab/deployed-figures.ts';
import type { Estimate } from '../identity/risk/lab/estimate.ts';
import type { Evaluation } from '../identity/risk/lab/evaluate.ts';
import type { Drawing } from '../identity/risk/lab/figures.ts';
import type { ScorerName } from '../identity/risk/lab/scorers.ts';
import { attackerNames, type Speaker, scorerNames } from './risk-evaluate-words.ts';
import type { Bilingual } from './terminal.ts';

/** A table under a sentence; the first column is text, the others figures. */
export type Table = { title: string; head: string[]; rows: string[][] };

const ablationWords: Record<AblationName, Bilingual> = {
  'as-is': { fr: 'le monde tel quel', en: 'the world as it is' },
  'no-cookie': { fr: 'sans cookie', en: 'no cookie' },
  'no-places': { fr: 'sans pays ni réseau', en: 'no country, no network' },
  'no-networks': { fr: 'le pays seul (livré)', en: 'the country alone (bundled)' },
  hints: { fr: 'indices du navigateur', en: 'client hints' },
  'full-user-agents': { fr: 'navigateurs bavards', en: 'full user agents' },
  'shared-0': { fr: 'aucune adresse partagée', en: 'no shared address' },
  'shared-80': { fr: "80 % d'adresses partagées", en: '80 % shared addresses' },
  'clearing-0': { fr: '0 % effacent leurs cookies', en: '0 % clear cookies' },
  'clearing-15': { fr: '15 % effacent leurs cookies', en: '15 % clear cookies' },
  'clearing-30': { fr: '30 % effacent leurs cookies', en: '30 % clear cookies' },
};

/** Everything measured, as tables; those of the ablations where there are some. */
export function evaluationTables(
  evaluation: Evaluation,
  ablations: readonly [AblationName, Comparison][],
  speaker: Speaker,
): Table[] {
  const write = writer(speaker);
  return [
    main(evaluation, 'perUser', write),
    codes(evaluation, write),
    deployed(evaluation, write),
    apart(evaluation, write),
    byFrequency(evaluation, write),
    main(evaluation, 'perSignIn', write),
    curves(evaluation, write),
    ...(ablations.length > 0 ? [ablated(ablations, write)] : []),
  ];
}

type Write = ReturnType<typeof writer>;

function writer({ say, language }: Speaker) {
  const locale = { fr: 'fr-FR', en: 'en-GB' }[language];
  // A terminal shows narrow spaces badly.
  const plain = (text: string) => text.replace(/[\u202f\u00a0]/g, ' ');
  const format = (options: Intl.NumberFormatOptions) => {
    const { format: write } = new Intl.NumberFormat(locale, options);
    return (value: number | null | undefined) => (value == null ? '–' : plain(write(value)));
  };
  const digits = (count: number) => ({ minimumFractionDigits: count, maximumFractionDigits: count });
  const tenths = format(digits(1));
  const hundredths = format(digits(2));
  const percent = (share: number | null | undefined) =>
    share == null ? '–' : `${hundredths(share * 100)} %`;
  return {
    ...{ say, count: format({ maximumFractionDigits: 1 }), tenths, percent, four: format(digits(4)) },
    /** A rate, and its interval where there is one. */
    rate: (estimate: Estimate | null | undefined) => {
      if (!estimate) return '–';
      const half = (estimate.high - estimate.low) / 2;
      return half > 0 ? `${percent(estimate.mean)} ± ${hundredths(half * 100)}` : percent(estimate.mean);
    },
    detected: (wanted: string) => `${tenths(Number(wanted) * 100)} %`,
    attacker: (name: Attacker) => say(attackerNames[name]),
    scorer: (name: ScorerName) => say(scorerNames[name]),
  };
}

/** The detections that matter for each attacker: those published, and for the hardest what can be had. */
function* points(comparison: Comparison): Generator<{ attacker: Attacker; detection: string }> {
  for (const attacker of Object.keys(comparison.poterne) as Attacker[]) {
    const isHard = attacker === 'very-targeted' || attacker === 'stolen-cookie';
    for (const detection of isHard ? ['0.78', '0.98'] : ['0.98', '0.99', '0.995'])
      yield { attacker, detection };
  }
}

const rowName = (write: Write, { attacker, detection }: { attacker: Attacker; detection: string }) =>
  `${write.attacker(attacker)}, ${write.detected(detection)}`;

function main({ comparison, logins, users, warm }: Evaluation, drawing: Drawing, write: Write): Table {
  const standings = comparison[drawing];
  const [all, people, habits] = [logins, users, warm].map(write.count);
  const title =
    drawing === 'perUser'
      ? write.say({
          fr: `${all} connexions de ${people} personnes. Part des ${habits} connexions d'habitués à qui un code est demandé, au seuil réglé pour arrêter autant d'attaquants ; attaques tirées également par personne.`,
          en: `${all} sign-ins of ${people} people. Share of the ${habits} warm sign-ins that are asked for a code, at the threshold fitted to stop so many attackers; attacks drawn equally per person.`,
        })
      : write.say({
          fr: 'Les mêmes, attaques tirées également par connexion.',
          en: 'The same, attacks drawn equally per sign-in.',
        });
  const names = Object.keys(standings) as ScorerName[];
  return {
    title,
    head: [
      write.say({ fr: 'attaquant, arrêté', en: 'attacker, stopped' }),
      write.say({ fr: 'Poterne en a arrêté', en: 'Poterne stopped' }),
      ...names.map(write.scorer),
    ],
    rows: [...points(standings)].map((of) => [
      rowName(write, of),
      write.percent(standings.poterne[of.attacker].at[of.detection]!.detection?.mean),
      ...names.map((name) => write.rate(standings[name][of.attacker].at[of.detection]!.challengeRate)),
    ]),
  };
}

function codes({ comparison: { perUser } }: Evaluation, write: Write): Table {
  const medians = (standing: Standing, detection: string, which: 'medianCodes' | 'medianColdCodes') =>
    Object.values(standing.at[detection]![which]).map(write.count).join(' / ');
  const names: ScorerName[] = ['poterne', 'freeman', 'exact-address', 'cookie-only'];
  return {
    title: write.say({
      fr: 'Codes demandés, en médiane, dans les 12 / 20 / 39 premières connexions (la toute première à part, le démarrage à froid compris ; lui seul en dernière colonne).',
      en: 'Median codes asked in the first 12 / 20 / 39 sign-ins (the very first apart, the cold start included; the last column is the cold start alone).',
    }),
    head: [
      write.say({ fr: 'attaquant, arrêté', en: 'attacker, stopped' }),
      ...names.map(write.scorer),
      write.say({ fr: 'Poterne, à froid', en: 'Poterne, cold start' }),
    ],
    rows: [...points(perUser)].map((of) => [
      rowName(write, of),
      ...names.map((name) => medians(perUser[name][of.attacker], of.detection, 'medianCodes')),
      medians(perUser.poterne[of.attacker], of.detection, 'medianColdCodes'),
    ]),
  };
}

function deployed({ deployed: as, deployedOtherwise: other }: Evaluation, write: Write): Table {
  const { say } = write;
  const both = (cell: (of: Deployed) => string) => [cell(as), cell(other)];
  const reasons = [...new Set([...as.asked, ...other.asked].map(({ reason }) => reason))];
  const rateOf = (of: Deployed, reason: string) => of.asked.find((one) => one.reason === reason)?.rate;
  return {
    title: say({
      fr: "Telle que déployée : l'appareil, le calendrier et le seuil appris pour 3 % ensemble. À côté, la même si le seuil était appris de toutes les connexions, celles que la règle de l'appareil fait demander comprises.",
      en: 'As deployed: the device, the calendar and the threshold learned for 3 % together. Beside it the same, were the threshold learned from all sign-ins, those that the device rule asks included.',
    }),
    head: [
      say({ fr: 'quoi', en: 'what' }),
      say({ fr: 'déployée', en: 'deployed' }),
      say({ fr: 'seuil appris de tout', en: 'learned from all' }),
    ],
    rows: [
      [
        say({ fr: 'θ en fin de course, bits', en: 'θ at the end, bits' }),
        ...both((of) => write.tenths(of.theta?.mean)),
      ],
      [
        say({ fr: "connexions d'habitués avec un code", en: 'warm sign-ins with a code' }),
        ...both((of) => write.rate(of.askedInAll)),
      ],
      ...reasons.map((reason) => [`– ${reason}`, ...both((of) => write.rate(rateOf(of, reason)))]),
      ...(Object.keys(as.detection) as Attacker[]).map((attacker) => [
        `${say({ fr: 'arrêtés', en: 'stopped' })}, ${write.attacker(attacker)}`,
        ...both((of) => write.rate(of.detection[attacker])),
      ]),
      [
        say({ fr: 'codes, en médiane, dans 12 / 20 / 39', en: 'median codes in 12 / 20 / 39' }),
        ...both((of) => Object.values(of.medianCodes).map(write.count).join(' / ')),
      ],
      [
        say({ fr: 'membres refusés pour de bon', en: 'members finally refused' }),
        ...both((of) => `${write.count(of.refused)} / ${write.count(of.owners)}`),
      ],
    ],
  };
}

function apart({ firstShare, coldShare }: Evaluation, write: Write): Table {
  const { say } = write;
  return {
    title: say({
      fr: 'À part, en parts de toutes les connexions :',
      en: 'Apart, as shares of all sign-ins:',
    }),
    head: [say({ fr: 'quoi', en: 'what' }), say({ fr: 'part', en: 'share' })],
    rows: [
      [
        say({ fr: 'premières connexions (toujours un code)', en: 'first sign-ins (always a code)' }),
        write.percent(firstShare),
      ],
      [
        say({
          fr: 'codes du démarrage à froid (2e et 3e, appareil inconnu)',
          en: 'codes of the cold start (2nd and 3rd, unknown device)',
        }),
        write.percent(coldShare),
      ],
    ],
  };
}

function byFrequency({ byFrequency: of }: Evaluation, write: Write): Table {
  const { say } = write;
  return {
    title: say({
      fr: 'Selon la fréquence des connexions (ciblé, 98 % arrêtés ; hors démarrage à froid).',
      en: 'By how often people sign in (targeted, 98 % stopped; the cold start left out).',
    }),
    head: [
      say({ fr: 'connexions par mois', en: 'sign-ins a month' }),
      say({ fr: 'personnes', en: 'people' }),
      say({ fr: 'Poterne demande', en: 'Poterne asks' }),
      say({ fr: 'codes par an', en: 'codes a year' }),
      say({ fr: 'Freeman demande', en: 'Freeman asks' }),
      say({ fr: 'codes par an', en: 'codes a year' }),
    ],
    rows: of.poterne.map(({ name, people, challengeRate, codesAYear }, i) => [
      name,
      write.count(people),
      write.percent(challengeRate),
      write.tenths(codesAYear),
      write.percent(of.freeman[i]!.challengeRate),
      write.tenths(of.freeman[i]!.codesAYear),
    ]),
  };
}

function curves({ comparison }: Evaluation, write: Write): Table {
  const names = Object.keys(comparison.perUser) as ScorerName[];
  const auc = (drawing: Drawing, name: ScorerName, attacker: Attacker) =>
    write.four(comparison[drawing][name][attacker].auc?.mean);
  return {
    title: write.say({
      fr: 'Aire sous la courbe (1 : parfait, 0,5 : le hasard), par personne / par connexion.',
      en: 'Area under the curve (1: perfect, 0.5: chance), per person / per sign-in.',
    }),
    head: [write.say({ fr: 'attaquant', en: 'attacker' }), ...names.map(write.scorer)],
    rows: (Object.keys(comparison.perUser.poterne) as Attacker[]).map((attacker) => [
      write.attacker(attacker),
      ...names.map((name) => `${auc('perUser', name, attacker)} / ${auc('perSignIn', name, attacker)}`),
    ]),
  };
}

function ablated(ablations: readonly [AblationName, Comparison][], write: Write): Table {
  const { say } = write;
  const names = Object.keys(ablations[0]![1].poterne) as Attacker[];
  const rate = (comparison: Comparison, scorer: ScorerName, attacker: Attacker) =>
    write.percent(comparison[scorer][attacker].at['0.98']!.challengeRate?.mean);
  return {
    title: say({
      fr: 'Ce que chaque signal apporte, et des mondes différents : part demandée à 98 % arrêtés (800 personnes par monde, trois graines rapportées).',
      en: 'What each signal is worth, and different worlds: share asked at 98 % stopped (800 people a world, three seeds reported).',
    }),
    head: [
      say({ fr: 'monde', en: 'world' }),
      ...names.map((name) => `Poterne, ${write.attacker(name)}`),
      `Freeman, ${write.attacker('naive')}`,
      `Freeman, ${write.attacker('targeted')}`,
      write.scorer('cookie-only'),
    ],
    rows: ablations.map(([name, comparison]) => [
      say(ablationWords[name]),
      ...names.map((attacker) => rate(comparison, 'poterne', attacker)),
      rate(comparison, 'freeman', 'naive'),
      rate(comparison, 'freeman', 'targeted'),
      rate(comparison, 'cookie-only', 'targeted'),
    ]),
  };
}

/** For a terminal: columns aligned, figures to the right. */
export function asText(tables: readonly Table[]): string[] {
  return tables.flatMap(({ title, head, rows }, index) => {
    const all = [head, ...rows];
    const widths = head.map((_, column) => Math.max(...all.map((cells) => cells[column]!.length)));
    const line = (cells: string[]) =>
      cells
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
        .join('  ')
        .trimEnd();
    return [...(index > 0 ? [''] : []), title, '', ...all.map((cells) => `  ${line(cells)}`)];
  });
}

/** For a page, which says where it comes from. */
export function asMarkdown(tables: readonly Table[], { fit, report }: Evaluation['seeds']): string {
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const blocks = tables.map(({ title, head, rows }) => {
    const rule = head.map((_, column) => (column === 0 ? '---' : '--:'));
    return [title, '', line(head), line(rule), ...rows.map(line)].join('\n');
  });
  const origin = `<!-- Written by poterne risk evaluate --table: fitted on seeds ${fit.join(', ')}, reported on ${report.join(', ')}. -->`;
  return `${[origin, ...blocks].join('\n\n')}\n`;
}
