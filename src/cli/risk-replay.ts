import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { readPolicy } from '../config.ts';
import { dayMs } from '../core/clock.ts';
import type { Policy } from '../identity/risk/replay/simulation.ts';
import type { Command } from './command.ts';
import { loadConfig } from './config.ts';
import { fileToRead, fileToWrite } from './files.ts';
import { withIdentity } from './identity.ts';
import { progressBar } from './progress.ts';
import { chartWords, noPicture, writeReplay } from './risk-replay-words.ts';
import { exit, Misuse, Refusal } from './terminal.ts';

const mostDays = 3_650;

export const command: Command = {
  name: 'risk replay',
  about: {
    fr: "Rejoue l'historique du portail sous une autre politique : qui aurait dû donner un code, comparé à ce qui s'est passé, et ce qui aurait été demandé à des attaquants. Ne change rien.",
    en: 'Replays the history of the portal under another policy: who would have been asked for a code, compared with what happened, and what attackers would have been asked. Changes nothing.',
  },
  options: {
    policy: {
      value: 'FILE',
      required: true,
      about: {
        fr: 'les sections risk et codes, écrites comme dans poterne.yaml',
        en: 'the sections risk and codes, written as in poterne.yaml',
      },
    },
    days: { value: 'N', about: { fr: 'les N derniers jours (30)', en: 'the last N days (30)' } },
    json: { about: { fr: 'le résultat en JSON', en: 'the result in JSON' } },
    plot: {
      value: 'FILE.svg',
      about: { fr: 'dessine aussi les deux courbes', en: 'draws both curves too' },
    },
  },
  examples: [
    'poterne risk replay --policy politique.yaml',
    'poterne risk replay --days 90 --policy politique.yaml --json --plot comparaison.svg',
  ],
  run: async (given, terminal) => {
    const days = readDays(given.text('days'));
    const file = given.text('policy')!;
    const policy = await readPolicyFile(file);
    const plot = given.text('plot') === undefined ? null : plotFile(given.text('plot')!);
    const { codes } = await loadConfig(terminal, 'command');
    return withIdentity(terminal, async ({ audit, clock, db }) => {
      const [{ replay }, { readBefore, readHistory }] = await Promise.all([
        import('../identity/risk/replay/replay.ts'),
        import('../identity/risk/replay/history.ts'),
      ]);
      const until = clock.now();
      const source = { audit, tx: db.handle, from: until - days * dayMs };
      const onProgress = progressBar(terminal);
      const result = await replay(
        { before: await readBefore(source), history: readHistory(source, { until, onProgress }) },
        { policy, codes, until },
      );
      onProgress.end();
      const about = { from: source.from, until, policy, name: basename(file) };
      if (given.has('json')) {
        const { replayAsJson } = await import('../identity/risk/replay/json.ts');
        terminal.out(JSON.stringify(replayAsJson(result, about)));
      } else for (const line of writeReplay(result, about, terminal)) terminal.out(line);
      if (plot !== null && result.signIns === 0) terminal.err(terminal.say(noPicture(plot)));
      else if (plot !== null) {
        const { drawReplay } = await import('../identity/risk/replay/chart.ts');
        writeFileSync(plot, drawReplay(result, chartWords(about, terminal)));
      }
      return exit.done;
    });
  },
};

function readDays(written = '30'): number {
  const days = /^\d{1,4}$/.test(written) ? Number(written) : 0;
  if (days >= 1 && days <= mostDays) return days;
  throw new Misuse({
    fr: `--days est un nombre entier de jours, de 1 à ${mostDays}`,
    en: `--days is a whole number of days, 1 to ${mostDays}`,
  });
}

async function readPolicyFile(file: string): Promise<Policy> {
  const { path } = fileToRead(file);
  const read = await readPolicy(readFileSync(path, 'utf8'), basename(file));
  if (read.ok) return read.policy;
  const { writeProblem } = await import('../config-problems.ts');
  const lines = (language: 'fr' | 'en') =>
    read.problems.map((problem) => `\n  ${writeProblem(problem, language)}`).join('');
  throw new Refusal({ fr: `politique refusée${lines('fr')}`, en: `policy refused${lines('en')}` });
}

function plotFile(file: string): string {
  if (file.endsWith('.svg')) return fileToWrite(file);
  throw new Misuse({ fr: '--plot écrit un fichier .svg', en: '--plot writes a .svg file' });
}
