import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../support/postgres.ts';
import { startProgram } from '../../support/program.ts';

type Mail = { id: number; to: string; subject: string; text: string };

/** The demonstration as `npm start` runs it, on ports of its own. */
export type Demo = {
  url: string;
  /** The sample tools, by name. */
  tools: Record<string, string>;
  /** Passwords by address, as the terminal shows them. */
  passwords: Record<string, string>;
  /** The next code mailed to an address; waits for it. */
  code(to: string): Promise<string>;
  stop(): Promise<void>;
};

export async function startDemo(): Promise<Demo> {
  const folder = mkdtempSync(join(tmpdir(), 'poterne-demo-'));
  // The portal, its mails and its three tools stand on five ports in a row.
  const port = await freePort();
  const program = startProgram({
    args: ['demo'],
    env: { PORT: String(port), DATA_DIR: folder, LANG: 'fr_FR.UTF-8' },
  });
  const stop = async () => {
    await program.end('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await program.firstLine(60_000);
    while (!program.stdout().includes('Ctrl+C')) await new Promise((resolve) => setTimeout(resolve, 20));
  } catch (error) {
    await stop();
    throw error;
  }
  const lines = program.stdout().split('\n');
  const after = (title: string) => lines.slice(lines.findIndex((line) => line.includes(title)) + 1);
  const pairs = (block: string[]) =>
    Object.fromEntries(
      block.slice(0, block.indexOf('')).map((line) => line.trim().split(/\s+/, 2) as [string, string]),
    );
  const read = new Set<number>();
  const mailUrl = /Courriels\s+(\S+)/.exec(program.stdout())?.[1] ?? '';
  return {
    url: `http://localhost:${port}`,
    tools: pairs(after('Outils')),
    passwords: pairs(after('Comptes')),
    code: async (to) => {
      for (;;) {
        const mails = (await (await fetch(`${mailUrl}/mails.json`)).json()) as Mail[];
        const mail = mails.find((one) => one.to === to && /code/.test(one.subject) && !read.has(one.id));
        if (mail) {
          read.add(mail.id);
          return /\b\d{6}\b/.exec(mail.text)?.[0] ?? '';
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    stop,
  };
}
