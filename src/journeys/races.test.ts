import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Desk, openDesk } from '../../test/support/desk.ts';
import { optionsIn } from '../../test/support/factors.ts';
import { hiddenFields } from '../../test/support/member.ts';
import { newPerson } from '../../test/support/people.ts';
import { SoftPasskey } from '../../test/support/soft-passkey.ts';
import { paths } from '../routes.ts';

const chosen = 'Girafe-Nuage-42-Tambour';
const isHome = /connecté\(e\) au portail/;
/** How long the one that waits is given to show that it does, in milliseconds. */
const waitMs = 300;

/**
 * What lands between the moment at which something was looked at and the moment at which it is written: each test puts
 * a whole step of somebody else there, by calling the real method and then that step.
 */
for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`two at one account at the same moment [${engine}]`, () => {
    let desk: Desk;
    before(async () => {
      desk = await openDesk(engine);
    });
    after(() => desk?.close());

    const account = (id: string) => desk.identity.accounts.get(desk.identity.db.handle, id);
    const signedIn = async (person: { email: string; password: string }) => {
      const browser = desk.browser();
      await browser.signIn(person);
      return browser;
    };
    /** A thief who knows the password has moved the address; `link` is what the former address was mailed. */
    const stolen = async () => {
      const person = await desk.join();
      const owner = await signedIn(person);
      const thief = await signedIn(person);
      const { email } = newPerson();
      await thief.open(paths.accountEmail);
      await thief.press('Envoyer la confirmation', { email });
      await thief.open(await thief.link(email, 'confirmez votre nouvelle adresse'));
      await thief.press('Confirmer cette adresse');
      assert.equal((await account(person.id)).email, email);
      const link = await owner.link(person.email, 'adresse de messagerie a été modifiée');
      return { person, owner, email, link };
    };
    /** Runs `step` right after the next comparison of a password. */
    const afterComparison = (step: () => Promise<unknown>) => {
      const { hasher } = desk.identity;
      const { verify } = hasher;
      hasher.verify = async (...asked) => {
        const verdict = await verify(...asked);
        hasher.verify = verify;
        await step();
        return verdict;
      };
    };

    it('a password that was compared before the owner took the account back opens nothing, by its code either', async () => {
      const { person, owner, email, link } = await stolen();
      const thief = desk.browser();
      await thief.open(paths.signIn);
      await thief.submit({ username: email });
      const seen = desk.smtp.mails.length;
      afterComparison(async () => {
        await owner.open(link);
        await owner.submit({});
      });
      await thief.submit({ password: person.password });
      assert.equal((await account(person.id)).email, person.email);
      assert.doesNotMatch(thief.page.path, /code/);
      await thief.open(paths.home);
      assert.doesNotMatch(thief.page.body, isHome);
      assert.ok(
        desk.smtp.mails.slice(seen).every(({ to, text }) => !to.includes(email) || !/\b\d{6}\b/.test(text)),
      );
    });

    it('a device that is forgotten while the password is compared is asked for a code', async () => {
      const person = await desk.join();
      const browser = await signedIn(person);
      browser.cookies.delete('__Host-poterne-session');
      const { devices, db } = desk.identity;
      await browser.open(paths.signIn);
      await browser.submit({ username: person.email });
      afterComparison(() => devices.forgetAll(db.handle, { accountId: person.id }));
      await browser.submit({ password: person.password });
      assert.match(browser.page.path, /^\/connexion\/code/);
    });

    it('a passkey that was looked over before « Ce n’était pas moi » is not added after it', async () => {
      const person = await desk.join();
      const owner = await signedIn(person);
      const thief = await signedIn(person);
      const link = await owner.link(person.email, 'nouvelle connexion');
      const { passkeys } = desk.identity.factors;
      const { checkNew } = passkeys;
      passkeys.checkNew = async (...asked) => {
        const checked = await checkNew(...asked);
        passkeys.checkNew = checkNew;
        assert.ok(checked.ok);
        await owner.open(link);
        await owner.submit({});
        assert.equal(owner.page.path.split('?')[0], paths.notMeDone);
        return checked;
      };
      await thief.open(paths.accountPasskeys);
      const answer = new SoftPasskey({ origin: desk.url }).create(optionsIn(thief.page.body));
      const { csrf = '' } = hiddenFields(thief.page.body);
      await thief.send('POST', paths.accountPasskeys, { csrf, action: 'add', name: 'x', answer });
      assert.equal(passkeys.checkNew, checkNew, 'the passkey was never looked over');
      const held = await desk.identity.factors.of(desk.identity.db.handle, person.id);
      assert.deepEqual([held.passkeys, held.recoveryCodesLeft], [[], 0]);
    });

    // SQLite has one writer at a time: nobody comes between two statements of a transaction.
    if (engine === 'sqlite') return;

    it('the address goes back to its owner, whatever else changes it meanwhile', async () => {
      const { person, owner, email, link } = await stolen();
      const { accounts, db } = desk.identity;
      await owner.open(link);
      const third = newPerson().email;
      const changed = Promise.withResolvers<void>();
      const other = db.transaction(async (tx) => {
        await accounts.changeEmail(tx, { id: person.id, from: email as never, to: third as never });
        changed.resolve();
        await sleep(waitMs);
      });
      await changed.promise;
      await owner.submit({});
      await other;
      assert.equal((await account(person.id)).email, person.email);
    });

    it('an address that is confirmed during « Ce n’était pas moi » is taken back by it, or not confirmed', async () => {
      const person = await desk.join();
      const owner = await signedIn(person);
      const thief = await signedIn(person);
      const alert = await owner.link(person.email, 'nouvelle connexion');
      const { email } = newPerson();
      await thief.open(paths.accountEmail);
      await thief.press('Envoyer la confirmation', { email });
      await thief.open(await thief.link(email, 'confirmez votre nouvelle adresse'));
      await owner.open(alert);
      const { links } = desk.identity;
      const { consume } = links;
      let confirming: Promise<unknown> | null = null;
      links.consume = async (tx, which) => {
        links.consume = consume;
        confirming = thief.press('Confirmer cette adresse');
        await sleep(waitMs);
        return consume(tx, which);
      };
      await owner.submit({});
      await confirming;
      const now = await account(person.id);
      assert.deepEqual([now.email, now.passwordHash], [person.email, null]);
    });

    it('a renewal link that is mailed to the thief’s address during the undo sets no password', async () => {
      const { person, owner, email, link } = await stolen();
      await owner.open(link);
      const { links } = desk.identity;
      const { issue } = links;
      const seen = desk.smtp.mails.length;
      links.issue = async (tx, order) => {
        if (order.purpose !== 'password-reset' || order.email !== email) return issue(tx, order);
        links.issue = issue;
        await owner.submit({});
        return issue(tx, order);
      };
      const thief = desk.browser();
      await thief.open(paths.forgotten);
      await thief.submit({ username: email });
      assert.equal(links.issue, issue, 'no link was made');
      assert.equal((await account(person.id)).email, person.email);
      await thief.open(await thief.link(email, 'renouvellement', seen));
      await thief.submit({ new: chosen, confirm: chosen });
      assert.equal((await account(person.id)).passwordHash, null);
    });

    it('a renewal link that was opened before its address was taken back sets no password after', async () => {
      const { person, owner, email, link } = await stolen();
      const thief = desk.browser();
      const seen = desk.smtp.mails.length;
      await thief.open(paths.forgotten);
      await thief.submit({ username: email });
      await thief.open(await thief.link(email, 'renouvellement', seen));
      await owner.open(link);
      const { hasher } = desk.identity;
      const { hash } = hasher;
      hasher.hash = async (...asked) => {
        const made = await hash(...asked);
        hasher.hash = hash;
        await owner.submit({});
        return made;
      };
      await thief.submit({ new: chosen, confirm: chosen });
      assert.equal(hasher.hash, hash, 'nothing was hashed');
      assert.equal((await account(person.id)).passwordHash, null);
    });
  });
}
