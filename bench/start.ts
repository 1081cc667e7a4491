import { setTimeout as sleep } from 'node:timers/promises';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { startPortal } from '../test/support/portal.ts';
import { median, residentMbOf } from './cpu.ts';

export type StartFigures = { readySeconds: number; residentMb: number };

/** From `bin/poterne serve` to its line, several times on a warm disk; then memory when nothing happens. */
export async function measureStart(): Promise<StartFigures> {
  const portal = await startPortal();
  const ready: number[] = [];
  const resident: number[] = [];
  try {
    for (let i = 0; i < 7; i += 1) {
      await portal.stop();
      const started = performance.now();
      await portal.start();
      ready.push((performance.now() - started) / 1_000);
      await fetch(`${portal.url}/connexion`);
      await sleep(1_000);
      resident.push(residentMbOf(portal.pid()));
    }
    return { readySeconds: median(ready), residentMb: median(resident) };
  } finally {
    await portal.destroy();
  }
}

export type WeightFigures = { requests: number; bytes: number };

/** What the sign-in page and all it loads weigh as they are sent to a browser that takes brotli. */
export async function measureWeight(): Promise<WeightFigures> {
  const portal = await startPortal();
  try {
    const page = await fetch(`${portal.url}/connexion`);
    const html = Buffer.from(await page.arrayBuffer());
    const loaded = [...html.toString().matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path);
    let bytes = html.length;
    for (const path of new Set(loaded)) {
      const answer = await fetch(`${portal.url}${path}`, { headers: { 'accept-encoding': 'br' } });
      // fetch undoes the encoding: the length on the wire is in the header, or the same compression again.
      const body = Buffer.from(await answer.arrayBuffer());
      const sent = Number(answer.headers.get('content-length'));
      bytes += sent > 0 ? sent : Math.min(brotliCompressSync(body).length, gzipSync(body).length);
    }
    return { requests: 1 + new Set(loaded).size, bytes };
  } finally {
    await portal.destroy();
  }
}
