import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Desk, openDesk } from '../../../test/support/desk.ts';
import { hiddenFields, type Member } from '../../../test/support/member.ts';
import { newPerson } from '../../../test/support/people.ts';
import { dayMs, hourMs, minuteMs } from '../../core/clock.ts';
import type { Email } from '../../identity/accounts/rules.ts';
import { paths } from '../../routes.ts';

const subjects = {
  verify: 'confirmez votre nouvelle adresse',
  taken: 'cette adresse a déjà un compte',
  changed: 'adresse de messagerie a été modifiée',
  reset: 'renouvellement',
  alert: 'signale une intrusion',
};
const plainPath = (browser: Member) => browser.page.path.split('?')[0];

for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`another address [${engine}]`, () => {
    let desk: Desk;
    before(async () => {
      desk = await openDesk(engine);
    });
    after(() => desk?.close());

    const newAddress = () => newPerson().email;
    const emailOf = async (id: string) =>
      (await desk.identity.accounts.get(desk.identity.db.handle, id)).email as string;
    const account = (id: string) => desk.identity.accounts.get(desk.identity.db.handle, id);
    const ask = async (browser: Member, email: string) => {
      await browser.open(paths.accountEmail);
      return browser.press('Envoyer la confirmation', { email });
    };
    /** Someone signed in, who asked for another address. */
    const asking = async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.signIn(person);
      const email = newAddress();
      await ask(browser, email);
      return { person, browser, email };
    };
    const confirm = async (browser: Member, email: string, seen = 0) => {
      await browser.open(await browser.link(email, subjects.verify, seen));
      await browser.press('Confirmer cette adresse');
      assert.equal(plainPath(browser), paths.emailChangeDone, browser.page.body);
    };
    const changed = async () => {
      const made = await asking();
      await confirm(made.browser, made.email);
      return made;
    };

    it('changes nothing until it is confirmed there, and says what it waits for', async () => {
      const { person, browser, email } = await asking();
      assert.equal(plainPath(browser), paths.account);
      const read = browser.page.body.replaceAll('<wbr>', '');
      assert.ok(read.includes(`Un <span class="nb">e-mail</span> va être envoyé à ${email}`));
      assert.ok(read.includes(`${email} attend d&#39;être confirmée`));
      assert.equal(await emailOf(person.id), person.email);
      await browser.open(await browser.link(email, subjects.verify));
      assert.equal(await emailOf(person.id), person.email);
      await browser.open(paths.account);
      await browser.press(`Abandonner le changement vers ${email}`);
      await browser.open(await browser.link(email, subjects.verify));
      assert.match(browser.page.body, /PT-103/);
    });

    it('is the account’s once confirmed, and is announced at the former one', async () => {
      const { person, browser, email } = await changed();
      assert.equal(await emailOf(person.id), email);
      const mail = await browser.mail(person.email, subjects.changed);
      assert.ok(!mail.text.includes(email), 'the former mailbox may be a former employer’s');
      assert.match(mail.text, /m…@exemple\.fr/);
      const elsewhere = desk.browser();
      await elsewhere.enter(person);
      assert.equal(elsewhere.page.status, 422, 'the former address still signs in');
      await elsewhere.signIn({ email, password: person.password });
      await browser.open(paths.home);
      assert.match(browser.page.body, /connecté\(e\)/, 'the session goes on');
    });

    it('is not for whoever reads the mailbox: only who is signed in confirms', async () => {
      const { person, email } = await asking();
      const stranger = desk.browser();
      await stranger.open(await stranger.link(email, subjects.verify));
      assert.doesNotMatch(stranger.page.body, /Confirmer cette adresse/);
      assert.ok(!stranger.page.body.includes(person.email), 'the stranger learns whose account it is');
      const bare = await stranger.send('POST', stranger.page.path, { csrf: 'x' });
      assert.equal(bare.headers.location, stranger.page.path);
      const other = await desk.join();
      await stranger.signIn(other);
      await stranger.open(await stranger.link(email, subjects.verify));
      assert.match(stranger.page.body, /connecté\(e\) à un autre compte/);
      const { path } = stranger.page;
      await stranger.open(paths.account);
      const { csrf = '' } = hiddenFields(stranger.page.body);
      const refused = await stranger.send('POST', path, { csrf });
      assert.equal(refused.headers.location, path);
      assert.equal(await emailOf(person.id), person.email);
      assert.equal(await emailOf(other.id), other.email);
    });

    it('leads whoever is not signed in through the sign-in, and back to confirm', async () => {
      const { person, email } = await asking();
      const phone = desk.browser();
      await phone.open(await phone.link(email, subjects.verify));
      const href = /<a class="btn btn-1" href="([^"]*)"/.exec(phone.page.body)?.[1] ?? '';
      const seen = desk.smtp.mails.length;
      await phone.open(href.replaceAll('&amp;', '&'));
      await phone.submit({ username: person.email });
      await phone.submit({ password: person.password });
      await phone.submit({ code: await phone.code(person.email, seen) });
      assert.equal(plainPath(phone), paths.emailChangeConfirm, phone.page.body);
      await phone.press('Confirmer cette adresse');
      assert.equal(await emailOf(person.id), email);
    });

    it('confirms once, within a day, and the newest mail alone', async () => {
      const { browser, email } = await changed();
      await browser.open(await browser.link(email, subjects.verify));
      assert.match(browser.page.body, /PT-102/);
      const late = await asking();
      const link = await late.browser.link(late.email, subjects.verify);
      desk.clock.advance(dayMs);
      await late.browser.open(link);
      assert.match(late.browser.page.body, /PT-101/);
      const twice = await asking();
      const first = await twice.browser.link(twice.email, subjects.verify);
      await ask(twice.browser, newAddress());
      await twice.browser.open(first);
      assert.match(twice.browser.page.body, /PT-103/);
    });

    it('that has an account gets a mail that says so, and the screen is the same', async () => {
      const owner = await desk.join();
      const shown = async (email: string) => {
        const person = await desk.join();
        const browser = desk.browser();
        await browser.signIn(person);
        await ask(browser, email);
        const body = browser.page.body.replaceAll('<wbr>', '').replace(/value="[^"]*"/g, '');
        return body.replaceAll(email, 'NEW').replaceAll(person.email, 'OLD');
      };
      assert.equal(await shown(owner.email), await shown(newAddress()));
      await desk.browser().mail(owner.email, subjects.taken);
      assert.equal(
        desk.smtp.mails.some(
          ({ to, subject }) => to.includes(owner.email) && subject.includes(subjects.verify),
        ),
        false,
      );
    });

    it('that somebody took meanwhile is not taken from them', async () => {
      const { person, browser, email } = await asking();
      const link = await browser.link(email, subjects.verify);
      await desk.join({ email });
      await browser.open(link);
      await browser.press('Confirmer cette adresse');
      assert.match(browser.page.body, /PT-403/);
      assert.equal(await emailOf(person.id), person.email);
    });

    it('is refused with the reason: none, no address, the same', async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.signIn(person);
      for (const [email, said] of [
        ['', /Saisissez votre adresse/],
        ['pas une adresse', /adresse complète/],
        [person.email.toUpperCase(), /déjà l&#39;adresse de votre compte/],
      ] as const) {
        await ask(browser, email);
        assert.equal(browser.page.status, 422);
        assert.match(browser.page.body, said);
      }
    });

    it('is asked five times a day at most, and no mailbox is flooded', async () => {
      const victim = newAddress();
      for (let i = 0; i < 4; i += 1) {
        const browser = desk.browser();
        await browser.signIn(await desk.join());
        await ask(browser, i % 2 === 0 ? victim : victim.toUpperCase());
        assert.equal(browser.page.status, i < 3 ? 200 : 429, `mail ${i + 1} to one mailbox`);
      }
      const person = await desk.join();
      const browser = desk.browser();
      await browser.signIn(person);
      for (let i = 0; i < 6; i += 1) {
        await ask(browser, newAddress());
        assert.equal(browser.page.status, i < 5 ? 200 : 429, `change ${i + 1} of one account`);
      }
      assert.match(browser.page.body, /PT-203/);
    });

    it('asks for a fresh sign-in, and comes back [security.md 27]', async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.signIn(person);
      desk.clock.advance(10 * minuteMs);
      await browser.open(paths.accountEmail);
      assert.match(browser.page.path, /^\/connexion/);
      const { csrf = '' } = { csrf: /name="csrf" value="([^"]*)"/.exec(browser.page.body)?.[1] };
      const late = await browser.send('POST', paths.accountEmail, { csrf, email: newAddress() });
      assert.equal(late.status, 303);
      assert.match(String(late.headers.location), /^\/connexion/);
    });

    it('can be undone by the former one: everything ends, and a mailed link sets the next password', async () => {
      const { person, browser, email } = await changed();
      const mailbox = desk.browser();
      const seen = desk.smtp.mails.length;
      await mailbox.open(await mailbox.link(person.email, subjects.changed));
      assert.equal(plainPath(mailbox), paths.emailUndoConfirm);
      assert.equal(await emailOf(person.id), email, 'looking changes nothing');
      await mailbox.press('Oui, remettre mon adresse');
      assert.equal(plainPath(mailbox), paths.emailUndoDone);
      assert.match(mailbox.page.body, /Votre adresse précédente est remise\./);
      assert.equal(await emailOf(person.id), person.email);
      assert.equal((await account(person.id)).passwordHash, null);
      await browser.open(paths.home);
      assert.doesNotMatch(browser.page.body, /connecté\(e\)/);
      await mailbox.mail(person.email, subjects.reset, seen);
      await mailbox.open(await mailbox.link(person.email, subjects.changed));
      assert.match(mailbox.page.body, /PT-102/);
    });

    it('can be undone for 7 days, no longer', async () => {
      const [near, far] = [await changed(), await changed()];
      const links = await Promise.all(
        [near, far].map(({ browser, person }) => browser.link(person.email, subjects.changed)),
      );
      desk.clock.advance(7 * dayMs - 1);
      const mailbox = desk.browser();
      await mailbox.open(links[0]!);
      assert.equal(plainPath(mailbox), paths.emailUndoConfirm);
      assert.match(mailbox.page.body, /remettre mon adresse/);
      desk.clock.advance(1);
      await mailbox.open(links[1]!);
      assert.match(mailbox.page.body, /PT-101/);
    });

    it('gives the thief’s own address no way back, once the owner’s took the account back', async () => {
      const { person, browser, email: thiefs } = await changed();
      const last = newAddress();
      await ask(browser, last);
      await confirm(browser, last);
      const back = await browser.link(thiefs, subjects.changed);
      const owner = desk.browser();
      await owner.open(await owner.link(person.email, subjects.changed));
      await owner.press('Oui, remettre mon adresse');
      await browser.open(back);
      assert.match(browser.page.body, /PT-103/);
      assert.equal(await emailOf(person.id), person.email);
    });

    it('locks the account when the former address is another account’s by now: no password goes to the thief', async () => {
      const { person, browser } = await changed();
      const link = await browser.link(person.email, subjects.changed);
      await desk.join({ email: person.email });
      const owner = desk.browser();
      await owner.open(link);
      await owner.press('Oui, remettre mon adresse');
      assert.match(owner.page.body, /celui-ci est désactivé/);
      assert.equal((await account(person.id)).status, 'locked');
      const { links, db } = desk.identity;
      const mailed = await links.list(db.handle, { purpose: 'password-reset', accountId: person.id });
      assert.deepEqual(mailed, []);
    });

    it('ends what was asked for at the former address', async () => {
      const { person, browser, email } = await asking();
      const elsewhere = desk.browser();
      await elsewhere.open(paths.forgotten);
      await elsewhere.submit({ username: person.email });
      const reset = await elsewhere.link(person.email, subjects.reset);
      await confirm(browser, email);
      await elsewhere.open(reset);
      assert.match(elsewhere.page.body, /PT-103/);
    });

    it('is put back by « Ce n’était pas moi » of an older mail, while it can be undone', async () => {
      const person = await desk.join();
      await desk.browser().signIn(person);
      const thief = desk.browser();
      await thief.signIn(person);
      const email = newAddress();
      await ask(thief, email);
      await confirm(thief, email);
      await thief.open(paths.forgotten);
      await thief.submit({ username: email });
      const reset = await thief.link(email, subjects.reset);
      const owner = desk.browser();
      const link = await owner.link(person.email, 'nouvelle connexion');
      await owner.open(link);
      assert.ok(owner.page.body.replaceAll('<wbr>', '').includes(`l&#39;adresse ${person.email} redevient`));
      await owner.submit({});
      assert.equal(await emailOf(person.id), person.email);
      await thief.open(reset);
      assert.match(thief.page.body, /PT-103/, 'the thief may still choose the password');
    });

    it('leaves the former address no word, once it can be undone no more', async () => {
      const person = await desk.join();
      await desk.browser().signIn(person);
      const owner = desk.browser();
      await owner.signIn(person);
      const email = newAddress();
      await ask(owner, email);
      await confirm(owner, email);
      const link = await owner.link(person.email, 'nouvelle connexion');
      desk.clock.advance(7 * dayMs + hourMs);
      const former = desk.browser();
      await former.open(link);
      assert.match(former.page.body, /PT-101/);
      assert.equal(await emailOf(person.id), email);
      assert.notEqual((await account(person.id)).passwordHash, null);
    });
  });

  describe(`another address where only some domains are welcome [${engine}]`, () => {
    it('must be of one of them', async () => {
      const desk = await openDesk(engine, { signUp: { domains: ['exemple.fr'] } });
      try {
        const person = await desk.join();
        const browser = desk.browser();
        await browser.signIn(person);
        await browser.open(paths.accountEmail);
        await browser.press('Envoyer la confirmation', { email: 'moi@ailleurs.test' as Email });
        assert.equal(browser.page.status, 422);
        assert.match(browser.page.body, /adresse de ce domaine/);
      } finally {
        await desk.close();
      }
    });
  });
}
