import { readdirSync, readFileSync } from 'node:fs';

/**
 * Kills every process whose environment holds `mark`: what a killed test left behind, and nothing else,
 * because the mark is new at each run. Linux only; elsewhere it does nothing.
 */
export function killLeftovers(mark: string): number {
  const found = processes().filter((pid) => pid !== process.pid && environmentOf(pid).includes(mark));
  for (const pid of found) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself.
    }
  }
  return found.length;
}

function processes(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return '';
  }
}
