import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Desk, openDesk } from '../../../test/support/desk.ts';
import { giveApplication, givePasskey, optionsIn } from '../../../test/support/factors.ts';
import type { Member } from '../../../test/support/member.ts';
import { dayMs, minuteMs } from '../../core/clock.ts';
import { showRecoveryCode } from '../../identity/factors/rules.ts';
import { paths } from '../../routes.ts';

const session = '__Host-poterne-session';
const another = (code: string, by = 1) => String((Number(code) + by) % 1_000_000).padStart(6, '0');

for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`a second factor in the code's place [${engine}]`, () => {
    let desk: Desk;
    before(async () => {
      desk = await openDesk(engine);
    });
    after(() => desk?.close());

    /** Someone with an application that has not signed in yet: a code would be due. */
    const holder = async () => {
      const person = await desk.join();
      const application = await giveApplication(desk.identity, person);
      desk.clock.advance(minuteMs);
      return { person, application };
    };
    const atFactor = async (person: { email: string; password: string }, browser = desk.browser()) => {
      await browser.enter(person);
      assert.ok(browser.page.path.startsWith(paths.factor), browser.page.path);
      return browser;
    };
    const amrOf = async (browser: Member) => {
      const { db, sessions } = desk.identity;
      const found = await sessions.find(db.handle, browser.cookies.get(session) ?? '');
      return found.ok ? found.session.amr : null;
    };
    const events = async (accountId: string, type: string) => {
      const { audit, db } = desk.identity;
      const all = await audit.list(db.handle, { accountId, limit: 500 });
      return all.filter((event) => event.type === type).map(({ data }) => data);
    };
    const makeOperator = async (role: 'operator' | 'admin' = 'operator') => {
      const person = await desk.join();
      await desk.identity.db.handle
        .updateTable('accounts')
        .set({ role })
        .where('id', '=', person.id)
        .execute();
      return person;
    };

    it('asks for the application’s code, mails nothing, and says why', async () => {
      const { person, application } = await holder();
      const seen = desk.smtp.mails.length;
      const browser = await atFactor(person);
      assert.match(browser.page.body, /C&#39;est votre première connexion|première connexion/);
      assert.match(browser.page.body, /autocomplete="one-time-code"/);
      await browser.submit({ code: application.code() });
      assert.equal(browser.page.path, paths.home);
      assert.deepEqual(await amrOf(browser), ['pwd', 'otp', 'mfa']);
      assert.equal(desk.smtp.mails.slice(seen).filter(({ to }) => to.includes(person.email)).length, 0);
      assert.deepEqual(await events(person.id, 'factor.accepted'), [{ factor: 'authenticator' }]);
      const [asked] = await events(person.id, 'code.asked');
      assert.equal(asked?.channel, 'factor');
    });

    it('recognises the device afterwards: the next sign-in there is the password alone', async () => {
      const { person, application } = await holder();
      const browser = await atFactor(person);
      await browser.submit({ code: application.code() });
      browser.cookies.delete(session);
      await browser.enter(person);
      assert.equal(browser.page.path, paths.home);
      assert.deepEqual(await amrOf(browser), ['pwd']);
    });

    it('takes a code once: not twice, not at another browser', async () => {
      const { person, application } = await holder();
      const code = application.code();
      const [one, other] = [await atFactor(person), await atFactor(person)];
      await one.submit({ code });
      await other.submit({ code });
      assert.equal(other.page.status, 422);
      assert.match(other.page.body, /Ce code a déjà servi/);
    });

    it('ends the journey after five wrong codes, whatever comes at once', async () => {
      const { person, application } = await holder();
      const browser = await atFactor(person);
      const form = browser.page;
      const code = application.code();
      const tries = Array.from({ length: 30 }, (_, i) => browser.post({ code: another(code, i + 1) }, form));
      const answers = await Promise.all(tries);
      assert.ok(answers.every(({ status }) => status < 500));
      const refused = await events(person.id, 'factor.refused');
      assert.equal(refused.filter(({ reason }) => reason === 'wrong').length, 5);
      await browser.submit({ code }, form);
      assert.equal(browser.page.status, 429);
      assert.match(browser.page.body, /PT-202/);
    });

    it('compares 40 codes a day over unknown browsers, never falls back to mail, and leaves other ways', async () => {
      const { person, application } = await holder();
      const [recovery = ''] = await desk.identity.factors.recoveryCodes.make(
        desk.identity.db.handle,
        person.id,
      );
      const soft = await givePasskey(desk.identity, person, desk.url);
      const seen = desk.smtp.mails.length;
      for (let journey = 0; journey < 9; journey += 1) {
        const browser = await atFactor(person);
        const form = browser.page;
        for (let tries = 1; tries <= 5; tries += 1) {
          await browser.post({ code: another(application.code(), tries + 5 * journey) }, form);
        }
      }
      const refused = await events(person.id, 'factor.refused');
      assert.equal(refused.filter(({ reason }) => reason === 'wrong').length, 40);
      const browser = await atFactor(person);
      const form = browser.page;
      await browser.submit({ code: application.code() });
      assert.equal(browser.page.status, 429);
      assert.match(browser.page.body, /PT-206/);
      assert.ok(browser.page.headers['retry-after']);
      assert.deepEqual(
        desk.smtp.mails.slice(seen).filter(({ to }) => to.includes(person.email)),
        [],
        'no mail',
      );
      // The owner's other ways are open.
      const byKey = await atFactor(person);
      await byKey.submit({ answer: soft.get(optionsIn(byKey.page.body)) });
      assert.equal(byKey.page.path, paths.home);
      await browser.submit({ recovery: showRecoveryCode(recovery) }, form);
      assert.equal(browser.page.path, paths.home);
    });

    it('gives the owner’s own browser tries that no stranger can spend', async () => {
      const { person, application } = await holder();
      const owner = await atFactor(person);
      await owner.submit({ code: application.code() });
      for (let journey = 0; journey < 8; journey += 1) {
        const thief = await atFactor(person);
        for (let tries = 1; tries <= 5; tries += 1) {
          await thief.post({ code: another(application.code(), tries) }, thief.page);
        }
      }
      owner.cookies.delete(session);
      // A third of a year later the regular check falls due; the thief goes on.
      desk.clock.advance(120 * dayMs);
      await atFactor(person, owner);
      await owner.submit({ code: application.code() });
      assert.equal(owner.page.path, paths.home);
    });

    it('takes a recovery code once, tells its owner, and says when few are left', async () => {
      const { person } = await holder();
      const { factors, db } = desk.identity;
      const codes = await factors.recoveryCodes.make(db.handle, person.id);
      const use = async (code: string) => {
        const browser = await atFactor(person);
        await browser.open(`${browser.page.path}&secours=1`);
        assert.match(browser.page.body, /name="recovery"/);
        await browser.submit({ recovery: ` ${showRecoveryCode(code).toLowerCase()} ` });
        return browser;
      };
      const browser = await use(codes[0]!);
      assert.equal(browser.page.path, paths.home);
      assert.deepEqual(await amrOf(browser), ['pwd', 'otp', 'mfa']);
      const mail = await browser.mail(person.email, 'un code de secours a été utilisé');
      assert.match(mail.text, /Il vous reste 9 codes de secours/);
      assert.match(mail.text, /ce-n-etait-pas-moi/);
      const again = await use(codes[0]!);
      assert.equal(again.page.status, 422);
      assert.match(again.page.body, /il a déjà servi/);
      for (const code of codes.slice(1, 7))
        await factors.recoveryCodes.use(db.handle, { accountId: person.id, code });
      const seen = desk.smtp.mails.length;
      await use(codes[7]!);
      const few = await browser.mail(person.email, 'un code de secours a été utilisé', seen);
      assert.match(few.text, /Il ne vous reste que 2 codes de secours/);
    });

    it('counts wrong recovery codes as tries of the journey, apart from the application’s day', async () => {
      const { person, application } = await holder();
      await desk.identity.factors.recoveryCodes.make(desk.identity.db.handle, person.id);
      const browser = await atFactor(person);
      const form = browser.page;
      for (let tries = 0; tries < 4; tries += 1) {
        await browser.submit({ recovery: `AAAA-AAAA-AAAA-000${tries}` }, form);
        assert.equal(browser.page.status, 422);
      }
      assert.match(browser.page.body, /Il vous reste 1 essai/);
      await browser.submit({ recovery: 'pas un code' }, form);
      assert.match(browser.page.body, /16 lettres et chiffres/);
      await browser.submit({ code: application.code() }, form);
      assert.equal(browser.page.path, paths.home);
    });

    it('takes a passkey of the account, and of no other', async () => {
      const { person } = await holder();
      const soft = await givePasskey(desk.identity, person, desk.url);
      const stranger = await desk.join();
      const theirs = await givePasskey(desk.identity, stranger, desk.url);
      const browser = await atFactor(person);
      await browser.submit({ answer: theirs.get(optionsIn(browser.page.body)) });
      assert.equal(browser.page.status, 422);
      assert.match(browser.page.body, /n&#39;a pas pu être vérifiée/);
      const first = await desk.browser();
      await first.open(paths.signIn);
      await browser.submit({ answer: soft.get(optionsIn(first.page.body)) });
      assert.equal(browser.page.status, 422, 'a challenge of the first screen is none here');
      await browser.submit({ answer: soft.get(optionsIn(browser.page.body)) });
      assert.equal(browser.page.path, paths.home);
      assert.deepEqual(await amrOf(browser), ['pwd', 'pop', 'user', 'mfa']);
    });

    it('is not passed by a new password from a mailed link [security.md 24]', async () => {
      const { person, application } = await holder();
      const browser = await atFactor(person);
      await browser.submit({ code: application.code() });
      desk.clock.advance(minuteMs);
      const seen = desk.smtp.mails.length;
      await browser.open(paths.signOut);
      const other = desk.browser();
      await other.open(paths.forgotten);
      await other.submit({ username: person.email });
      await other.open(await other.link(person.email, 'renouvellement de votre mot de passe', seen));
      const password = 'Une toute nouvelle phrase 7';
      await other.submit({ new: password, confirm: password });
      for (const where of [other, browser, desk.browser()]) {
        where.cookies.delete(session);
        await where.enter({ email: person.email, password });
        assert.ok(where.page.path.startsWith(paths.factor), where.page.path);
      }
    });

    it('asks for it after a new password even on a device that was recognised since', async () => {
      const { person, application } = await holder();
      const browser = await atFactor(person);
      await browser.submit({ code: application.code() });
      browser.cookies.delete(session);
      desk.clock.advance(minuteMs);
      const { db } = desk.identity;
      await db.handle
        .updateTable('accounts')
        .set({ password_changed_at: desk.clock.now() })
        .where('id', '=', person.id)
        .execute();
      await atFactor(person, browser);
      assert.match(browser.page.body, /Votre mot de passe vient de changer/);
    });

    it('comes before the renewal of a suspicion, and the amr stays', async () => {
      const { person, application } = await holder();
      const { accounts, db } = desk.identity;
      await accounts.requireRenewal(db.handle, { id: person.id, reason: 'suspicion' });
      const browser = await atFactor(person);
      await browser.submit({ code: application.code() });
      assert.ok(browser.page.path.startsWith(paths.renewal), browser.page.path);
      const password = 'Une toute nouvelle phrase 8';
      await browser.submit({ new: password, confirm: password });
      assert.equal(browser.page.path, paths.home);
      assert.deepEqual(await amrOf(browser), ['pwd', 'otp', 'mfa']);
    });

    it('always asks operators and administrators, who without one do not get in', async () => {
      for (const role of ['operator', 'admin'] as const) {
        const person = await makeOperator(role);
        const browser = desk.browser();
        const seen = desk.smtp.mails.length;
        await browser.enter(person);
        assert.equal(browser.page.status, 403);
        assert.match(browser.page.body, /PT-205/);
        assert.match(browser.page.body, /administrateur un lien d&#39;activation/);
        assert.equal(browser.cookies.has(session), false);
        assert.deepEqual(
          desk.smtp.mails.slice(seen).filter(({ to }) => to.includes(person.email)),
          [],
        );
        assert.equal((await events(person.id, 'factor.missing')).length, 1);
        const application = await giveApplication(desk.identity, person);
        for (let times = 0; times < 2; times += 1) {
          desk.clock.advance(minuteMs);
          browser.cookies.delete(session);
          await atFactor(person, browser);
          await browser.submit({ code: application.code() });
          assert.equal(browser.page.path, paths.home);
        }
        desk.clock.advance(minuteMs);
        browser.cookies.delete(session);
        await atFactor(person, browser);
        assert.match(browser.page.body, /Votre rôle demande toujours/, 'on a device that it knows too');
      }
    });

    it('leads back from later steps and takes nothing there', async () => {
      const { person } = await holder();
      const browser = await atFactor(person);
      const at = browser.page.path;
      for (const path of [paths.code, paths.renewal]) {
        await browser.open(at.replace(paths.factor, path));
        assert.equal(browser.page.path, at);
      }
      await browser.submit(
        { code: '123456' },
        { ...browser.page, path: at.replace(paths.factor, paths.code) },
      );
      assert.equal(browser.page.path, at);
    });

    it('says so when the help desk took the factors away meanwhile', async () => {
      const { person } = await holder();
      const browser = await atFactor(person);
      const form = browser.page;
      await desk.identity.factors.removeAll(desk.identity.db.handle, person.id);
      await browser.submit({ code: '123456' }, form);
      assert.equal(browser.page.status, 410);
      await browser.open(form.path);
      assert.equal(browser.page.status, 410);
    });
  });
}
