import { randomBytes } from 'node:crypto';

/** Someone to sign in as. */
export type Person = { email: string; name: string; password: string };

/** Someone nobody has met: an address and a password of their own, so that tests never meet. */
export function newPerson(known: Partial<Person> = {}): Person {
  return {
    email: `membre.${randomBytes(5).toString('hex')}@exemple.fr`,
    name: 'Camille Martin',
    password: `Ab1!${randomBytes(15).toString('base64url')}`,
    ...known,
  };
}

/** An IPv4 address in a /24 of its own, from the range for private use (RFC 1918). */
export function newAddress(): string {
  const [a = 0, b = 0, c = 0] = randomBytes(3);
  return `10.${a}.${b}.${1 + (c % 254)}`;
}
