/**
 * The form of the imported file: magic, an index of 65,537 places, then 6 bytes a password. A password's
 * first 2 bytes of SHA-1 name its bucket, the next 6 are what the bucket holds, sorted: 64 bits in all, so
 * that among 10⁹ breached passwords a sound one is refused by chance once in 2·10¹⁰.
 */
export const magic = Buffer.from('PTNBRCH1');
export const buckets = 65_536;
export const placeBytes = 6;
export const entryBytes = 6;
export const indexAt = magic.length;
export const entriesAt = indexAt + (buckets + 1) * placeBytes;
