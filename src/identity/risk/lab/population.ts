import { keptMs } from '../decay.ts';
import type { Random } from './random.ts';
import type { SeenAgent, SeenPlace, SignIn } from './sign-in.ts';

/** Who uses a network, and from where they last did. */
type NetworkSeen = {
  size(): number;
  add(user: string, seen: { place: SeenPlace; at: number }): void;
  /** Where one of the others is; undefined where there is nobody else. */
  pick(random: Random, except: string): SeenPlace | undefined;
  /** The same, of those seen since. */
  since(at: number): NetworkSeen;
};

/** Enough to draw from, and bounded however long the log is. */
const most = { recent: 4_000, alike: 64, own: 10 };

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
      getOrMake(networks, place.network, createNetwork).add(user, { place, at: signIn.at });
      recent.add(signIn);
      getOrMake(alike, likeness(agent), () => createRing<SignIn>(most.alike)).add(signIn);
      const mine = getOrMake(own, user, (): SignIn[] => []);
      mine.push(signIn);
      if (mine.length > most.own) mine.shift();
    },

    /** Forgets people who were not seen for 180 days, as the counters do. */
    purge(now: number): void {
      for (const [user, mine] of own) if (now - mine.at(-1)!.at > keptMs) own.delete(user);
      for (const networks of countries.values()) {
        for (const [network, seen] of networks) {
          const left = seen.since(now - keptMs);
          if (left.size() === 0) networks.delete(network);
          else networks.set(network, left);
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
      const weighted = [...networks].map(([network, people]) => ({ network, weight: people.size() }));
      return random.weighted(weighted).network;
    },

    /**
     * Where somebody other than the victim is in a network, as often as people are there: an office of a hundred counts
     * a hundred times. Half the time at their very address, else beside it. Undefined where nobody else was seen.
     */
    addressIn(
      random: Random,
      { country, network, except }: Pick<SeenPlace, 'country' | 'network'> & { except: string },
    ): SeenPlace | undefined {
      const seen = countries.get(country)?.get(network)?.pick(random, except);
      if (!seen) return undefined;
      return random.chance(0.5) ? seen : { ...seen, address: neighbour(random, seen.address) };
    },
  };
}

export type Population = ReturnType<typeof createPopulation>;

const likeness = ({ device, signals }: SeenAgent) => `${device}/${signals.system}/${signals.browser}`;

function createNetwork(): NetworkSeen {
  const index = new Map<string, number>();
  const seen: { user: string; place: SeenPlace; at: number }[] = [];
  return {
    size: () => seen.length,
    add(user, { place, at }) {
      const known = index.get(user);
      if (known === undefined) index.set(user, seen.length);
      seen[known ?? seen.length] = { user, place, at };
    },
    pick(random, except) {
      const others = seen.length - (index.has(except) ? 1 : 0);
      if (others === 0) return undefined;
      const drawn = random.int(others);
      return seen[drawn >= (index.get(except) ?? others) ? drawn + 1 : drawn]!.place;
    },
    since(at) {
      const kept = createNetwork();
      for (const one of seen) if (one.at >= at) kept.add(one.user, one);
      return kept;
    },
  };
}

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
