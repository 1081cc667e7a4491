import { hourMs, secondMs } from '../core/clock.ts';
import { memo } from '../core/memo.ts';
import { type HostRule, isInOneOf, mayOpen, type Person, type Tool } from '../identity/tools/rules.ts';
import { folded, plainPath } from './plain-path.ts';

/** How long a ticket opens a tool's host, in milliseconds. */
export const ticketLifeMs = 30 * secondMs;
/** How long somebody may take to sign in on the way to a tool, in milliseconds: as long as a journey lives. */
export const askedLifeMs = hourMs;
/** How long a process may answer from memory, in milliseconds: a revocation is seen everywhere within five seconds. */
export const rememberedMs = 2 * secondMs;

/** What a person must be to see a place: allowed to open the tool, signed in, or in one of these groups. */
export type Need = 'tool' | 'members' | readonly string[];

/** The longest place that somebody comes back to; it travels sealed, more than once, in an address. */
const longestPlace = 1_500;

type Compiled = { path: string; folded: string; need: Need | 'everyone' };

/**
 * What the place that a proxy names needs: everything in the list; nothing at all when everybody may see it. The
 * longest rule decides, by whole segments. Where the tool may read the path otherwise (case, `/admin.php` for
 * `/admin`), the stricter rules hold too, and all of the host's when it may be read as anything.
 */
export function needsOf(rules: readonly HostRule[], uri: string): readonly Need[] {
  let needs = compiled.get(rules);
  if (!needs) {
    const list = compile(rules);
    needs = memo(1_000, (path) => needsAt(list, path));
    compiled.set(rules, needs);
  }
  return needs(pathOf(uri));
}

/** Whether the person is all that is needed. */
export function fulfils(needs: readonly Need[], tool: Pick<Tool, 'groups'>, person: Person): boolean {
  return needs.every((need) => {
    if (need === 'tool') return mayOpen(tool, person);
    return need === 'members' || isInOneOf(need, person);
  });
}

const compiled = new WeakMap<readonly HostRule[], (path: string) => readonly Need[]>();

function compile(rules: readonly HostRule[]): Compiled[] {
  const whole: Compiled = { path: '', folded: '', need: 'tool' };
  const list = rules.map(({ path, allow }) => {
    const plain = (plainPath(path) ?? path).replace(/\/+$/, '');
    return { path: plain, folded: folded(plain), need: allow };
  });
  const isWhole = list.some(({ path }) => path === '');
  return (isWhole ? list : [...list, whole]).sort((a, b) => b.path.length - a.path.length);
}

function needsAt(list: readonly Compiled[], written: string): readonly Need[] {
  const path = plainPath(written);
  if (path === null) return needsOfAll(list);
  const exact = list.find(
    (rule) => rule.path === '' || path === rule.path || path.startsWith(`${rule.path}/`),
  )!;
  const loose = folded(path);
  const closer = list.filter((rule) => rule.path.length > exact.path.length && loose.startsWith(rule.folded));
  return needsOfAll([exact, ...closer]);
}

function needsOfAll(rules: readonly Compiled[]): readonly Need[] {
  const needs = rules.map(({ need }) => need);
  return [...new Set(needs)].filter((need) => need !== 'everyone');
}

/** Up to the query alone: nginx hands `#` on as it came, and a tool may read it as any other sign of the path. */
function pathOf(uri: string): string {
  const end = uri.indexOf('?');
  return end < 0 ? uri : uri.slice(0, end);
}

/**
 * A page of the tool's own host that somebody asked for, as path and query; `/` for whatever is none: another site,
 * written in any way, or an address of ours on that host [security.md 35].
 */
export function placeOf(uri: string): string {
  const nowhere = 'https://tool.invalid';
  if (!/^\/(?![/\\])[^\\\s\p{C}]*$/u.test(uri) || !URL.canParse(uri, nowhere)) return '/';
  const { origin, pathname, search } = new URL(uri, nowhere);
  if (origin !== nowhere || pathname.startsWith('//') || isOurs(pathname)) return '/';
  if (pathname.length > longestPlace) return '/';
  return pathname.length + search.length > longestPlace ? pathname : pathname + search;
}

/** Whether a path of a tool's host is the portal's: coming back to it would go round in circles. */
function isOurs(pathname: string): boolean {
  return /^\/\.poterne(?:\/|$)/i.test(pathname);
}

/** https, unless the host is this machine and its proxy says otherwise: no cookie of ours travels in clear. */
export function originOf({ host, proto }: { host: string; proto: string }): string {
  const name = host.replace(/:\d+$/, '');
  const isLoopback = name === 'localhost' || name.endsWith('.localhost') || /^127(?:\.\d+){3}$/.test(name);
  return `${isLoopback && proto === 'http' ? 'http' : 'https'}://${host}`;
}
