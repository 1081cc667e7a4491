import { createReadStream, writeFileSync } from 'node:fs';
import type { AblationName } from '../identity/risk/lab/ablations.ts';
import type { Comparison } from '../identity/risk/lab/comparison.ts';
import type { Evaluation, Seeds, View } from '../identity/risk/lab/evaluate.ts';
import type { LogProblem } from '../identity/risk/lab/log.ts';
import type { WorldSettings } from '../identity/risk/lab/world/settings.ts';
import type { Command, Given } from './command.ts';
import { fileToRead, fileToWrite } from './files.ts';
import { progressBar } from './progress.ts';
import { readSeeds, readView, readWorld } from './risk-evaluate-options.ts';
import { asMarkdown, asText, evaluationTables } from './risk-evaluate-tables.ts';
import { chartOf, nothingToMeasure, problemSentence } from './risk-evaluate-words.ts';
import { exit, Misuse, Refusal, type Terminal } from './terminal.ts';

export const command: Command = {
  name: 'risk evaluate',
  about: {
    fr: "Mesure qui se voit demander un code, et quels intrus sont arrêtés : cinq façons de noter, cinq attaquants, sur un journal de connexions ou sur des mondes inventés. Les seuils sont réglés sur d'autres graines que celles qui sont rapportées. Même graines, mêmes chiffres.",
    en: 'Measures who is asked for a code, and which intruders are stopped: five ways to score, five attackers, on a log of sign-ins or on made-up worlds. Thresholds are fitted on other seeds than those reported. The same seeds, the same figures.',
  },
  options: {
    log: {
      value: 'FILE.csv',
      about: {
        fr: 'un journal aux colonnes du jeu de données public, et « Device Token » (vide : aucun cookie reçu)',
        en: 'a log with the columns of the public data set, and "Device Token" (empty: no cookie arrived)',
      },
    },
    synthetic: { about: { fr: 'des mondes inventés (docs/risk.md)', en: 'made-up worlds (docs/risk.md)' } },
    seeds: {
      value: 'N,N,…',
      about: { fr: 'les graines rapportées (101 à 105)', en: 'the seeds reported (101 to 105)' },
    },
    quick: {
      about: {
        fr: 'petit et rapide : pour voir, pas pour citer',
        en: 'small and fast: to look, not to quote',
      },
    },
    json: { about: { fr: 'le résultat en JSON', en: 'the result in JSON' } },
    plot: { value: 'FILE.svg', about: { fr: 'dessine aussi les courbes', en: 'draws the curves too' } },
    table: {
      value: 'FILE.md',
      about: { fr: 'écrit aussi les tableaux en Markdown', en: 'writes the tables as Markdown too' },
    },
    ablations: {
      about: {
        fr: 'mesure aussi ce que chaque signal apporte, et des mondes plus durs (3 minutes de plus)',
        en: 'also measures what each signal is worth, and harder worlds (3 minutes more)',
      },
    },
    fit: {
      about: {
        fr: 'règle aussi la note elle-même sur les graines de réglage, et dit ce qui en sort ; ne change rien',
        en: 'also fits the score itself on the fitting seeds, and says what comes out; changes nothing',
      },
    },
    without: {
      value: 'cookie|places|networks',
      about: { fr: 'ce que personne ne doit voir', en: 'what nobody is to see' },
    },
    'user-agents': {
      value: 'frozen|hints|full',
      about: { fr: 'ce que les navigateurs disent (frozen)', en: 'what browsers tell (frozen)' },
    },
    shared: {
      value: 'SHARE',
      about: { fr: 'la part des adresses partagées, 0 à 1', en: 'the share of shared addresses, 0 to 1' },
    },
    clearing: {
      value: 'SHARE',
      about: {
        fr: 'la part des gens qui effacent leurs cookies, 0 à 1 (0,06)',
        en: 'the share of people who clear their cookies, 0 to 1 (0.06)',
      },
    },
  },
  examples: [
    'poterne risk evaluate --synthetic',
    'poterne risk evaluate --synthetic --ablations --table figures.md --plot figures.svg',
    'poterne risk evaluate --log rba-dataset.csv --json',
  ],
  run: async (given, terminal) => {
    const log = given.text('log');
    if ((log === undefined) !== given.has('synthetic')) {
      throw new Misuse({
        fr: 'donnez ou bien --log FILE.csv, ou bien --synthetic',
        en: 'give either --log FILE.csv or --synthetic',
      });
    }
    const seeds = readSeeds(given);
    const settings = readWorld(given);
    const view = await readView(given);
    const fileOf = (name: string | undefined) => (name === undefined ? null : fileToWrite(name));
    const files = { plot: fileOf(given.text('plot')), table: fileOf(given.text('table')) };
    const asked: Asked = { given, terminal, seeds, settings, view };
    if (given.has('fit')) return fit(asked);
    const evaluation = log === undefined ? await evaluateWorlds(asked) : await evaluateLog(log, asked);
    const ablations = given.has('ablations') ? await evaluateAblations(asked) : [];
    await tell({ evaluation, ablations, files }, asked);
    return exit.done;
  },
};

