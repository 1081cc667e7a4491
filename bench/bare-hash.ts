import { hash, verify } from '@node-rs/argon2';
import { leastCost } from '../src/identity/passwords/phc.ts';

// Told how many, verifies as many hashes, some at once, and says when they are done.
const atOnce = Number(process.argv[2] ?? '1');
const settings = {
  algorithm: 2,
  memoryCost: leastCost.memoryKiB,
  timeCost: leastCost.passes,
  parallelism: 1,
};
const stored = await hash('Vitrine-rose-7-Lilas', settings);

process.on('message', async (count: number) => {
  const lane = async () => {
    for (let i = 0; i < count / atOnce; i += 1) await verify(stored, 'Vitrine-rose-7-Lilas');
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  process.send?.('done');
});
process.send?.('ready');
