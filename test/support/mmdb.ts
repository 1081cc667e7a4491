import ipaddr from 'ipaddr.js';

/** What an MMDB record may hold here. Whole numbers are written as uint32, others as doubles. */
export type MmdbValue = string | number | boolean | { [name: string]: MmdbValue };

/** A record of a tree: another node's number, the data of a range, or nothing. */
type Branch = number | { data: number } | null;

/**
 * Writes a small MMDB [MaxMind DB 2.0]: the ranges given, each with its record. Later ranges must lie beside earlier
 * ones, not inside them. `family` 6 holds IPv4 too, where readers look for it.
 */
export function writeMmdb(
  ranges: Record<string, MmdbValue>,
  { family = 6 }: { family?: 4 | 6 } = {},
): Buffer {
  const nodes: [Branch, Branch][] = [[null, null]];
  const data: Buffer[] = [];
  let dataBytes = 0;
  for (const [range, record] of Object.entries(ranges)) {
    const encoded = encode(record);
    plant(nodes, bitsOf(range, family), { data: dataBytes });
    data.push(encoded);
    dataBytes += encoded.length;
  }
  const tree = Buffer.concat(nodes.map((node) => Buffer.concat(node.map((to) => branch(to, nodes.length)))));
  const metadata = encodeMap([
    ['binary_format_major_version', uint16(2)],
    ['binary_format_minor_version', uint16(0)],
    ['build_epoch', encode(1_750_000_000)],
    ['database_type', encode('Test')],
    ['description', encode({})],
    ['ip_version', uint16(family)],
    ['languages', control(11, 0)],
    ['node_count', encode(nodes.length)],
    ['record_size', uint16(24)],
  ]);
  const marker = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1');
  return Buffer.concat([tree, Buffer.alloc(16), ...data, marker, metadata]);
}

/** The bits of a range from the root of the tree, as « 0101… ». */
function bitsOf(range: string, family: 4 | 6): string {
  const [address, length] = ipaddr.parseCIDR(range);
  const bits = address
    .toByteArray()
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('')
    .slice(0, length);
  return family === 6 && address.kind() === 'ipv4' ? '0'.repeat(96) + bits : bits;
}

function plant(nodes: [Branch, Branch][], bits: string, leaf: { data: number }): void {
  let at = 0;
  for (const bit of bits.slice(0, -1)) {
    const side = Number(bit) as 0 | 1;
    const next = nodes[at]![side];
    if (typeof next === 'number') {
      at = next;
      continue;
    }
    nodes[at]![side] = nodes.length;
    at = nodes.push([null, null]) - 1;
  }
  nodes[at]![Number(bits.at(-1)) as 0 | 1] = leaf;
}

function branch(to: Branch, nodeCount: number): Buffer {
  const bytes = Buffer.alloc(3);
  const value = to === null ? nodeCount : typeof to === 'number' ? to : nodeCount + 16 + to.data;
  bytes.writeUIntBE(value, 0, 3);
  return bytes;
}

function encode(value: MmdbValue): Buffer {
  if (typeof value === 'boolean') return control(14, value ? 1 : 0);
  if (typeof value === 'string') {
    const text = Buffer.from(value);
    return Buffer.concat([control(2, text.length), text]);
  }
  if (typeof value === 'object')
    return encodeMap(Object.entries(value).map(([name, inner]) => [name, encode(inner)]));
  const number = Buffer.alloc(Number.isInteger(value) && value >= 0 ? 4 : 8);
  if (number.length === 4) number.writeUInt32BE(value);
  else number.writeDoubleBE(value);
  return Buffer.concat([control(number.length === 4 ? 6 : 3, number.length), number]);
}

function encodeMap(entries: [name: string, value: Buffer][]): Buffer {
  return Buffer.concat([
    control(7, entries.length),
    ...entries.flatMap(([name, value]) => [encode(name), value]),
  ]);
}

function uint16(value: number): Buffer {
  return Buffer.from([...control(5, 2), value >> 8, value & 0xff]);
}

/** A field's type and size; types past 7 stand in a second byte. */
function control(type: number, size: number): Buffer {
  if (size > 284) throw new RangeError('longer than tests need');
  const [short, more] = size < 29 ? [size, []] : [29, [size - 29]];
  return Buffer.from(type > 7 ? [short, type - 7, ...more] : [(type << 5) | short, ...more]);
}
