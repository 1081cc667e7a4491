import { readConfig } from '../src/config.ts';
import { systemClock } from '../src/core/clock.ts';
import { parseEmail } from '../src/identity/accounts/rules.ts';
import { createIdentity, type Identity } from '../src/identity.ts';
import type { TestPortal } from '../test/support/portal.ts';

export const benchPassword = 'Vitrine-rose-7-Lilas';

/** A member on a browser that the account knows. */
export type Member = { email: string; device: string };

/** Opens the store of a running portal as the portal itself would. */
export async function openStoreOf(portal: TestPortal): Promise<Identity> {
  const read = await readConfig({ env: portal.env, purpose: 'command' });
  if (!read.ok) throw new Error('the bench portal has no configuration');
  return createIdentity(read.config, { clock: systemClock });
}

/** Makes members with one password and a recognised browser each. */
export async function seedMembers(identity: Identity, count: number): Promise<Member[]> {
  const { db, accounts, devices, hasher } = identity;
  const hashed = await hasher.hash(benchPassword as never, { lane: 'known', fairKey: 'bench' });
  if (!hashed.ok) throw new Error('the hasher is busy');
  const members: Member[] = [];
  for (let i = 0; i < count; i += 1) {
    const parsed = parseEmail(`bench-${i}@example.org`);
    if (!parsed.ok) throw new Error('not an address');
    members.push(
      await db.transaction(async (tx) => {
        const made = await accounts.create(tx, {
          email: parsed.email,
          name: `Bench ${i}`,
          role: 'member',
          locale: 'fr',
          passwordHash: hashed.hash,
        });
        if (!made.ok) throw new Error('the account exists');
        const { id } = made.account;
        const known = { token: null, accountId: id, label: 'Chrome sur Windows', codePassed: true };
        const { token } = await devices.recognise(tx, known);
        await accounts.recordSignIn(tx, { id, label: 'Chrome sur Windows', codeAsked: true });
        return { email: parsed.email, device: token };
      }),
    );
  }
  return members;
}
