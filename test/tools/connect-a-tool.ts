import assert from 'node:assert/strict';
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { until } from '../faults/support.ts';
import { freePort } from '../support/postgres.ts';
import { root } from '../support/program.ts';

export const page = readFileSync(join(root, 'docs/connect-a-tool.md'), 'utf8');

/** What stands between a heading of the page and the next one of its rank. */
export function sectionOf(heading: string): string {
  const [, section] = page.split(new RegExp(`^## ${heading}$`, 'm'));
  assert.ok(section, `no ${heading} in the page`);
  return section.split(/^## /m)[0]!;
}

/** The blocks of a language, as one copies them: without the indentation of the step that they stand in. */
export function blocksOf(text: string, language: string): string[] {
  return [...text.matchAll(/^( *)```(\w+)\n([\s\S]*?)^ *```$/gm)].flatMap(([, indent, name, block]) =>
    name === language ? [block!.replaceAll(new RegExp(`^${indent}`, 'gm'), '')] : [],
  );
}

/** The file that the page says to save under this name. */
export function fileOf(name: string): string {
  const [, after] = page.split(`ave as \`~/${name}\`:\n`);
  assert.ok(after, `the page says nowhere to save ${name}`);
  const language = /^ *```(\w+)/.exec(after)?.[1];
  assert.ok(language, `no file follows ${name}`);
  return blocksOf(after, language)[0]!;
}

/** Waits until a program or a page says what the page tells its reader to look for. */
export async function assertSeen(
  section: string,
  words: string,
  where: () => string | Promise<string>,
): Promise<void> {
  assert.ok(section.includes(words), `the page does not speak of ${words}`);
  let said = '';
  const isSaid = async () => {
    said = await where();
    return said.includes(words);
  };
  await until(words, isSaid, 5_000).catch((error) => {
    throw new Error(`${words} is not seen, but:\n${said}`, { cause: error });
  });
}

/** A terminal in which something of the page runs. */
export type Terminal = { said(): string; end(): Promise<void> };

export type Reader = Awaited<ReturnType<typeof openPage>>;

/**
 * Somebody who does as the page says, in terminals of their own. What is theirs: the ports, the home folder, the folder of
 * the demonstration's data (`data/demo`) and `SECRET`, once it is known. All else is run and saved as it stands.
 */
export async function openPage() {
  const home = mkdtempSync(join(tmpdir(), 'poterne-page-'));
  // Apache's children run as another user where the tests run as root.
  chmodSync(home, 0o755);
  const replaced = new Map<string, string>([['data/demo', join(home, 'demo')]]);
  const ports = ['3000', '8080', '8081', '8082'];
  for (const port of ports) replaced.set(port, String(await freePort()));
  const own = (text: string) => {
    const names = [...replaced.keys()].map((name) => name.replace('/', '\\/')).join('|');
    return text.replaceAll(new RegExp(`\\b(?:${names})\\b`, 'g'), (name) => replaced.get(name)!);
  };
  const env = {
    // This Node first: the machine's own may be older than what the page asks for.
    PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
    HOME: home,
    LANG: 'fr_FR.UTF-8',
    PORT: own('3000'),
    METRICS_PORT: String(await freePort()),
    // What the demonstration would take of itself in the folder of the repository.
    DATA_DIR: join(home, 'demo'),
  };
  const terminals = new Map<Terminal, ChildProcess>();
  const block = (text: string, start: string) => {
    const found = blocksOf(text, 'sh').find((one) => one.startsWith(start));
    assert.ok(found, `the page has no command that begins with ${start}`);
    return found;
  };

  const start = (command: string): Terminal => {
    const child = spawn('bash', ['-c', own(command)], { cwd: root, env, stdio: 'pipe', detached: true });
    child.stdin.end();
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    }
    const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
    const terminal: Terminal = {
      said: () => said,
      end: async () => {
        signal(child, 'SIGTERM');
        await ended;
        terminals.delete(terminal);
      },
    };
    terminals.set(terminal, child);
    return terminal;
  };

  return {
    home,
    /** The page's own words with this reader's ports, folders and secret. */
    own,
    /** The block of commands of a part of the page that begins so. */
    block,
    /** Does a block of commands to its end; gives what it wrote. */
    run: (command: string): Promise<string> =>
      new Promise((resolve, reject) => {
        execFile('bash', ['-ec', own(command)], { cwd: root, env }, (error, stdout, stderr) => {
          if (error) reject(new Error(`${command}\n${stdout}${stderr}`, { cause: error }));
          else resolve(stdout);
        });
      }),
    /** Starts a block of commands that goes on, and waits until something shows that it is there. */
    start: async (command: string, isThere: (said: string) => boolean | Promise<boolean>) => {
      const terminal = start(command);
      await until(command, async () => isThere(terminal.said())).catch((error) => {
        throw new Error(`${own(command)}\n${terminal.said()}`, { cause: error });
      });
      return terminal;
    },
    /** Saves a file of the page under a name below the home folder. */
    save: (name: string, text: string) => writeFileSync(join(home, name), own(text)),
    /** Takes the secret that a command printed for `SECRET`. */
    takeSecret: (printed: string) => {
      const secret = /client_secret +(\S+)/.exec(printed)?.[1];
      assert.ok(secret, printed);
      replaced.set('SECRET', secret);
    },
    /** Ends what a way left running. */
    endAllBut: async (kept: Terminal) => {
      for (const terminal of terminals.keys()) if (terminal !== kept) await terminal.end();
    },
    close: () => {
      for (const child of terminals.values()) signal(child, 'SIGKILL');
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** To the whole group of a terminal, for bash and npm start what they run; to nobody where all has ended. */
function signal({ pid }: ChildProcess, name: NodeJS.Signals): void {
  try {
    process.kill(-pid!, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
