/**
 * Takes out of a line what must never reach a log: the last net, for what slipped through every other
 * [security.md 40]. Addresses keep their domain; links lose their query; tokens and credentials disappear.
 */
export function scrub(line: string): string {
  return line
    .replace(/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/"'@\\]+@/gi, '$1***@')
    .replace(
      /(?:[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]|%40)+(?:@|%40)([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*)/gu,
      '***@$1',
    )
    .replace(/\b(jeton|token|code|password|secret)=[^\s&"'\\]+/gi, '$1=***')
    .replace(/(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])/g, '***');
}

/** Names of fields whose values are never written, at any of the first two depths. */
export const secretFields = [
  'password',
  'new',
  'confirm',
  'code',
  'token',
  'jeton',
  'csrf',
  'cookie',
  'authorization',
  'email',
  'username',
  'to',
  'secretKeys',
  'pepper',
];
