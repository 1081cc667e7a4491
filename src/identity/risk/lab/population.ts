import { keptMs } from '../decay.ts';
import type { Random } from './random.ts';
import type { SeenAgent, SeenPlace, SignIn } from './sign-in.ts';

type NetworkSeen = { people: Map<string, number>; prefixes: Map<string, SeenPlace[]> };

/** Enough to draw from, and bounded however long the log is. */
const most = { prefixes: 2_000, addresses: 16, recent: 4_000, alike: 64, own: 10 };

/**
 * What the legitimate sign-ins so far look like: attackers are drawn from it, so that they come from where people
 * come from and with the browsers that people have. One for the synthetic worlds and for logs.
 */
export function createPopulation() {
  const countries = new Map<string | null, Map<string | null, NetworkSeen>>();
  const recent = createRing<SignIn>(most.recent);
  const alike = new Map<string, ReturnType<typeof createRing<SignIn>>>();
  const own = new Map<string, SignIn[]>();

  return {
    learn(signIn: SignIn): void {
      const { user, place, agent } = signIn;
      const networks = getOrMake(countries, place.country, () => new Map<string | null, NetworkSeen>());
      const seen = getOrMake(networks, place.network, () => ({
        people: new Map<string, number>(),
        prefixes: new Map<string, SeenPlace[]>(),
      }));
      seen.people.set(user, signIn.at);
      const prefix = place.prefix ?? '?';
      if (seen.prefixes.has(prefix) || seen.prefixes.size < most.prefixes) {
        const addresses = getOrMake(seen.prefixes, prefix, (): SeenPlace[] => []);
        if (addresses.length < most.addresses && !addresses.some(({ address }) => address === place.address))
          addresses.push(place);
      }
      recent.add(signIn);
      getOrMake(alike, likeness(agent), () => createRing<SignIn>(most.alike)).add(signIn);
      const mine = getOrMake(own, user, (): SignIn[] => []);
      mine.push(signIn);
      if (mine.length > most.own) mine.shift();
    },

    /** Forgets people who were not seen for 180 days, as the counters do; the prefixes stay, bounded. */
    purge(now: number): void {
      for (const [user, mine] of own) if (now - mine.at(-1)!.at > keptMs) own.delete(user);
      for (const networks of countries.values()) {
        for (const [network, { people }] of networks) {
          for (const [user, at] of people) if (now - at > keptMs) people.delete(user);
          if (people.size === 0) networks.delete(network);
        }
      }
    },

    /** One of a person's last ten sign-ins: what they use most is drawn most. */
    ofVictim: (random: Random, user: string): SignIn | null => {
      const mine = own.get(user);
      return mine ? random.pick(mine) : null;
    },

    /** A browser as popular as it is here. */
    popularAgent: (random: Random): SeenAgent | null => recent.pick(random)?.agent ?? null,

    /** Someone's browser of the same family, system and device. */
    agentLike: (random: Random, agent: SeenAgent): SeenAgent =>
      alike.get(likeness(agent))?.pick(random)?.agent ?? agent,

    /** A network of the country, as often as people have it. */
    networkOf(random: Random, country: string | null): string | null | undefined {
      const networks = countries.get(country);
      if (!networks?.size) return undefined;
      const weighted = [...networks].map(([network, { people }]) => ({ network, weight: people.size }));
      return random.weighted(weighted).network;
    },

    /**
     * An address of a network: any of its prefixes seen, whoever uses it, be it the victim's; there, half the time an
     * address that someone has. Undefined where the network was never seen.
     */
    addressIn(
      random: Random,
      { country, network }: Pick<SeenPlace, 'country' | 'network'>,
    ): SeenPlace | undefined {
      const prefixes = countries.get(country)?.get(network)?.prefixes;
      if (!prefixes?.size) return undefined;
      const seen = random.pick(random.pick([...prefixes.values()]));
      return random.chance(0.5) ? seen : { ...seen, address: neighbour(random, seen.address) };
    },
  };
}

export type Population = ReturnType<typeof createPopulation>;

const likeness = ({ device, signals }: SeenAgent) => `${device}/${signals.system}/${signals.browser}`;

/** Another address of the same prefix. */
function neighbour(random: Random, address: string): string {
  if (address.includes(':')) {
    return `${address.split(':').slice(0, 3).join(':')}:${random.int(65_536).toString(16)}::/64`;
  }
  return address.replace(/\d+$/, String(1 + random.int(254)));
}

function createRing<T>(size: number) {
  const kept: T[] = [];
  let next = 0;
  return {
    add(one: T): void {
      kept[next] = one;
      next = (next + 1) % size;
    },
    pick: (random: Random): T | undefined => (kept.length > 0 ? random.pick(kept) : undefined),
  };
}

function getOrMake<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