type Asked = { given: Given; terminal: Terminal; seeds: Seeds; settings: WorldSettings; view: View };

async function evaluateWorlds({ terminal, seeds, settings, view }: Asked): Promise<Evaluation> {
  const { evaluationOf, runWorlds } = await import('../identity/risk/lab/evaluate.ts');
  const draw = progressBar(terminal);
  const runs = runWorlds(settings, seeds, view, draw);
  draw.end();
  return evaluationOf(runs, seeds);
}

async function evaluateLog(log: string, { terminal, seeds, view }: Asked): Promise<Evaluation> {
  const { evaluationOf, runLog } = await import('../identity/risk/lab/evaluate.ts');
  const { path, size } = fileToRead(log);
  const draw = progressBar(terminal);
  const problems = createProblems(terminal);
  const runs = await runLog(pieces(path, size, draw), seeds, { view, onProblem: problems.take });
  draw.end();
  problems.end();
  const evaluation = evaluationOf(runs, seeds);
  if (evaluation.logins === 0) throw new Refusal(nothingToMeasure(runs.tally));
  return evaluation;
}

async function* pieces(file: string, size: number, draw: (share: number) => void): AsyncGenerator<string> {
  const stream = createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 18 });
  for await (const piece of stream) {
    yield piece as string;
    draw(size > 0 ? stream.bytesRead / size : 1);
  }
}

/** Every kind of problem is told; of the same kind over and over, the first ones and how many more. */
function createProblems({ err, say }: Terminal) {
  const mostTold = 20;
  let told = 0;
  return {
    take: (problem: LogProblem): void => {
      if (problem.kind === 'no-columns' || problem.kind === 'no-header')
        throw new Refusal(problemSentence(problem));
      if (problem.kind === 'bad-line') told += 1;
      if (told <= mostTold) err(say(problemSentence(problem)));
    },
    end: (): void => {
      const more = told - mostTold;
      if (more > 0)
        err(
          say({
            fr: `et ${more} lignes illisibles de plus`,
            en: `and ${more} more lines that cannot be read`,
          }),
        );
    },
  };
}

async function evaluateAblations({ given, terminal, settings, seeds }: Asked) {
  const { ablationNames, runAblation } = await import('../identity/risk/lab/ablations.ts');
  // Fewer people and seeds: rates are compared with each other, in worlds of the same size.
  const small = { ...settings, users: given.has('quick') ? 120 : 800 };
  const few = { fit: seeds.fit.slice(0, 2), report: seeds.report.slice(0, 3) };
  const draw = progressBar(terminal);
  const done: [AblationName, Comparison][] = ablationNames.map((name, i) => [
    name,
    runAblation(name, small, few, (share) => draw((i + share) / ablationNames.length)),
  ]);
  draw.end();
  return done;
}

async function fit({ given, terminal, seeds, settings }: Asked): Promise<number> {
  const { fitOnWorlds } = await import('../identity/risk/lab/fit.ts');
  const draw = progressBar(terminal);
  const share = given.has('quick') ? 0.2 : 0.5;
  const { settings: fitted, before, after } = fitOnWorlds(settings, seeds.fit, { share, onProgress: draw });
  draw.end();
  terminal.out(
    JSON.stringify({ seeds: seeds.fit, lossBefore: before, lossAfter: after, settings: fitted }, null, 2),
  );
  return exit.done;
}

type Told = {
  evaluation: Evaluation;
  ablations: [AblationName, Comparison][];
  files: { plot: string | null; table: string | null };
};

async function tell({ evaluation, ablations, files }: Told, { given, terminal }: Asked): Promise<void> {
  const tables = evaluationTables(evaluation, ablations, terminal);
  if (given.has('json')) {
    const { comparisonAsJson, evaluationAsJson } = await import('../identity/risk/lab/json.ts');
    const more = ablations.map(([name, comparison]) => [name, comparisonAsJson(comparison)]);
    const json = {
      ...evaluationAsJson(evaluation),
      ...(more.length > 0 ? { ablations: Object.fromEntries(more) } : {}),
    };
    terminal.out(JSON.stringify(json));
  } else for (const line of asText(tables)) terminal.out(line);
  if (files.table) writeFileSync(files.table, asMarkdown(tables, evaluation.seeds));
  if (files.plot) {
    const { drawChart } = await import('../identity/risk/lab/svg.ts');
    writeFileSync(files.plot, drawChart(chartOf(evaluation, terminal)));
  }
}
