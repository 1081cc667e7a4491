import type { KeyRing } from '../../core/key-ring.ts';
import type { Place } from '../../platform/geo/places.ts';
import { type Chains, type Counted, countedOf } from './counters.ts';
import { nodesOf, type Signals } from './levels.ts';

/**
 * What was seen of a sign-in, made ready once for the decision and for learning: no address and no user agent any
 * more, only nodes and their keys.
 */
export type Observed = {
  chains: Chains;
  counted: readonly Counted[];
  version: number | null;
  place: Place;
  /** The roots of both chains, and this sign-in's rows of all people. */
  worldKeys: readonly string[];
  /** For each of `counted` its key under every key of the ring, newest first; worked out once. */
  keysOf(accountId: string): readonly (readonly string[])[];
};

export function observedOf(
  { keyRing }: { keyRing: KeyRing },
  { signals, place }: { signals: Signals; place: Place },
): Observed {
  const chains = nodesOf(signals);
  const counted = countedOf(chains);
  let known: { accountId: string; keys: string[][] } | null = null;
  return {
    chains,
    counted,
    version: signals.version,
    place,
    worldKeys: ['place', 'agent', ...counted.flatMap(({ world }) => world ?? [])],
    keysOf: (accountId) => {
      if (known?.accountId !== accountId) {
        const marks = keyRing.marks('risk', accountId);
        const keys = counted.map(({ name }) => marks.map((mark) => mark(name)));
        known = { accountId, keys };
      }
      return known.keys;
    },
  };
}
