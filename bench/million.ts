import { newId } from '../src/core/ids.ts';
import type { Identity } from '../src/identity.ts';
import { startPortal } from '../test/support/portal.ts';
import { Browser, signIn } from './browser.ts';
import { median } from './cpu.ts';
import { benchPassword, openStoreOf, seedMembers } from './seed.ts';

const accounts = 1_000_000;
const rounds = 120;

export type MillionFigures = { emptyMs: number; millionMs: number; ratio: number };

/** The median sign-in of a store with a million accounts beside that of one with ten, by turns. */
export async function measureMillion(onProgress: (share: number) => void): Promise<MillionFigures> {
  const portals = [await startPortal(), await startPortal()] as const;
  try {
    const members = [];
    for (const [index, portal] of portals.entries()) {
      const identity = await openStoreOf(portal);
      members.push(await seedMembers(identity, 10));
      if (index === 1) await fill(identity, onProgress);
      await identity.close();
    }
    const browsers = portals.map((portal) => new Browser(portal.url));
    const times: [number[], number[]] = [[], []];
    for (let round = -20; round < rounds; round += 1) {
      for (const side of [0, 1] as const) {
        const started = performance.now();
        await signIn(browsers[side]!, members[side]![Math.abs(round) % 10]!);
        if (round >= 0) times[side].push(performance.now() - started);
      }
    }
    for (const browser of browsers) browser.close();
    const [emptyMs, millionMs] = [median(times[0]), median(times[1])];
    return { emptyMs, millionMs, ratio: millionMs / emptyMs };
  } finally {
    for (const portal of portals) await portal.destroy();
  }
}

async function fill({ db, clock, hasher }: Identity, onProgress: (share: number) => void): Promise<void> {
  const hashed = await hasher.hash(benchPassword as never, { lane: 'known', fairKey: 'bench' });
  if (!hashed.ok) throw new Error('the hasher is busy');
  const now = clock.now();
  const batch = 1_000;
  for (let done = 0; done < accounts; done += batch) {
    const rows = Array.from({ length: batch }, (_, i) => ({
      id: newId(clock),
      email: `member-${done + i}@example.org`,
      name: `Member ${done + i}`,
      role: 'member' as const,
      status: 'active' as const,
      locale: 'fr' as const,
      password_hash: hashed.hash,
      created_at: now,
      updated_at: now,
    }));
    await db.handle
      .insertInto('accounts')
      .values(rows as never)
      .execute();
    if (done % 50_000 === 0) onProgress(done / accounts);
  }
}
