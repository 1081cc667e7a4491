/** RFC 3986 §3.3: what a path may be written with. */
const written = /^\/(?:[\w\-.~!$&'()*+,=:@/]|%[\da-fA-F]{2})*$/;
/** Readers differ about these once decoded: separators, dots, parameters, a second encoding, letters in disguise. */
const disputed = /[\w\-.~/\\%;?#]|\p{C}/u;
const dots = /\/\.{1,2}(?:\/|$)/;

/**
 * A path as every tool reads it, decoded; null when two programs may read it as two places (`//`, `..`, `%2e`, `%2f`,
 * `;`, a second encoding, bytes that are not UTF-8). An attacker asks the proxy for one and gets the other from the
 * tool.
 */
export function plainPath(path: string): string | null {
  if (!written.test(path) || path.includes('//') || dots.test(path)) return null;
  if (!path.includes('%')) return path;
  for (const [encoded] of path.matchAll(/(?:%[\da-fA-F]{2})+/g)) {
    const text = decoded(encoded);
    if (text === null || disputed.test(text) || disputed.test(text.normalize('NFKC'))) return null;
  }
  return decoded(path);
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Alike for a tool that minds neither case nor width: Windows, and much that was written for it. */
export function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
