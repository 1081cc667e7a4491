import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Desk, openDesk } from '../../../test/support/desk.ts';
import { applicationOf, optionsIn } from '../../../test/support/factors.ts';
import { hiddenFields, type Member } from '../../../test/support/member.ts';
import { newPerson } from '../../../test/support/people.ts';
import { SoftPasskey } from '../../../test/support/soft-passkey.ts';
import { hourMs, minuteMs } from '../../core/clock.ts';
import { unreachable } from '../../core/journey.ts';
import { newToken } from '../../core/tokens.ts';
import { enrolmentHours } from '../../identity/factors/rules.ts';
import { paths } from '../../routes.ts';
import type { Visit } from '../../web/visit.ts';
import { enrolmentJourney } from './journey.ts';
import { createEnrolment, issueEnrolmentLink } from './service.ts';

const session = '__Host-poterne-session';

it('every step of the enrolment is reached', () => {
  assert.deepEqual(unreachable(enrolmentJourney, 'link'), []);
});

for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`enrolling an operator [${engine}]`, () => {
    let desk: Desk;
    before(async () => {
      desk = await openDesk(engine);
    });
    after(() => desk?.close());

    const operator = async (role: 'operator' | 'admin' | 'member' = 'operator') => {
      const { accounts, db } = desk.identity;
      const person = newPerson();
      const made = await accounts.create(db.handle, {
        email: person.email as never,
        name: person.name,
        role,
        locale: 'fr',
        passwordHash: null,
      });
      assert.ok(made.ok);
      return { ...person, id: made.account.id };
    };
    const linkFor = async (person: { id: string; email: string }) => {
      const url = await desk.identity.db.transaction((tx) =>
        issueEnrolmentLink({ ...desk.identity, origin: desk.url }, tx, person as never),
      );
      return url.replace(desk.url, '');
    };
    const choose = (browser: Member, password: string) =>
      browser.submit({ new: password, confirm: password });
    const codesOn = (browser: Member) => browser.page.body.match(/\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b/g) ?? [];
    const isEnded = (browser: Member) => {
      assert.equal(browser.page.status, 410, browser.page.path);
      assert.match(browser.page.body, /PT-106/);
    };

    it('takes a password, a passkey and the codes, and then signs in with them', async () => {
      const person = await operator();
      const browser = desk.browser();
      await browser.open(await linkFor(person));
      assert.ok(!browser.page.path.includes('jeton'), 'the token left the address');
      assert.match(browser.page.body, /Étape 1 sur 3/);
      await choose(browser, 'Trop court 12');
      assert.equal(browser.page.status, 422);
      assert.match(browser.page.body, /au moins 15 caractères/);
      await choose(browser, person.password);
      assert.match(browser.page.body, /Étape 2 sur 3/);
      const soft = new SoftPasskey({ origin: desk.url });
      await browser.submit({ answer: soft.create(optionsIn(browser.page.body)) });
      assert.match(browser.page.body, /Étape 3 sur 3/);
      assert.equal(codesOn(browser).length, 10);
      const file = await browser.send('GET', `${browser.page.path}&fichier=1`);
      assert.match(file.body, new RegExp(codesOn(browser)[0]!));
      assert.equal(browser.cookies.has(session), false, 'nobody is signed in by a link');
      await browser.enter(person);
      assert.ok(browser.page.path.startsWith(paths.factor));
      await browser.submit({ answer: soft.get(optionsIn(browser.page.body)) });
      assert.equal(browser.page.path, paths.home);
      await browser.mail(person.email, 'la protection de votre compte a changé');
    });

    it('takes an application instead, and keeps its picture after a wrong code', async () => {
      const person = await operator('admin');
      const browser = desk.browser();
      await browser.open(await linkFor(person));
      await choose(browser, person.password);
      await browser.open(`${browser.page.path}&moyen=application`);
      const [secret = ''] = browser.page.body.match(/(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}/) ?? [];
      const application = applicationOf(secret, desk.clock.now);
      await browser.submit({ code: '000 000' });
      assert.equal(browser.page.status, 422);
      assert.ok(browser.page.body.includes(secret));
      await browser.submit({ code: application.code() });
      assert.equal(codesOn(browser).length, 10);
      desk.clock.advance(minuteMs);
      await browser.enter(person);
      await browser.submit({ code: application.code() });
      assert.equal(browser.page.path, paths.home);
    });

    it('asks for no password where there is one', async () => {
      const person = await desk.join();
      const { db } = desk.identity;
      await db.handle.updateTable('accounts').set({ role: 'operator' }).where('id', '=', person.id).execute();
      const browser = desk.browser();
      await browser.open(await linkFor(person));
      assert.match(browser.page.body, /Étape 2 sur 3/);
    });

    it('changes nothing for a scanner that opens it, as often as it likes', async () => {
      const person = await operator();
      const link = await linkFor(person);
      for (let times = 0; times < 3; times += 1) {
        const scanner = desk.browser();
        await scanner.open(link);
        assert.equal(scanner.page.status, 200);
        await scanner.send('HEAD' as 'GET', link);
      }
      const browser = desk.browser();
      await browser.open(link);
      await choose(browser, person.password);
      assert.match(browser.page.body, /Étape 2 sur 3/);
    });

    it('is good once: after the factor nothing of it opens anything', async () => {
      const person = await operator();
      const link = await linkFor(person);
      const browser = desk.browser();
      const other = desk.browser();
      await browser.open(link);
      await other.open(link);
      await choose(browser, person.password);
      await other.open(other.page.path);
      const forms = [browser, other].map((one) => ({
        one,
        answer: new SoftPasskey({ origin: desk.url }).create(optionsIn(one.page.body)),
      }));
      const answers = await Promise.all(forms.map(({ one, answer }) => one.post({ answer })));
      assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 410]);
      const { passkeys } = await desk.identity.factors.of(desk.identity.db.handle, person.id);
      assert.equal(passkeys.length, 1);
      for (const one of [browser, other, desk.browser()]) {
        await one.open(link);
        isEnded(one);
      }
    });

    it('lets the password that was chosen first stand', async () => {
      const person = await operator();
      const link = await linkFor(person);
      const [one, other] = [desk.browser(), desk.browser()];
      await one.open(link);
      await other.open(link);
      await choose(one, person.password);
      await choose(other, 'Un tout autre mot de passe 7');
      assert.match(other.page.body, /Étape 2 sur 3/, 'on to where the enrolment stands');
      const { accounts, db, passwords } = desk.identity;
      const account = await accounts.get(db.handle, person.id);
      const verdict = await passwords.verify({
        text: person.password,
        hash: account.passwordHash,
        admission: { lane: 'known', fairKey: 'test' },
      });
      assert.ok(verdict.ok && verdict.matches);
    });

    it('lets one of two passwords stand that are sent at once', async () => {
      const person = await operator();
      const enrolment = createEnrolment({ ...desk.identity, origin: desk.url });
      const link = await linkFor(person);
      const token = new URLSearchParams(link.split('?')[1]).get('jeton') ?? '';
      const browser = newToken();
      const visit = { browser, network: { address: '10.0.0.1', near: 'a', wide: 'b' }, label: 'x' } as Visit;
      const landing = await enrolment.find({ id: await enrolment.land({ token, visit }), visit });
      assert.ok(landing);
      const target = await enrolment.target(landing);
      assert.ok(target.ok);
      const texts = ['Un premier mot de passe 7', 'Un second mot de passe 78'];
      const outcomes = await Promise.all(
        texts.map((text) => enrolment.choosePassword(target, { text, visit })),
      );
      assert.equal(outcomes.filter(({ ok }) => ok).length, 1);
    });

    it('ends with a newer link, with its hours, with the account, and is for no member', async () => {
      const person = await operator();
      const former = await linkFor(person);
      const link = await linkFor(person);
      const browser = desk.browser();
      await browser.open(former);
      isEnded(browser);
      await browser.open(link);
      assert.equal(browser.page.status, 200);
      const { accounts, db } = desk.identity;
      await accounts.lock(db.handle, person.id);
      await browser.open(browser.page.path);
      isEnded(browser);
      await accounts.unlock(db.handle, person.id);
      desk.clock.advance(enrolmentHours * hourMs);
      await browser.open(link);
      isEnded(browser);
      const member = await operator('member');
      await browser.open(await linkFor(member));
      isEnded(browser);
      await browser.open(`${paths.enrolmentLink}?jeton=${'x'.repeat(43)}`);
      isEnded(browser);
    });

    it('signs nobody in before it is done', async () => {
      const person = await operator();
      const browser = desk.browser();
      await browser.open(await linkFor(person));
      await choose(browser, person.password);
      await browser.enter(person);
      assert.equal(browser.page.status, 403);
      assert.match(browser.page.body, /PT-205/);
      assert.equal(browser.cookies.has(session), false);
    });

    it('shows the codes to the browser that enrolled alone', async () => {
      const person = await operator();
      const browser = desk.browser();
      await browser.open(await linkFor(person));
      await choose(browser, person.password);
      await browser.submit({
        answer: new SoftPasskey({ origin: desk.url }).create(optionsIn(browser.page.body)),
      });
      const other = desk.browser();
      await other.open(browser.page.path);
      assert.deepEqual(codesOn(other), []);
      desk.clock.advance(10 * minuteMs);
      await browser.open(browser.page.path);
      isEnded(browser);
    });

    it('refuses what is no form of these pages, and a passkey that lies', async () => {
      const person = await operator();
      const browser = desk.browser();
      await browser.open(await linkFor(person));
      const { path, body } = browser.page;
      const { csrf = '', j = '' } = hiddenFields(body);
      const bare: Record<string, string>[] = [{}, { action: 'x' }, { action: 'password', new: 'x' }];
      for (const fields of bare) {
        assert.equal((await browser.send('POST', path, { csrf, j, ...fields })).status, 400);
      }
      await choose(browser, person.password);
      const page = browser.page;
      const soft = new SoftPasskey({ origin: desk.url });
      const lies = [{ origin: 'https://mechant.test' }, { rpId: 'mechant.test' }, { flags: 1 }];
      for (const lie of lies) {
        await browser.submit({ answer: soft.create(optionsIn(page.body), lie) }, page);
        assert.equal(browser.page.status, 422);
        assert.match(browser.page.body, /n&#39;a pas pu être créée/);
      }
      assert.equal(await desk.identity.factors.has(desk.identity.db.handle, person.id), false);
    });
  });
}
