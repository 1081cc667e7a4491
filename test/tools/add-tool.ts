import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestPortal } from '../support/portal.ts';

/** Adds a tool as an operator does, `args` after `poterne tool add`, and waits until the running portal knows it. */
export async function addTool(
  portal: Pick<TestPortal, 'command'>,
  args: readonly string[],
): Promise<{ clientSecret: string; issuer: string }> {
  const { code, stdout, stderr } = await portal.command(['tool', 'add', ...args, '--json']);
  assert.equal(code, 0, stderr);
  // A portal works for as long with the tools that it read: one asked for before is unknown to it.
  await sleep(2_000);
  return JSON.parse(stdout);
}
