import { parentPort } from 'node:worker_threads';
import { type MatchEstimated, ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common';
import { dictionary as french } from '@zxcvbn-ts/language-fr';
import { bitsOf } from './guesses.ts';

// With zxcvbn's defaults 256 characters block 1.7 s: what follows bounds its work [security.md 4].
const l33tTable = {
  a: ['4', '@'],
  e: ['3'],
  i: ['1', '!'],
  l: ['1'],
  o: ['0'],
  s: ['$', '5'],
  t: ['7'],
};
const judge = new ZxcvbnFactory({
  dictionary: { ...common, ...french },
  graphs: adjacencyGraphs,
  l33tTable,
  l33tMaxSubstitutions: 10,
  maxLength: 40,
});

export type Question = { text: string; words: readonly string[] };

parentPort!.on('message', ({ text, words }: Question) => {
  const { sequence } = judge.check(text, [...words]);
  parentPort!.postMessage(bitsOf(sequence as MatchEstimated[]));
});
