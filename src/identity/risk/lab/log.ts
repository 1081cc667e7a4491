import { networkOf } from '../../../platform/http/network.ts';
import { browserOf } from '../../../platform/http/user-agent.ts';
import { createCsv, type Fields, type Pieces } from './csv.ts';
import type { SeenAgent, SeenPlace, SignIn } from './sign-in.ts';

/** The columns of the public data set that are read; what else is there is left alone. */
export const needed = ['Login Timestamp', 'User ID', 'IP Address'] as const;
export const useful = [
  'Country',
  'ASN',
  'User Agent String',
  'Browser Name and Version',
  'OS Name and Version',
  'Device Type',
  'Login Successful',
  'Is Account Takeover',
  'Device Token',
] as const;

/** What is wrong with a log: all of it is told, none of it stops the reading but the first two. */
export type LogProblem =
  | { kind: 'no-header' }
  | { kind: 'no-columns'; columns: string[] }
  | { kind: 'missing-columns'; columns: string[] }
  | { kind: 'bad-line'; line: number; why: 'fields' | 'quotes' | 'too-long' | 'time' | 'user' };

/** What was read so far. */
export type LogTally = { rows: number; failed: number; takeovers: number; bad: number; backwards: number };

/**
 * The successful sign-ins of a log, as they come. Attempts that failed and accounts taken over are counted and left
 * out; a line that cannot be read is told and left out. Nothing is thrown for what a file may hold.
 */
export async function* readLog(
  pieces: Pieces,
  { onProblem, tally = newTally() }: { onProblem(problem: LogProblem): void; tally?: LogTally },
): AsyncGenerator<SignIn> {
  const read = createReader();
  let last = Number.NEGATIVE_INFINITY;
  const bad = (line: number, why: Extract<LogProblem, { kind: 'bad-line' }>['why']) => {
    tally.bad += 1;
    onProblem({ kind: 'bad-line', line, why });
  };
  let hasHeader = false;
  const csv = createCsv({
    onHeader: (columns) => {
      hasHeader = true;
      const lacking = (names: readonly string[]) => names.filter((name) => !columns.includes(name));
      if (lacking(useful).length > 0) onProblem({ kind: 'missing-columns', columns: lacking(useful) });
      if (lacking(needed).length === 0) return true;
      onProblem({ kind: 'no-columns', columns: lacking(needed) });
      return false;
    },
    onBroken: bad,
  });
  for await (const { line, fields } of csv(pieces)) {
    tally.rows += 1;
    if (isFalse(fields['Login Successful'])) tally.failed += 1;
    else if (isTrue(fields['Is Account Takeover'])) tally.takeovers += 1;
    else {
      const signIn = read(fields);
      if (typeof signIn === 'string') bad(line, signIn);
      else {
        if (signIn.at < last) tally.backwards += 1;
        last = Math.max(last, signIn.at);
        yield signIn;
      }
    }
  }
  if (!hasHeader) onProblem({ kind: 'no-header' });
}

export const newTally = (): LogTally => ({ rows: 0, failed: 0, takeovers: 0, bad: 0, backwards: 0 });

const isFalse = (value = '') => /^(?:false|0|no)$/i.test(value.trim());
const isTrue = (value = '') => /^(?:true|1|yes)$/i.test(value.trim());

/** Equal places and browsers are one object: their nodes are worked out once. The latest are remembered. */
function createReader() {
  const places = createLatest<SeenPlace>(50_000);
  const agents = createLatest<SeenAgent>(20_000);
  return (fields: Fields): SignIn | 'time' | 'user' => {
    const at = timeOf(fields['Login Timestamp'] ?? '');
    if (at === null) return 'time';
    const user = (fields['User ID'] ?? '').trim();
    if (user === '') return 'user';
    const [address, country, network] = [fields['IP Address']!, fields.Country, fields.ASN].map(
      (v = '') => v,
    );
    const place = places(`${address}\n${country}\n${network}`, () => placeOf(address!, country!, network!));
    const { 'User Agent String': text = '', 'Device Type': device = '' } = fields;
    const { 'Browser Name and Version': browser = '', 'OS Name and Version': system = '' } = fields;
    const agent = agents([text, browser, system, device].join('\n'), () =>
      agentOf({ text, browser, system, device }),
    );
    return { at, user, place, agent, token: (fields['Device Token'] ?? '').trim() || null };
  };
}

/** Times without a zone are UTC. Null where it is none. */
function timeOf(text: string): number | null {
  const trimmed = text.trim();
  const iso = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d/.test(trimmed) ? trimmed.replace(' ', 'T') : null;
  if (iso === null) return null;
  const at = Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}Z`);
  return Number.isNaN(at) ? null : at;
}

const stated = (value: string) =>
  /^(?:|-|0|\?|null|none|unknown)$/i.test(value.trim()) ? null : value.trim();

function placeOf(address: string, country: string, network: string): SeenPlace {
  const { near, wide } = networkOf(address.trim());
  const system = stated(network.replace(/^AS/i, ''));
  return { country: stated(country), network: system && `AS${system}`, prefix: wide, address: near };
}

/** What the columns say; where they say nothing, what the product reads in the user agent. */
function agentOf({
  text,
  browser,
  system,
  device,
}: Record<'text' | 'browser' | 'system' | 'device', string>): SeenAgent {
  const read = browserOf(text, {});
  const [family, version] = nameAndVersion(browser) ?? [read.family, read.version];
  const [systemName] = nameAndVersion(system) ?? [read.system];
  // The product's variant is free of versions in every form that browsers write; made-up logs have others.
  const number = version === null ? null : new RegExp(`\\b${version}(?:[._]\\d+)*\\b`, 'g');
  return {
    ...{ text, browser, system, device },
    signals: {
      device: stated(device) ?? read.device,
      system: systemName,
      browser: family,
      variant: number === null ? read.variant : (read.variant?.replace(number, '') ?? null),
    },
    version,
  };
}

/** `Chrome Mobile 46.0.2490` is « Chrome Mobile », 46. Null where the column says nothing. */
function nameAndVersion(text: string): [name: string, version: number | null] | null {
  const told = stated(text);
  if (told === null) return null;
  const [, name, major] = /^(.*?)[\s/]+v?(\d{1,4})(?:[._]\S*)?$/.exec(told) ?? [];
  return name ? [name, Number(major)] : [told, null];
}

function createLatest<T>(most: number): (key: string, make: () => T) => T {
  const known = new Map<string, T>();
  return (key, make) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    if (known.size >= most) known.delete(known.keys().next().value!);
    const made = make();
    known.set(key, made);
    return made;
  };
}
