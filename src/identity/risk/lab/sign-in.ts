import { type Node, nodesOf } from '../levels.ts';

/** Where a sign-in came from. IPv6 addresses are cut to /64 for every scorer: the rest changes by the day. */
export type SeenPlace = {
  country: string | null;
  network: string | null;
  prefix: string | null;
  address: string;
};

/** What it came with: the columns of the public data set, and what the product reads of them. */
export type SeenAgent = {
  /** The user agent as sent. */
  text: string;
  /** Name and version, as `Chrome 140`. */
  browser: string;
  /** Name and version, as `Windows 10`. */
  system: string;
  device: string;
  signals: { device: string | null; system: string | null; browser: string | null; variant: string | null };
  version: number | null;
};

/** One successful sign-in, legitimate or not. */
export type SignIn = {
  /** Epoch milliseconds. */
  at: number;
  user: string;
  place: SeenPlace;
  agent: SeenAgent;
  /** The device token that arrived with it. */
  token: string | null;
};

const nowhere = { country: null, network: null, prefix: null, address: null };
const nobody = { device: null, system: null, browser: null, variant: null };
const placeNodes = new WeakMap<SeenPlace, Node[]>();
const agentNodes = new WeakMap<SeenAgent, Node[]>();

/** The product's nodes of a sign-in; remembered for as long as its place and its browser are. */
export function nodesFor({ place, agent }: Pick<SignIn, 'place' | 'agent'>): {
  place: Node[];
  agent: Node[];
} {
  let places = placeNodes.get(place);
  if (!places) {
    places = nodesOf({ place, agent: nobody, version: null }).place;
    placeNodes.set(place, places);
  }
  let agents = agentNodes.get(agent);
  if (!agents) {
    agents = nodesOf({ place: nowhere, agent: agent.signals, version: null }).agent;
    agentNodes.set(agent, agents);
  }
  return { place: places, agent: agents };
}
