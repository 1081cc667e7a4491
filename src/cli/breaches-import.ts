import { join } from 'node:path';
import type { Command } from './command.ts';
import { loadConfig } from './config.ts';
import { fileToRead } from './files.ts';
import { progressBar } from './progress.ts';
import { type Bilingual, exit, Refusal } from './terminal.ts';

export const command: Command = {
  name: 'breaches import',
  about: {
    fr: "Importe une liste publique d'empreintes SHA-1 de mots de passe divulgués (une par ligne, triées ; « :nombre » accepté) dans un fichier compact que le portail consulte hors ligne.",
    en: 'Imports a published list of SHA-1 hashes of breached passwords (one a line, sorted; ":count" accepted) into a compact file that the portal reads offline.',
  },
  args: ['FILE'],
  examples: ['poterne breaches import pwned-passwords-sha1-ordered-by-hash.txt'],
  run: async (given, terminal) => {
    const { path: from } = fileToRead(given.args[0]!);
    const config = await loadConfig(terminal, 'command');
    const to = config.passwords.breachFile ?? join(config.dataDir, 'breaches.bin');
    const { importBreaches } = await import('../identity/passwords/service.ts');
    const draw = progressBar(terminal);
    const onProgress = ({ bytesRead, bytesTotal }: { bytesRead: number; bytesTotal: number }) =>
      draw(bytesTotal === 0 ? 1 : bytesRead / bytesTotal);
    const result = await importBreaches({ from, to, onProgress });
    draw.end();
    if (!result.ok) throw new Refusal(refusals[result.reason](result.line));
    terminal.out(
      terminal.say({
        fr: `${result.count} mots de passe divulgués dans ${to}. Le portail s'en sert dans la minute.`,
        en: `${result.count} breached passwords in ${to}. The portal uses them within a minute.`,
      }),
    );
    return exit.done;
  },
};

const refusals = {
  'not-hashes': (line: number): Bilingual => ({
    fr: `la ligne ${line} n'est pas une empreinte SHA-1`,
    en: `line ${line} is not a SHA-1 hash`,
  }),
  'not-sorted': (line: number): Bilingual => ({
    fr: `la ligne ${line} n'est pas à sa place : prenez la liste triée par empreinte`,
    en: `line ${line} is out of order: take the list that is sorted by hash`,
  }),
  nothing: (): Bilingual => ({ fr: 'le fichier ne contient aucune empreinte', en: 'the file holds no hash' }),
};
