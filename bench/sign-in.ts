import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startPortal, type TestPortal } from '../test/support/portal.ts';
import type { Engine } from '../test/support/stores.ts';
import { Browser, signIn } from './browser.ts';
import { cpuMsOf, median } from './cpu.ts';
import { type Member, openStoreOf, seedMembers } from './seed.ts';

const rounds = 7;
const perRound = 60;
const atOnce = 2;

export type SignInFigures = {
  engine: Engine;
  hashCpuMs: number;
  signInCpuMs: number;
  /** CPU of one bare hash ÷ the portal's CPU per complete sign-in. */
  cpuRatio: number;
  hashesPerSecond: number;
  signInsPerSecond: number;
};

/** Hashes and sign-ins by turns, so that what disturbs the machine disturbs both; medians of the rounds. */
export async function measureSignIn(engine: Engine): Promise<SignInFigures> {
  const portal = await startPortal({ engine });
  const hasher = await startHasher();
  try {
    const identity = await openStoreOf(portal);
    const members = await seedMembers(identity, atOnce * 4);
    await identity.close();
    await signIns(portal, members, perRound);
    await hasher.run(perRound);
    const figures = { hash: [] as Round[], signIn: [] as Round[] };
    for (let round = 0; round < rounds; round += 1) {
      figures.hash.push(await hasher.run(perRound));
      figures.signIn.push(await signIns(portal, members, perRound));
    }
    const hashCpuMs = median(figures.hash.map((round) => round.cpuMs));
    const signInCpuMs = median(figures.signIn.map((round) => round.cpuMs));
    return {
      engine,
      hashCpuMs,
      signInCpuMs,
      cpuRatio: hashCpuMs / signInCpuMs,
      hashesPerSecond: median(figures.hash.map((round) => round.perSecond)),
      signInsPerSecond: median(figures.signIn.map((round) => round.perSecond)),
    };
  } finally {
    hasher.stop();
    await portal.destroy();
  }
}

/** CPU per piece, in milliseconds, and pieces a second. */
type Round = { cpuMs: number; perSecond: number };

async function signIns(portal: TestPortal, members: Member[], count: number): Promise<Round> {
  const browsers = Array.from({ length: atOnce }, () => new Browser(portal.url));
  const before = cpuMsOf(portal.pid());
  const started = performance.now();
  await Promise.all(
    browsers.map(async (browser, lane) => {
      for (let i = 0; i < count / atOnce; i += 1) {
        await signIn(browser, members[(i * atOnce + lane) % members.length]!);
      }
    }),
  );
  const seconds = (performance.now() - started) / 1_000;
  const cpuMs = (cpuMsOf(portal.pid()) - before) / count;
  for (const browser of browsers) browser.close();
  return { cpuMs, perSecond: count / seconds };
}

/** Bare hashes in a process of their own, of the same cost, as many at once as the sign-ins are. */
async function startHasher() {
  const child = spawn(
    process.execPath,
    [new URL('./bare-hash.ts', import.meta.url).pathname, String(atOnce)],
    {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    },
  );
  await once(child, 'message');
  return {
    async run(count: number): Promise<Round> {
      const before = cpuMsOf(child.pid!);
      const started = performance.now();
      child.send(count);
      await once(child, 'message');
      const seconds = (performance.now() - started) / 1_000;
      return { cpuMs: (cpuMsOf(child.pid!) - before) / count, perSecond: count / seconds };
    },
    stop: () => child.kill(),
  };
}
