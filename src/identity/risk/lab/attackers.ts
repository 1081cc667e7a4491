import type { Population } from './population.ts';
import type { Random } from './random.ts';
import type { SeenAgent, SeenPlace, SignIn } from './sign-in.ts';

/** Who holds the right password and is not the person [risk.md, The proof]. */
export const attackers = ['naive', 'vpn', 'targeted', 'very-targeted', 'stolen-cookie'] as const;
export type Attacker = (typeof attackers)[number];

export type Attack = { place: SeenPlace; agent: SeenAgent; holdsCookie: boolean };

/** Countries that attempts come from, by a rough share of what honeypots see. */
const origins = (
  'US 18,CN 12,RU 9,IN 7,BR 6,VN 5,ID 5,DE 5,NL 5,GB 4,SG 4,UA 3,KR 3,TR 3,TH 2,MX 2,PL 2,RO 2,BG 2,MA 1,DZ 1,TN 1,' +
  'ES 1,IT 1,BE 1,CH 1,NG 1,ZA 1,AR 1,CO 1'
)
  .split(',')
  .map((entry) => ({ code: entry.slice(0, 2), weight: Number(entry.slice(3)) }));

/** Networks that rent machines and VPN exits in most countries. Some members use the last three. */
const hosting = [
  { weight: 20, network: 'AS16276' },
  { weight: 15, network: 'AS24940' },
  { weight: 15, network: 'AS14061' },
  { weight: 15, network: 'AS16509' },
  { weight: 15, network: 'AS9009' },
  { weight: 10, network: 'AS60068' },
  { weight: 10, network: 'AS212238' },
];

/**
 * What an attacker comes with against the person who now signs in, or null where there is nothing to draw it from. Attackers
 * know nothing of how they are scored, and take addresses and browsers as often as the people seen so far have them:
 *
 * - naive: an address abroad (7 of 10) or of a hosting network anywhere; any popular browser;
 * - vpn: the victim's country, a hosting network (3 of 4) or someone's line; any popular browser;
 * - targeted: the victim's country, a network as its people have them; a browser of the same family, system and device;
 * - very-targeted: the victim's own network, possibly their prefix; exactly their browser;
 * - stolen-cookie: the cookie of `signIn` and its browser, from an address as naive or as vpn.
 */
export function drawAttack(
  attacker: Attacker,
  { random, population, signIn }: { random: Random; population: Population; signIn: SignIn },
): Attack | null {
  const victim = population.ofVictim(random, signIn.user);
  const popular = population.popularAgent(random);
  if (!victim || !popular) return null;
  const draw = { random, population, country: victim.place.country, except: signIn.user };
  switch (attacker) {
    case 'naive':
      return { place: abroadOrHosted(draw), agent: popular, holdsCookie: false };
    case 'vpn':
      return { place: hiddenIn(draw), agent: popular, holdsCookie: false };
    case 'targeted':
      return { place: anyLine(draw), agent: population.agentLike(random, victim.agent), holdsCookie: false };
    case 'very-targeted': {
      const place =
        population.addressIn(random, { ...victim.place, except: signIn.user }) ??
        strange(random, victim.place);
      return { place, agent: victim.agent, holdsCookie: false };
    }
    case 'stolen-cookie': {
      const place = random.chance(0.5) ? abroadOrHosted(draw) : hiddenIn(draw);
      return { place, agent: signIn.agent, holdsCookie: true };
    }
    default:
      return attacker satisfies never;
  }
}

type Draw = { random: Random; population: Population; country: string | null; except: string };

function abroadOrHosted({ random, population, country, except }: Draw): SeenPlace {
  const origin = random.weighted(origins.filter(({ code }) => code !== country)).code;
  const isHosted = random.chance(0.3);
  // Without geographic data nobody is from anywhere.
  if (country === null) return strange(random, { country, network: null });
  if (isHosted) return hosted({ random, population, except, country: random.chance(0.2) ? country : origin });
  const seen = random.chance(0.5) ? population.networkOf(random, origin) : undefined;
  const network = seen ?? `AS-${origin}-${random.int(20)}`;
  return (
    (seen !== undefined && population.addressIn(random, { country: origin, network, except })) ||
    strange(random, { country: origin, network })
  );
}

function hiddenIn(draw: Draw): SeenPlace {
  return draw.random.chance(0.75) ? hosted(draw) : anyLine(draw);
}

function hosted({ random, population, country, except }: Draw): SeenPlace {
  const { network } = random.weighted(hosting);
  const exits = random.chance(0.5) ? population.addressIn(random, { country, network, except }) : undefined;
  return exits ?? strange(random, { country, network: country === null ? null : network });
}

function anyLine({ random, population, country, except }: Draw): SeenPlace {
  const network = population.networkOf(random, country) ?? null;
  return population.addressIn(random, { country, network, except }) ?? strange(random, { country, network });
}

/** An address that nobody was seen at. */
function strange(random: Random, { country, network }: Pick<SeenPlace, 'country' | 'network'>): SeenPlace {
  const wide = `${200 + random.int(24)}.${random.int(256)}.${random.int(256)}`;
  return { country, network, prefix: `${wide}.0/24`, address: `${wide}.${1 + random.int(254)}` };
}
