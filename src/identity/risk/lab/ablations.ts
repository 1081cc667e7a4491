import { type Comparison, compare } from './comparison.ts';
import { runWorlds, type Seeds, type View } from './evaluate.ts';
import type { SeenPlace, SignIn } from './sign-in.ts';
import { type WorldSettings, withShared } from './world/settings.ts';

/** What is taken away, or what the world is like instead. */
export const ablationNames = [
  'as-is',
  'no-cookie',
  'no-places',
  'no-networks',
  'hints',
  'full-user-agents',
  'shared-0',
  'shared-80',
  'clearing-0',
  'clearing-15',
  'clearing-30',
] as const;
export type AblationName = (typeof ablationNames)[number];

/** Nothing but the address is known. */
export const noPlaces = createBlind((place) => ({ ...place, country: null, network: null }));
/** The country alone is known: what comes bundled. */
export const noNetworks = createBlind((place) => ({ ...place, network: null }));

/** Equal places stay one object: their nodes are worked out once. */
function createBlind(change: (place: SeenPlace) => SeenPlace): (signIn: SignIn) => SignIn {
  const known = new WeakMap<SeenPlace, SeenPlace>();
  return (signIn) => {
    const place = known.get(signIn.place) ?? change(signIn.place);
    known.set(signIn.place, place);
    return { ...signIn, place };
  };
}

/** The world and the view of one ablation. */
export function ablationOf(
  name: AblationName,
  settings: WorldSettings,
): { settings: WorldSettings; view: View } {
  switch (name) {
    case 'as-is':
      return { settings, view: {} };
    case 'no-cookie':
      return { settings, view: { hasCookies: false } };
    case 'no-places':
      return { settings, view: { blind: noPlaces } };
    case 'no-networks':
      return { settings, view: { blind: noNetworks } };
    case 'hints':
      return { settings: { ...settings, userAgents: 'hints' }, view: {} };
    case 'full-user-agents':
      return { settings: { ...settings, userAgents: 'full' }, view: {} };
    case 'shared-0':
      return { settings: withShared(settings, 0), view: {} };
    case 'shared-80':
      return { settings: withShared(settings, 0.8), view: {} };
    case 'clearing-0':
      return { settings: { ...settings, clearing: 0 }, view: {} };
    case 'clearing-15':
      return { settings: { ...settings, clearing: 0.15 }, view: {} };
    case 'clearing-30':
      return { settings: { ...settings, clearing: 0.3 }, view: {} };
    default:
      return name satisfies never;
  }
}

/** The rates of ours, of Freeman's and of the cookie alone in one changed world, thresholds fitted in it as ever. */
export function runAblation(
  name: AblationName,
  settings: WorldSettings,
  seeds: Seeds,
  onProgress: (share: number) => void,
): Comparison {
  const changed = ablationOf(name, settings);
  const runs = runWorlds(changed.settings, seeds, changed.view, onProgress);
  return compare(runs, 'perUser', ['poterne', 'freeman', 'cookie-only']);
}
