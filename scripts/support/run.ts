import { type ChildProcess, spawn } from 'node:child_process';

export type Ran = { code: number; output: string; errors: string };
export type RunOptions = {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Shows what the program writes while it runs, instead of keeping it. */
  live?: boolean;
};

const running = new Set<ChildProcess>();

/** Runs a program to its end. Never throws for what the program did: an end by a signal counts as 1. */
export async function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { cwd, env = process.env, live = false } = options;
  const child = spawn(program, args, {
    cwd,
    env,
    stdio: ['ignore', ...(live ? (['inherit', 'inherit'] as const) : (['pipe', 'pipe'] as const))],
  });
  running.add(child);
  let output = '';
  let errors = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (ended) => resolve(ended ?? 1));
    });
    return { code, output, errors };
  } finally {
    running.delete(child);
  }
}

/** Asks every program that `run` started, and that still runs, to end. */
export function interruptAll(signal: NodeJS.Signals = 'SIGINT'): void {
  for (const child of running) child.kill(signal);
}

/** Seconds since `start` (of performance.now), as people read them. */
export function elapsed(start: number): string {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}
