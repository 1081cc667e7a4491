import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../../core/clock.ts';
import { memo } from '../../core/memo.ts';
import type { Log } from '../log/log.ts';
import { publicAddress } from './mmdb.ts';
import { nowhere, type Place } from './place.ts';
import { cityIn, countryIn, kindIn, networkIn, positionIn } from './record.ts';
import { createSource, type Source } from './source.ts';

export { nowhere, type Place } from './place.ts';

/** Paths of MMDB files; `bundled` is the country file that comes with the portal; null: none. One file may serve twice. */
export type PlaceFiles = { country: string | 'bundled' | null; network: string | null; city: string | null };

/** What is known of the files, for the operator. Times in epoch milliseconds. */
export type PlaceSource = {
  kind: keyof PlaceFiles;
  file: string;
  readAt: number | null;
  problem: string | null;
};

export type Places = {
  /** Where an address is. Never throws or rejects; waits for nothing but the first read of the files. */
  lookup(address: string): Promise<Place>;
  sources(): PlaceSource[];
  close(): void;
};

const kindsOfFile = ['country', 'network', 'city'] as const;
const remembered = 5_000;

/**
 * Countries, networks and cities of addresses, from the operator's MMDB files and the bundled one. Reads a file at
 * the first lookup and again when it changes; `refresh` looks at the files at once.
 */
export function createPlaces({
  files,
  clock,
  log,
}: {
  files: PlaceFiles;
  clock: Clock;
  log: Pick<Log, 'warn' | 'info'>;
}): Places & { refresh(): Promise<void> } {
  const byPath = new Map<string, Source>();
  const source = (named: string | null): Source | null => {
    if (named === null) return null;
    const file = named === 'bundled' ? bundledFile() : resolve(named);
    const shared = byPath.get(file) ?? createSource({ file, clock, log, onRenewal: forget });
    byPath.set(file, shared);
    return shared;
  };
  const of = { country: source(files.country), network: source(files.network), city: source(files.city) };
  const sources = [...byPath.values()];
  // What the operator chose knows better than what came with the portal.
  const countries = files.country === 'bundled' ? [of.city, of.country] : [of.country, of.city];

  const place = (address: string): Place => {
    const network = of.network?.find(address);
    const city = of.city?.find(address);
    return {
      country: firstOf(countries, (from) => countryIn(from.find(address))),
      network: networkIn(network),
      kind: kindIn(network),
      city: cityIn(city),
      at: positionIn(city),
    };
  };
  const publicOf = memo(remembered, publicAddress);
  let known = memo(remembered, place);
  function forget(): void {
    known = memo(remembered, place);
  }

  return {
    async lookup(text) {
      const address = publicOf(text);
      if (address === null) return nowhere;
      for (const pending of sources.map((each) => each.wake())) if (pending) await pending;
      return known(address);
    },
    sources: () =>
      kindsOfFile.flatMap((kind) => {
        const from = of[kind];
        return from ? [{ kind, ...from.state() }] : [];
      }),
    refresh: async () => {
      await Promise.all(sources.map((each) => each.refresh()));
    },
    close: () => {
      for (const each of sources) each.close();
      forget();
    },
  };
}

function firstOf<T>(sources: readonly (Source | null)[], read: (from: Source) => T | null): T | null {
  for (const from of sources) {
    const found = from && read(from);
    if (found) return found;
  }
  return null;
}

/** The combined file, for both families: the one for IPv4 alone answers nonsense for IPv6. */
function bundledFile(): string {
  const name = '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb';
  return fileURLToPath(import.meta.resolve(name));
}
