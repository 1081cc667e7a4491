import assert from 'node:assert/strict';
import { it } from 'node:test';
import { aucOf, betraysNothing, timeEach } from './support/auc.ts';

const noise = () => Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
const draw = (count: number, time: () => number) => Array.from({ length: count }, time);

it('measures the area as counting every pair does, ties for a half', () => {
  const [first, second] = [
    draw(60, () => Math.round(10 * noise())),
    draw(50, () => Math.round(10 * noise()) + 3),
  ];
  let above = 0;
  for (const a of first) for (const b of second) above += b > a ? 1 : b === a ? 0.5 : 0;
  assert.ok(Math.abs(aucOf(first, second).auc - above / 3_000) < 1e-12);
});

it('gives an interval that holds the truth nineteen times in twenty', () => {
  let held = 0;
  for (let run = 0; run < 400; run += 1) {
    const { low, high } = aucOf(draw(300, noise), draw(300, noise));
    if (low <= 0.5 && high >= 0.5) held += 1;
  }
  // 380 expected, standard deviation 4.4.
  assert.ok(held > 358 && held < 398, `${held} of 400`);
});

it('has the power it needs: on 2,000 pairs a fifth of a standard deviation is told, always', () => {
  for (let run = 0; run < 20; run += 1) {
    assert.equal(
      betraysNothing(
        aucOf(
          draw(2_000, noise),
          draw(2_000, () => noise() + 0.2),
        ),
      ),
      false,
    );
  }
  assert.equal(betraysNothing({ auc: 0.5, low: 0.44, high: 0.56 }), false);
});

it('tells 1 ms more on answers as long and as uneven as a real hash', async () => {
  const hash = () => 25 + 2 * noise() + (Math.random() < 0.02 ? 20 : 0);
  const times = await timeEach(2_000, {
    first: async () => hash(),
    second: async () => hash() + 1,
  });
  assert.equal(betraysNothing(aucOf(...times)), false);
});
