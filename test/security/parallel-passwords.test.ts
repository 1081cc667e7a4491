import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { budgetForm, type Email } from '../../src/identity/accounts/rules.ts';
import { passwordCharges } from '../../src/identity/budgets/rules.ts';
import { networkOf } from '../../src/platform/http/network.ts';
import { paths } from '../../src/routes.ts';
import { type Desk, openDesk } from '../support/desk.ts';
import { Member, type Page } from '../support/member.ts';
import { newAddress } from '../support/people.ts';
import { atPassword } from './support/asks.ts';

const wrong = 'Pas-le-bon-du-tout-1';

for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`guessing passwords [${engine}]`, () => {
    let desk: Desk;
    let other: Awaited<ReturnType<Desk['second']>>;
    before(async () => {
      desk = await openDesk(engine, { hashing: { maxQueued: 1_000, maxWait: '30s' } });
      other = await desk.second();
    });
    after(async () => {
      await other?.close();
      await desk?.close();
    });

    /** How many passwords of an account were really compared, by the audit log. */
    const compared = async (accountId: string) => {
      const { audit, db } = desk.identity;
      const events = await audit.list(db.handle, { accountId, limit: 2_000 });
      return events.filter(({ type, data }) => type === 'sign-in.refused' && data.reason === 'wrong-password')
        .length;
    };
    const countOf = (answers: Page[], status: number) =>
      answers.filter((answer) => answer.status === status).length;

    it('compares 5 of 40 sent at once from one address, to two portals', async () => {
      const person = await desk.join();
      const browser = await atPassword(desk, person.email);
      const there = new Member({ app: other.app, url: desk.url, smtp: desk.smtp, address: browser.address });
      for (const [name, value] of browser.cookies) there.cookies.set(name, value);
      const form = browser.page;
      const answers = await Promise.all(
        Array.from({ length: 40 }, (_, i) =>
          (i % 2 ? there : browser).post({ password: `${wrong}${i}` }, form),
        ),
      );
      assert.equal(await compared(person.id), 5);
      assert.equal(countOf(answers, 422), 5);
      assert.equal(countOf(answers, 429), 35);
    });

    it('says until when, in words and in Retry-After; the right password waits as well', async () => {
      const person = await desk.join();
      const browser = await atPassword(desk, person.email);
      for (let tries = 0; tries < 5; tries += 1) await browser.post({ password: wrong });
      const refused = await browser.post({ password: person.password });
      assert.equal(refused.status, 429);
      assert.match(refused.body, /PT-201/);
      assert.match(refused.body, /dans 1(&nbsp;|\s)minute/);
      assert.equal(refused.headers['retry-after'], '60');
      desk.clock.advance(60_000);
      assert.equal((await browser.post({ password: wrong })).status, 422);
      const longer = await browser.post({ password: wrong });
      assert.equal(longer.headers['retry-after'], '120');
      desk.clock.advance(120_000);
      assert.equal((await browser.post({ password: person.password })).status, 303);
    });

    it('counts no success: an office of fifty behind one address signs in, twice', async () => {
      const address = newAddress();
      const staff = await Promise.all(Array.from({ length: 50 }, () => desk.join()));
      for (const some of [staff.slice(0, 25), staff.slice(25), staff.slice(0, 25), staff.slice(25)]) {
        const answers = await Promise.all(
          some.map(async (person) => {
            const browser = await atPassword(desk, person.email, desk.browser({ address }));
            return browser.post({ password: person.password });
          }),
        );
        assert.equal(countOf(answers, 303), some.length);
      }
    });

    it('makes no budget of an alias, of capitals, or of the last 64 bits of an IPv6 address', async () => {
      const person = await desk.join();
      const [local = '', domain = ''] = person.email.split('@');
      const forms = [
        person.email,
        person.email.toUpperCase(),
        `${local}+a@${domain}`,
        `${local}+b@${domain}`,
      ];
      const answers: Page[] = [];
      for (let tries = 0; tries < 8; tries += 1) {
        const address = `2001:db8:5:${engine.length}:${tries}::1`;
        const email = forms[tries % forms.length]!;
        const browser = await atPassword(desk, email, desk.browser({ address }));
        answers.push(await browser.post({ password: wrong }));
      }
      assert.equal(countOf(answers, 422), 5);
      assert.equal(countOf(answers, 429), 3);
    });

    it('never locks the owner out: hundreds of strangers fail, thousands of failures are spent', async () => {
      const person = await desk.join();
      const owner = desk.browser();
      await owner.signIn(person);
      owner.cookies.delete('__Host-poterne-session');
      const { budgets, db } = desk.identity;
      const email = budgetForm(person.email as Email);
      for (let i = 0; i < 3_100; i += 1) {
        const network = networkOf(`172.16.${i % 256}.${1 + (i % 200)}`);
        const charges = passwordCharges({ email, network, deviceId: null });
        // Each policy by itself: what a botnet as large as one likes could spend at most.
        const some = i < 100 ? charges : charges.slice(-1);
        for (const charge of some) await budgets.spend(db.handle, [charge]);
      }
      const strangers = await Promise.all(
        Array.from({ length: 60 }, async () => {
          const browser = await atPassword(desk, person.email);
          return [await browser.post({ password: wrong }), await browser.post({ password: wrong })];
        }),
      );
      assert.equal(countOf(strangers.flat(), 429), 120);
      await owner.enter(person);
      assert.equal(owner.page.path, paths.home);
      // Elsewhere the owner is refused for now like anyone, and the mailed link is the way in.
      const elsewhere = await atPassword(desk, person.email);
      await elsewhere.submit({ password: person.password });
      assert.equal(elsewhere.page.status, 429);
      assert.match(elsewhere.page.body, new RegExp(`href="${paths.forgotten}`));
      await elsewhere.open(paths.forgotten);
      await elsewhere.submit({ username: person.email });
      assert.equal(elsewhere.page.status, 200);
      await elsewhere.open(await elsewhere.link(person.email, 'renouvellement de votre mot de passe'));
      await elsewhere.submit({ new: 'Girafe-Nuage-42-Tambour', confirm: 'Girafe-Nuage-42-Tambour' });
      assert.equal(elsewhere.page.path, paths.resetDone);
    });
  });
}
