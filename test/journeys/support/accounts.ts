import { readConfig } from '../../../src/config.ts';
import { systemClock } from '../../../src/core/clock.ts';
import { createIdentity } from '../../../src/identity.ts';
import { newPerson, type Person } from '../../support/people.ts';
import type { TestPortal } from '../../support/portal.ts';

/** Makes accounts as `poterne account create` does, without a process for each: a second of work, a hundred times. */
export async function openAccounts(portal: TestPortal) {
  const read = await readConfig({ env: portal.env, purpose: 'serve' });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const { accounts, db, hasher, close } = await createIdentity(read.config, { clock: systemClock });
  return {
    async create(known?: Partial<Person>): Promise<Person> {
      const person = newPerson(known);
      const hashed = await hasher.hash(person.password as never, { lane: 'known', fairKey: 'test' });
      if (!hashed.ok) throw new Error('the hasher is busy');
      const { email, name } = person;
      const made = await accounts.create(db.handle, {
        email: email as never,
        name,
        role: 'member',
        locale: 'fr',
        passwordHash: hashed.hash,
      });
      if (!made.ok) throw new Error(`${email} has an account`);
      return person;
    },
    close,
  };
}
