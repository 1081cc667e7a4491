import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Desk, openDesk } from '../../../test/support/desk.ts';
import { applicationOf, giveApplication, givePasskey, optionsIn } from '../../../test/support/factors.ts';
import { hiddenFields, type Member } from '../../../test/support/member.ts';
import type { Person } from '../../../test/support/people.ts';
import { SoftPasskey } from '../../../test/support/soft-passkey.ts';
import { minuteMs, secondMs } from '../../core/clock.ts';
import { paths } from '../../routes.ts';
import { freshMs } from '../../web/signed-in.ts';

const session = '__Host-poterne-session';

for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`one’s own second factors [${engine}]`, () => {
    let desk: Desk;
    before(async () => {
      desk = await openDesk(engine);
    });
    after(() => desk?.close());

    const someone = async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.signIn(person);
      return { person, browser };
    };
    /** Sends a form of the account pages, guard included, and goes where it leads. */
    const send = async (browser: Member, path: string, fields: Record<string, string>) => {
      const { csrf = '' } = hiddenFields(browser.page.body);
      const sent = await browser.send('POST', path, { csrf, ...fields });
      if (sent.status === 303) await browser.open(String(sent.headers.location).replace(desk.url, ''));
      else browser.page = sent;
      return browser.page;
    };
    const held = (accountId: string) => desk.identity.factors.of(desk.identity.db.handle, accountId);
    const events = async (accountId: string, type: string) => {
      const { audit, db } = desk.identity;
      const all = await audit.list(db.handle, { accountId, limit: 200 });
      return all.filter((event) => event.type === type).map(({ data }) => data);
    };
    const addPasskey = async (
      browser: Member,
      name = 'Téléphone de Zoé',
      soft = new SoftPasskey({ origin: desk.url }),
    ) => {
      await browser.open(paths.accountPasskeys);
      const answer = soft.create(optionsIn(browser.page.body));
      await send(browser, paths.accountPasskeys, { action: 'add', name, answer });
      return soft;
    };
    const setUp = async (browser: Member) => {
      await browser.open(paths.accountAuthenticator);
      const { ticket = '' } = hiddenFields(browser.page.body);
      const [secret = ''] = browser.page.body.match(/(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}/) ?? [];
      return { ticket, application: applicationOf(secret, desk.clock.now) };
    };
    const codesOn = (browser: Member) => browser.page.body.match(/\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b/g) ?? [];
    /** The mail that says so; it may come after others. */
    const mailTo = (person: Person, words: RegExp) =>
      desk.smtp.waitFor(({ to, text }) => to.includes(person.email) && words.test(text));

    it('adds a passkey, shows recovery codes once with the first, and tells its owner', async () => {
      const { person, browser } = await someone();
      await addPasskey(browser);
      assert.ok(browser.page.path.startsWith(`${paths.accountRecoveryCodes}?codes=`), browser.page.body);
      const codes = codesOn(browser);
      assert.equal(new Set(codes).size, 10);
      const { path } = browser.page;
      const file = await browser.send('GET', `${path}&fichier=1`);
      assert.match(String(file.headers['content-disposition']), /attachment/);
      for (const code of codes) assert.ok(file.body.includes(code));
      const mail = await mailTo(person, /Une clé d'accès vient d'être ajoutée/);
      assert.match(mail.text, /Téléphone de Zoé/);
      assert.match(mail.text, /ce-n-etait-pas-moi/);
      assert.deepEqual(await events(person.id, 'factor.added'), [
        { factor: 'recovery-code', how: 'account' },
        { factor: 'passkey', how: 'account' },
      ]);
      await browser.open(paths.accountFactors);
      assert.match(browser.page.body, /Téléphone de Zoé/);
      assert.match(browser.page.body, /Il vous reste 10 codes de secours/);
      // Another session, and ten minutes later this one, see none of them.
      desk.clock.advance(10 * minuteMs);
      await browser.open(path);
      assert.deepEqual(codesOn(browser), []);
    });

    it('shows the codes to no other session', async () => {
      const { browser } = await someone();
      await addPasskey(browser);
      const { path } = browser.page;
      const { browser: other } = await someone();
      await other.open(path);
      assert.deepEqual(codesOn(other), []);
      assert.match(other.page.body, /ne peuvent plus être affichés/);
      const nobody = desk.browser();
      await nobody.open(path);
      assert.ok(nobody.page.path.startsWith(paths.signIn));
    });

    it('sets an application up by its first code, and keeps the picture after a wrong one', async () => {
      const { person, browser } = await someone();
      const { ticket, application } = await setUp(browser);
      assert.match(browser.page.body, /<svg role="img" aria-label="Code QR/);
      assert.match(browser.page.body, /href="otpauth:\/\/totp\//);
      await send(browser, paths.accountAuthenticator, { action: 'confirm', ticket, code: '12' });
      assert.equal(browser.page.status, 422);
      const wrong = String((Number(application.code()) + 1) % 1_000_000).padStart(6, '0');
      await send(browser, paths.accountAuthenticator, { action: 'confirm', ticket, code: wrong });
      assert.equal(browser.page.status, 422);
      assert.equal(hiddenFields(browser.page.body).ticket, ticket);
      assert.equal((await held(person.id)).authenticator, null);
      await send(browser, paths.accountAuthenticator, {
        action: 'confirm',
        ticket,
        code: application.code(),
      });
      assert.equal(codesOn(browser).length, 10);
      assert.ok((await held(person.id)).authenticator);
    });

    it('takes a set-up of another session for none', async () => {
      const { browser } = await someone();
      const { ticket, application } = await setUp(browser);
      const { person: other, browser: theirs } = await someone();
      await theirs.open(paths.accountAuthenticator);
      await send(theirs, paths.accountAuthenticator, { action: 'confirm', ticket, code: application.code() });
      assert.equal(theirs.page.status, 422);
      assert.equal((await held(other.id)).authenticator, null);
    });

    it('renames, refuses a name that is none, and removes, each told by mail', async () => {
      const { person, browser } = await someone();
      await addPasskey(browser);
      const [key] = (await held(person.id)).passkeys;
      const id = key?.id ?? '';
      await browser.open(paths.accountPasskeys);
      await send(browser, paths.accountPasskeys, { action: 'rename', id, name: ' ' });
      assert.equal(browser.page.status, 422);
      assert.match(browser.page.body, /<details open>/);
      await send(browser, paths.accountPasskeys, { action: 'rename', id, name: 'Bureau' });
      assert.match(browser.page.body, /La clé d&#39;accès est renommée/);
      await browser.open(paths.accountPasskeys);
      await send(browser, paths.accountPasskeys, { action: 'remove', id });
      assert.match(browser.page.body, /La clé d&#39;accès est supprimée/);
      await mailTo(person, /vient d'être supprimée/);
      assert.deepEqual(await held(person.id), { passkeys: [], authenticator: null, recoveryCodesLeft: 0 });
      assert.deepEqual(await events(person.id, 'factor.removed'), [{ factor: 'passkey', how: 'account' }]);
    });

    it('touches nothing of another account', async () => {
      const owner = await desk.join();
      await givePasskey(desk.identity, owner, desk.url);
      const [key] = (await held(owner.id)).passkeys;
      const { browser } = await someone();
      await browser.open(paths.accountPasskeys);
      const acts: Record<string, string>[] = [{ action: 'rename', name: 'à moi' }, { action: 'remove' }];
      for (const fields of acts) {
        await send(browser, paths.accountPasskeys, { ...fields, id: key?.id ?? '' });
        await browser.open(paths.accountPasskeys);
      }
      assert.deepEqual((await held(owner.id)).passkeys, [key]);
    });

    it('makes new codes, and the former ones end', async () => {
      const { person, browser } = await someone();
      await addPasskey(browser);
      const [former = ''] = codesOn(browser);
      await browser.open(paths.accountRecoveryCodes);
      await send(browser, paths.accountRecoveryCodes, {});
      assert.equal(codesOn(browser).length, 10);
      await mailTo(person, /De nouveaux codes de secours/);
      const { recoveryCodes } = desk.identity.factors;
      const code = former.replace('-', '');
      assert.equal(await recoveryCodes.use(desk.identity.db.handle, { accountId: person.id, code }), null);
    });

    it('leaves ten of the codes that are made twice at once', async () => {
      const { person, browser } = await someone();
      await addPasskey(browser);
      const { recoveryCodes } = desk.identity.factors;
      const { make } = recoveryCodes;
      recoveryCodes.make = async (...asked) => {
        const codes = await make(...asked);
        // Time for the other one to come in between, unless it has to wait.
        await sleep(300);
        return codes;
      };
      await browser.open(paths.accountRecoveryCodes);
      const { csrf = '' } = hiddenFields(browser.page.body);
      const sent = await Promise.all(
        [1, 2].map(() => browser.send('POST', paths.accountRecoveryCodes, { csrf })),
      ).finally(() => {
        recoveryCodes.make = make;
      });
      assert.deepEqual(
        sent.map(({ status }) => status),
        [303, 303],
      );
      assert.equal((await held(person.id)).recoveryCodesLeft, 10);
    });

    it('makes no codes for who holds nothing that they could stand in for', async () => {
      const { person, browser } = await someone();
      await browser.open(paths.accountRecoveryCodes);
      await send(browser, paths.accountRecoveryCodes, {});
      assert.match(browser.page.body, /Ajoutez d&#39;abord une clé/);
      assert.equal((await held(person.id)).recoveryCodesLeft, 0);
    });

    it('asks who signed in long ago to sign in anew, and comes back', async () => {
      const { person, browser } = await someone();
      desk.clock.advance(freshMs);
      await browser.open(paths.accountPasskeys);
      assert.ok(browser.page.path.startsWith('/connexion/mot-de-passe'), browser.page.path);
      await browser.submit({ password: person.password });
      assert.equal(browser.page.path, paths.accountPasskeys);
      await browser.open(paths.accountFactors);
      assert.equal(browser.page.path, paths.accountFactors, 'looking needs no fresh sign-in');
    });

    it('asks for the factor itself before anything of it changes: the password is not enough', async () => {
      const { person, browser } = await someone();
      const application = await giveApplication(desk.identity, person);
      desk.clock.advance(minuteMs);
      browser.cookies.delete(session);
      await browser.enter(person);
      assert.equal(browser.page.path, paths.home, 'the device is known: the password alone signs in');
      for (const path of [
        paths.accountPasskeys,
        paths.accountAuthenticator,
        paths.accountRecoveryCodes,
        paths.accountEmail,
        paths.accountPassword,
        paths.accountDelete,
      ]) {
        await browser.open(path);
        assert.ok(browser.page.path.startsWith('/connexion/mot-de-passe'), path);
      }
      await browser.open(paths.accountAuthenticator);
      await browser.submit({ password: person.password });
      assert.ok(browser.page.path.startsWith(paths.factor), browser.page.path);
      await browser.submit({ code: application.code() });
      assert.equal(browser.page.path, paths.accountAuthenticator);
      await send(browser, paths.accountAuthenticator, { action: 'remove' });
      assert.equal((await held(person.id)).authenticator, null);
    });

    it('lets no form through either', async () => {
      const { person, browser } = await someone();
      await giveApplication(desk.identity, person);
      desk.clock.advance(secondMs);
      browser.cookies.delete(session);
      await browser.enter(person);
      await browser.open(paths.accountFactors);
      await send(browser, paths.accountAuthenticator, { action: 'remove' });
      assert.ok((await held(person.id)).authenticator);
    });

    it('lets who just added the first factor go on', async () => {
      const { browser } = await someone();
      desk.clock.advance(secondMs);
      await addPasskey(browser);
      await browser.open(paths.accountAuthenticator);
      assert.equal(browser.page.path, paths.accountAuthenticator);
    });

    it('leaves an operator the last factor, also of two removed at once', async () => {
      const person = await desk.join();
      const { db } = desk.identity;
      await db.handle.updateTable('accounts').set({ role: 'admin' }).where('id', '=', person.id).execute();
      const application = await giveApplication(desk.identity, person);
      desk.clock.advance(minuteMs);
      const browser = desk.browser();
      await browser.enter(person);
      await browser.submit({ code: application.code() });
      await browser.open(paths.accountAuthenticator);
      const { csrf = '' } = hiddenFields(browser.page.body);
      await send(browser, paths.accountAuthenticator, { action: 'remove' });
      assert.equal(browser.page.status, 422);
      assert.match(browser.page.body, /ajoutez-en un autre avant de supprimer celui-ci/);
      await givePasskey(desk.identity, person, desk.url);
      const [key] = (await held(person.id)).passkeys;
      await Promise.all([
        browser.send('POST', paths.accountAuthenticator, { csrf, action: 'remove' }),
        browser.send('POST', paths.accountPasskeys, { csrf, action: 'remove', id: key?.id ?? '' }),
      ]);
      assert.equal(await desk.identity.factors.has(db.handle, person.id), true);
    });

    it('refuses what is no form of these pages', async () => {
      const { browser } = await someone();
      await browser.open(paths.accountPasskeys);
      const { csrf = '' } = hiddenFields(browser.page.body);
      const bare: Record<string, string>[] = [
        {},
        { action: 'x' },
        { action: 'add', name: 'x' },
        { action: 'remove', id: 'x' },
      ];
      for (const fields of bare) {
        const { status } = await browser.send('POST', paths.accountPasskeys, { csrf, ...fields });
        assert.equal(status, 400);
      }
      const bad = await browser.send('POST', paths.accountPasskeys, {
        csrf,
        action: 'add',
        name: 'x',
        answer: '{}',
      });
      assert.equal(bad.status, 422);
      const forged = await browser.send('POST', paths.accountPasskeys, {
        csrf: 'x',
        action: 'remove',
        id: 'x',
      });
      assert.ok(forged.status >= 400);
    });
  });
}
