import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Desk, openDesk } from '../../../test/support/desk.ts';
import { minuteMs } from '../../core/clock.ts';
import { paths } from '../../routes.ts';

const chosen = 'Girafe-Nuage-42-Tambour';
const subject = 'L’Opcommerce : demande de renouvellement de votre mot de passe.'.replace('’', "'");

for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`« Je renouvelle mon mot de passe » [${engine}]`, () => {
    let desk: Desk;
    before(async () => {
      desk = await openDesk(engine);
    });
    after(() => desk?.close());

    it('mails a link, takes a new password, signs nobody in, and tells the person', async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.open(paths.forgotten);
      await browser.submit({ username: person.email });
      assert.match(browser.page.body, /va vous être envoyé/);
      await browser.open(await browser.link(person.email, subject));
      await browser.submit({ new: chosen, confirm: chosen });
      assert.equal(browser.page.path, paths.resetDone);
      assert.equal(browser.cookies.has('__Host-poterne-session'), false);
      await browser.mail(person.email, 'mot de passe a été modifié');
      await browser.enter(person);
      assert.equal(browser.page.status, 422);
      const again = desk.browser();
      await again.signIn({ email: person.email, password: chosen });
    });

    it('asks nothing twice: from the password page the address is known', async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.open(paths.signIn);
      await browser.submit({ username: person.email });
      const href = browser.page.body.match(new RegExp(`href="(${paths.forgotten}[^"]*)"`))?.[1] ?? '';
      await browser.open(href.replaceAll('&amp;', '&'));
      assert.ok(browser.page.body.replaceAll('<wbr>', '').includes(person.email));
      await browser.submit({});
      assert.equal(browser.page.path.split('?')[0], paths.forgottenSent);
      await browser.link(person.email, subject);
    });

    it('says what is wrong with an address or a password, keeps the link good, and nothing is written', async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.open(paths.forgotten);
      for (const username of ['', 'pas une adresse', `${'a'.repeat(300)}@exemple.fr`]) {
        await browser.submit({ username });
        assert.equal(browser.page.status, 422);
        assert.match(browser.page.body, /<title>Erreur :/);
      }
      await browser.submit({ username: person.email });
      await browser.open(await browser.link(person.email, subject));
      for (const [first, second, said] of [
        ['', '', /mot de passe/],
        [chosen, '', /confirm/i],
        [chosen, `${chosen}x`, /identiques|correspond|différen/],
        ['court', 'court', /13 caractères/],
        [person.password, person.password, /déjà utilisé/],
        ['a'.repeat(13), 'a'.repeat(13), /répète/],
        [`${'é'.repeat(300)}`, `${'é'.repeat(300)}`, /256/],
      ] as const) {
        await browser.submit({ new: first, confirm: second });
        assert.equal(browser.page.status, 422, first);
        assert.match(browser.page.body, said);
      }
      await browser.submit({ new: chosen, confirm: chosen });
      assert.equal(browser.page.path, paths.resetDone);
    });

    it('ends every session and forgets every device', async () => {
      const person = await desk.join();
      const signedIn = desk.browser();
      await signedIn.signIn(person);
      const browser = desk.browser();
      await browser.open(paths.forgotten);
      await browser.submit({ username: person.email });
      await browser.open(await browser.link(person.email, subject));
      await browser.submit({ new: chosen, confirm: chosen });
      await signedIn.open(paths.home);
      assert.doesNotMatch(signedIn.page.body, /connecté\(e\)/);
      await signedIn.enter({ email: person.email, password: chosen });
      assert.match(signedIn.page.path, /^\/connexion\/code/);
    });

    it('sends again after a minute, three mails an hour at most to one address, wherever they are asked', async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.open(paths.forgotten);
      await browser.submit({ username: person.email });
      await browser.submit({ action: 'resend' });
      desk.clock.advance(minuteMs);
      await browser.submit({ action: 'resend' });
      await browser.mail(person.email, subject, 1);
      const other = desk.browser();
      for (const expected of [200, 429]) {
        await other.open(paths.forgotten);
        await other.submit({ username: person.email.toUpperCase() });
        assert.equal(other.page.status, expected);
      }
      assert.match(other.page.body, /PT-203/);
      assert.ok(Number(other.page.headers['retry-after']) > 3_000);
    });

    it('never lets strangers use up the mails of the owner’s own browser', async () => {
      const person = await desk.join();
      const owner = desk.browser();
      await owner.signIn(person);
      for (let i = 0; i < 5; i += 1) {
        const stranger = desk.browser();
        await stranger.open(paths.forgotten);
        await stranger.submit({ username: person.email });
      }
      await owner.open(paths.forgotten);
      await owner.submit({ username: person.email });
      assert.equal(owner.page.status, 200);
    });

    it('mails nothing to an address without an account, and says the same', async () => {
      const browser = desk.browser();
      await browser.open(paths.forgotten);
      await browser.submit({ username: 'personne.du.tout@exemple.fr' });
      assert.match(browser.page.body, /va vous être envoyé/);
      const person = await desk.join();
      await browser.open(paths.forgotten);
      await browser.submit({ username: person.email });
      await browser.link(person.email, subject);
      assert.equal(
        desk.smtp.mails.some(({ to }) => to.includes('personne.du.tout@exemple.fr')),
        false,
      );
    });

    it('is where /.well-known/change-password leads', async () => {
      const browser = desk.browser();
      await browser.open(paths.changePassword);
      assert.equal(browser.page.path, paths.forgotten);
      await browser.signIn(await desk.join());
      await browser.open(paths.changePassword);
      assert.equal(browser.page.path, paths.accountPassword);
    });
  });
}
