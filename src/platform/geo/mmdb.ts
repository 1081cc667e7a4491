import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Reader, type Response } from 'mmdb-lib';

type Metadata = Reader<Response>['metadata'];

/** An MMDB in memory. `find` gives the record of an address or null; it throws on a file that is damaged there. */
export type Mmdb = { find(address: string): unknown };

/** Why a file is no MMDB to rely on, in words for the log. */
export type Unfit = { ok: false; problem: string };

/** The file ends with its metadata, which start with this, within the last 128 KiB [MaxMind DB 2.0]. */
const marker = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1');
const longestMetadata = 128 * 1024;
/** Between the tree and the data. */
const separatorBytes = 16;

/** Opens a file that was read whole. Never throws. What is cut short or no MMDB is told apart before it is trusted. */
export function openMmdb(bytes: Buffer): { ok: true; file: Mmdb } | Unfit {
  // The library would look for it through the whole file, one byte at a time.
  const metadataAt = bytes.lastIndexOf(marker);
  if (metadataAt < 0 || metadataAt < bytes.length - longestMetadata) return unfit('no MMDB, or cut short');
  try {
    const reader = new Reader<Response>(bytes);
    const problem = problemOf(reader.metadata, bytes, metadataAt);
    if (problem) return unfit(problem);
    const family = reader.metadata.ipVersion;
    // Damage shows itself where it is read: look at addresses all over before the old file is let go.
    for (let net = 1; net < 224; net += 1) reader.get(`${net}.0.0.1`);
    if (family === 6) for (let net = 0; net < 256; net += 1) reader.get(`2${hex(net)}0::1`);
    return { ok: true, file: { find: (address) => findIn(reader, family, address) } };
  } catch (error) {
    return unfit(`damaged: ${error instanceof Error ? error.message : 'unreadable'}`);
  }
}

const unfit = (problem: string): Unfit => ({ ok: false, problem });
const hex = (byte: number) => byte.toString(16).padStart(2, '0');

function problemOf(metadata: Metadata, bytes: Buffer, metadataAt: number): string | null {
  const { binaryFormatMajorVersion: major, ipVersion, nodeCount, searchTreeSize } = metadata;
  if (major !== 2) return `version ${String(major)} of the format`;
  if (ipVersion !== 4 && ipVersion !== 6) return `addresses of version ${String(ipVersion)}`;
  if (!Number.isInteger(nodeCount) || nodeCount < 1) return 'an empty tree';
  if (searchTreeSize + separatorBytes > metadataAt) return 'cut short';
  const separator = bytes.subarray(searchTreeSize, searchTreeSize + separatorBytes);
  return separator.every((byte) => byte === 0) ? null : 'damaged: the tree does not end where it says';
}

function findIn(reader: Reader<Response>, family: number, address: string): unknown {
  // The library walks the bits of an IPv6 address through a tree of IPv4 ones and answers with a stranger's country.
  if (family === 4 && isIP(address) !== 4) return null;
  return reader.get(address);
}

/**
 * The address to look up, or null for one that stands in no file: private, loopback, link-local, with a zone, reserved,
 * or no address. An IPv4 address inside an IPv6 one (mapped, 6to4, NAT64) is looked up for itself.
 */
export function publicAddress(text: string): string | null {
  if (text.includes('%') || isIP(text) === 0) return null;
  const address = embedded(ipaddr.process(text));
  // `::a.b.c.d` would read the IPv4 part of the file; nobody has come from there since 2006 [RFC 4291].
  if (address.range() !== 'unicast' || address.toNormalizedString().startsWith('0:')) return null;
  return address.toString();
}

/** NAT64's prefix for everybody [RFC 6052]; where the IPv4 address stands in others is their operator's secret. */
const nat64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');

/** Where the IPv4 address stands: after 16 bits for 6to4 [RFC 3056], last for NAT64. */
function embedded(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  if (!(address instanceof ipaddr.IPv6)) return address;
  const bytes = address.toByteArray();
  if (address.range() === '6to4') return new ipaddr.IPv4(bytes.slice(2, 6));
  return address.match(nat64) ? new ipaddr.IPv4(bytes.slice(12)) : address;
}
