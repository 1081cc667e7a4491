import { hourMs } from '../../core/clock.ts';
import type { Place } from '../../platform/geo/places.ts';

/** Where and when somebody signed in last, as it is sealed. */
export type LastPlace = { lat: number; lon: number; at: number };

/** Faster than any airliner, and further than the places of one city's addresses lie apart [risk.md]. */
const mostKmAnHour = 1_000;
const leastKm = 500;
const earthKm = 6_371;

/**
 * A place from which a journey can be measured: its position is known, and the data say that its network serves
 * homes and offices. Addresses of mobile networks and of hosting travel without anybody.
 */
export function measurable({ kind, at }: Place): { lat: number; lon: number } | null {
  return kind === 'fixed' ? at : null;
}

/** Whether nobody gets from there to here in this time. A clock that went back says nothing. */
export function isImpossible(from: LastPlace, to: LastPlace): boolean {
  const hours = (to.at - from.at) / hourMs;
  const km = distanceKm(from, to);
  return hours >= 0 && km > leastKm && km > mostKmAnHour * hours;
}

/** Along a great circle (haversine). */
function distanceKm(a: LastPlace, b: LastPlace): number {
  const radians = Math.PI / 180;
  const [lat, lon] = [(b.lat - a.lat) * radians, (b.lon - a.lon) * radians];
  const h =
    Math.sin(lat / 2) ** 2 + Math.cos(a.lat * radians) * Math.cos(b.lat * radians) * Math.sin(lon / 2) ** 2;
  return 2 * earthKm * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** What was sealed, or null when it is not what this version wrote. */
export function readLastPlace(opened: string | null): LastPlace | null {
  try {
    const [lat, lon, at] = JSON.parse(opened ?? '') as unknown[];
    const isPlace = [lat, lon, at].every((part) => typeof part === 'number' && Number.isFinite(part));
    return isPlace ? { lat: lat as number, lon: lon as number, at: at as number } : null;
  } catch {
    return null;
  }
}

export function writeLastPlace({ lat, lon, at }: LastPlace): string {
  return JSON.stringify([lat, lon, at]);
}
