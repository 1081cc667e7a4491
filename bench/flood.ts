import { setTimeout as sleep } from 'node:timers/promises';
import { startPortal } from '../test/support/portal.ts';
import { Browser, hidden, signIn } from './browser.ts';
import { median, quantile } from './cpu.ts';
import { openStoreOf, seedMembers } from './seed.ts';

const strangers = 60;
const seconds = 8;

export type FloodFigures = {
  /** Pages that hash nothing, in milliseconds, while strangers keep the hasher full. */
  pageP50Ms: number;
  pageP99Ms: number;
  /** A member's whole sign-in on a known browser, in the flood and without it. */
  memberP50Ms: number;
  calmP50Ms: number;
  answered: number;
  refusedEarly: number;
};

/** Strangers from many networks send passwords without end; a member and a reader go on meanwhile. */
export async function measureFlood(): Promise<FloodFigures> {
  const portal = await startPortal({ config: { trustedProxies: ['127.0.0.1'] } });
  try {
    const identity = await openStoreOf(portal);
    const [member] = await seedMembers(identity, 1);
    await identity.close();
    const reader = new Browser(portal.url);
    const known = new Browser(portal.url);
    const calm: number[] = [];
    for (let i = 0; i < 20; i += 1) calm.push(await timed(() => signIn(known, member!)));

    const counts = { answered: 0, refused: 0 };
    let going = true;
    const flood = Array.from({ length: strangers }, (_, lane) =>
      stranger(portal.url, lane, counts, () => going),
    );
    await sleep(1_000);
    const pages: number[] = [];
    const members: number[] = [];
    const until = performance.now() + seconds * 1_000;
    const read = async () => {
      while (performance.now() < until) {
        pages.push(await timed(() => reader.send('GET', '/connexion')));
        await sleep(5);
      }
    };
    const belong = async () => {
      while (performance.now() < until) members.push(await timed(() => signIn(known, member!)));
    };
    await Promise.all([read(), belong()]);
    going = false;
    await Promise.all(flood);
    return {
      pageP50Ms: median(pages),
      pageP99Ms: quantile(pages, 0.99),
      memberP50Ms: median(members),
      calmP50Ms: median(calm),
      answered: counts.answered,
      refusedEarly: counts.refused,
    };
  } finally {
    await portal.destroy();
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** One stranger after another, each from a /24 and for an address of its own. */
async function stranger(
  url: string,
  lane: number,
  counts: { answered: number; refused: number },
  going: () => boolean,
): Promise<void> {
  for (let i = 0; going(); i += 1) {
    const browser = new Browser(url, { 'x-forwarded-for': `10.${lane}.${i % 250}.1` });
    const first = await browser.send('GET', '/connexion');
    const username = `stranger-${lane}-${i}@example.org`;
    const given = await browser.send('POST', '/connexion', { csrf: hidden(first.body, 'csrf'), username });
    const path = given.headers.location ?? '';
    const { body } = await browser.send('GET', path);
    const proof = { csrf: hidden(body, 'csrf'), j: hidden(body, 'j'), password: 'Pas-le-bon-du-tout-1' };
    const { status } = await browser.send('POST', path, proof);
    if (status === 503) counts.refused += 1;
    else counts.answered += 1;
    browser.close();
  }
}
