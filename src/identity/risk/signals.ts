import type { Place } from '../../platform/geo/places.ts';
import type { Network } from '../../platform/http/network.ts';
import type { Browser } from '../../platform/http/user-agent.ts';
import type { Signals } from './levels.ts';

/**
 * What a sign-in looks like to the scorer. Only what the data leave out is null: an address that is none and a
 * browser that says nothing have values of their own, so that hiding never looks more usual than showing.
 */
export function signalsOf({
  network,
  browser,
  place,
}: {
  network: Network;
  browser: Browser;
  place: Place;
}): Signals {
  return {
    place: { country: place.country, network: place.network, prefix: network.wide, address: network.near },
    agent: {
      device: browser.device,
      system: browser.system,
      browser: browser.family,
      variant: browser.variant,
    },
    version: browser.version,
  };
}
