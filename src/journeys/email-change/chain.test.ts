import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { type Desk, openDesk } from '../../../test/support/desk.ts';
import { aVisit } from '../../../test/support/visit.ts';
import type { Email } from '../../identity/accounts/rules.ts';
import { createEmailChange, createEmailUndo } from './service.ts';

const visit = aVisit();

/** Somebody goes to the address of a letter, or the holder of a letter presses the link that takes the account back. */
const anyStep = fc.record({
  act: fc.constantFrom('change', 'undo'),
  to: fc.constantFrom('a', 'b', 'c', 'd'),
});

for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`whatever changes of address and undoings follow one another within a week [${engine}]`, () => {
    let desk: Desk;
    before(async () => {
      desk = await openDesk(engine);
    });
    after(() => desk?.close());

    it('whoever held the account before has the last word over whoever came after', async () => {
      const deps = { ...desk.identity, origin: desk.url, policy: { mode: 'open' } as const };
      const [change, undo] = [createEmailChange(deps), createEmailUndo(deps)];
      const { accounts, links, budgets, db } = desk.identity;
      await fc.assert(
        fc.asyncProperty(fc.array(anyStep, { maxLength: 8 }), async (steps) => {
          const { id, email } = await desk.join();
          const addressOf = (letter: string) =>
            (letter === 'a' ? email : email.replace('membre', `membre.${letter}`)) as Email;
          const linkOf = async (purpose: 'email-change' | 'email-undo', to: Email) =>
            (await links.list(db.handle, { purpose, accountId: id })).find((link) => link.email === to);
          // The addresses that the account had, oldest first; the last is the present one.
          let held = [addressOf('a')];
          for (const step of steps) {
            const to = addressOf(step.to);
            const at = held.indexOf(to);
            desk.clock.advance(1);
            if (step.act === 'change') {
              const account = await accounts.get(db.handle, id);
              await budgets.forgive(db.handle, [{ policy: 'email-change.account', key: [id] }]);
              const asked = await change.ask({ account, email: to, visit });
              if (at === held.length - 1) {
                assert.deepEqual(asked, { ok: false, reason: 'same' });
                continue;
              }
              if (!asked.ok) continue;
              const link = await linkOf('email-change', to);
              assert.ok(link);
              const done = await change.confirm({ id: 'x', linkId: link.id, note: null }, { visit });
              assert.ok(done.ok);
              // Back to one that may take the account back anyway: what came after it is over.
              held = at >= 0 ? held.slice(0, at + 1) : [...held, to];
            } else {
              const link = await linkOf('email-undo', to);
              // Exactly those who held it before the present one can.
              assert.equal(link !== undefined, at >= 0 && at < held.length - 1, `${step.to} in ${held}`);
              if (!link) continue;
              const done = await undo.undo({ id: 'x', linkId: link.id, note: null }, visit);
              assert.ok(done.ok);
              held = held.slice(0, at + 1);
            }
            assert.equal((await accounts.get(db.handle, id)).email, held.at(-1));
          }
        }),
        { numRuns: engine === 'sqlite' ? 40 : 15 },
      );
    });
  });
}
