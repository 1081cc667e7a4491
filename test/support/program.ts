import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

/** The folder that holds package.json. */
export const root = join(import.meta.dirname, '..', '..');

export type Ended = { code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string };

/** A program of ours that runs: what it wrote so far, and its end. */
export type Program = {
  pid: number;
  stdout(): string;
  stderr(): string;
  /** The first line on stdout. Throws, with what it wrote on stderr, when it ends or waits too long instead. */
  firstLine(timeoutMs: number): Promise<string>;
  /** Sends a signal and waits for the end; SIGKILL follows when that takes longer than `timeoutMs`. */
  end(signal: NodeJS.Signals, timeoutMs?: number): Promise<Ended>;
  ended: Promise<Ended>;
};

export type Start = { args: readonly string[]; env: Record<string, string>; input?: string };

const alive = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

/** Starts `bin/poterne` as an operator would: a process of its own that sees only the environment given. */
export function startProgram({ args, env, input }: Start): Program {
  const child = spawn(join(root, 'bin/poterne'), args, {
    cwd: root,
    env: { ...basics(), ...env },
    stdio: 'pipe',
  });
  alive.add(child);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  // A program that refuses its arguments ends before it reads.
  child.stdin.on('error', () => {});
  child.stdin.end(input ?? '');
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      alive.delete(child);
      resolve({ code, signal, stdout, stderr });
    });
  });
  const told = (what: string) => new Error(`poterne ${args.join(' ')} ${what}\n${stdout}${stderr}`);
  return {
    pid: child.pid ?? 0,
    stdout: () => stdout,
    stderr: () => stderr,
    ended,
    firstLine: (timeoutMs) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(told(`said nothing in ${timeoutMs} ms`)), timeoutMs);
        const look = () => {
          const end = stdout.indexOf('\n');
          if (end < 0) return;
          clearTimeout(timer);
          child.stdout.off('data', look);
          resolve(stdout.slice(0, end));
        };
        child.stdout.on('data', look);
        look();
        ended.then(({ code, signal }) => reject(told(`ended with ${code ?? signal}`)), reject);
      }),
    end: async (signal, timeoutMs = 15_000) => {
      const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
      child.kill(signal);
      const end = await ended;
      clearTimeout(timer);
      return end;
    },
  };
}

/** Runs one command of `bin/poterne` to its end. */
export async function runProgram(start: Start): Promise<Ended> {
  return startProgram(start).ended;
}

/** What any program needs, and nothing that could configure ours. */
function basics(): Record<string, string> {
  const names = ['PATH', 'HOME', 'TMPDIR', 'NODE_COMPILE_CACHE'];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
