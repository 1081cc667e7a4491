import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Desk, openDesk } from '../../../test/support/desk.ts';
import { hiddenFields } from '../../../test/support/member.ts';
import { dayMs, minuteMs, secondMs } from '../../core/clock.ts';
import { unreachable } from '../../core/journey.ts';
import { importBreaches } from '../../identity/passwords/service.ts';
import { paths } from '../../routes.ts';
import { signInJourney } from './journey.ts';

it('has no step that nothing leads to', () => {
  assert.deepEqual(unreachable(signInJourney, 'email'), []);
});

for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`signing in [${engine}]`, () => {
    let desk: Desk;
    before(async () => {
      desk = await openDesk(engine);
    });
    after(() => desk.close());

    it('asks a code at the first sign-in, then not on the same device', async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.enter(person);
      assert.match(browser.page.body, /Renforcement de la sécurité anti-fraude/);
      await browser.submit({ code: await browser.code(person.email) });
      assert.match(browser.page.body, /Vous êtes connecté\(e\) au portail de l&#39;Opcommerce\./);
      browser.cookies.delete('__Host-poterne-session');
      await browser.enter(person);
      assert.equal(browser.page.path, paths.home);
    });

    it('asks a code on another device, and tells the person by mail', async () => {
      const person = await desk.join();
      await desk.browser().signIn(person);
      const other = desk.browser();
      await other.signIn(person);
      const mail = await other.mail(person.email, 'nouvel');
      assert.match(mail.text, /jeton=/);
    });

    it('does not recognise a device that its owner says is shared', async () => {
      const person = await desk.join();
      const shared = desk.browser();
      await shared.signIn(person, { shared: '1' });
      shared.cookies.delete('__Host-poterne-session');
      await shared.enter(person);
      assert.match(shared.page.path, /^\/connexion\/code/);
    });

    it('asks the regular code on a known device after 105 days at the latest, and not in the first 74', async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.signIn(person);
      desk.clock.advance(74 * dayMs);
      await browser.enter(person);
      assert.equal(browser.page.path, paths.home);
      desk.clock.advance(32 * dayMs);
      browser.cookies.delete('__Host-poterne-session');
      await browser.enter(person);
      assert.match(browser.page.body, /régulièrement/);
    });

    it('refuses a wrong code, keeps the good one, and ends after five', async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.enter(person);
      const code = await browser.code(person.email);
      const wrong = code === '000000' ? '000001' : '000000';
      for (const left of [4, 3, 2, 1]) {
        await browser.submit({ code: wrong });
        assert.equal(browser.page.status, 422);
        assert.match(browser.page.body, new RegExp(`${left} essai`));
      }
      const form = browser.page;
      await browser.submit({ code: wrong });
      assert.equal(browser.page.status, 429);
      // Not even the right code now, nor a new one: the journey is over.
      await browser.submit({ code }, form);
      assert.equal(browser.page.status, 429);
      await browser.submit({ action: 'resend' }, form);
      assert.equal(browser.page.status, 429);
    });

    it('accepts a code with spaces, until ten minutes after it was made', async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.enter(person);
      const code = await browser.code(person.email);
      desk.clock.advance(10 * minuteMs);
      await browser.submit({ code });
      assert.match(browser.page.body, /expiré/);
      const seen = desk.smtp.mails.length;
      await browser.submit({ action: 'resend' });
      const second = await browser.code(person.email, seen);
      desk.clock.advance(10 * minuteMs - secondMs);
      await browser.submit({ code: ` ${second.slice(0, 3)} ${second.slice(3)} ` });
      assert.equal(browser.page.path, paths.home);
    });

    it('waits a minute between codes, sends three more at most, and ends the older one', async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.enter(person);
      const first = await browser.code(person.email);
      await browser.submit({ action: 'resend' });
      assert.doesNotMatch(browser.page.body, /vient de partir/);
      for (let sends = 0; sends < 3; sends += 1) {
        desk.clock.advance(61 * secondMs);
        await browser.submit({ action: 'resend' });
        assert.match(browser.page.body, /vient de partir/);
      }
      const form = browser.page;
      desk.clock.advance(61 * secondMs);
      await browser.submit({ action: 'resend' }, form);
      assert.equal(browser.page.status, 429);
      await browser.submit({ code: first }, form);
      assert.equal(browser.page.status, 422);
    });

    it('lets no step be jumped', async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.open(paths.signIn);
      await browser.submit({ username: person.email });
      const { j = '' } = hiddenFields(browser.page.body);
      for (const later of [paths.code, paths.renewal, paths.signInLink]) {
        await browser.open(`${later}?j=${j}`);
        assert.match(browser.page.path, /^\/connexion\/mot-de-passe/);
        const form = { ...browser.page, path: `${later}?j=${j}` };
        await browser.submit({ code: '123456', new: 'x', confirm: 'x' }, form);
        assert.notEqual(browser.page.path, paths.home);
      }
      await browser.open(paths.home);
      assert.match(browser.page.path, /^\/connexion/);
    });

    it('keeps tabs apart, and Back works', async () => {
      const [one, two] = [await desk.join(), await desk.join()];
      const browser = desk.browser();
      await browser.open(paths.signIn);
      const first = await browser.submit({ username: one.email });
      await browser.open(paths.signIn);
      const second = await browser.submit({ username: two.email });
      await browser.submit({ password: one.password }, first);
      const codePage = browser.page;
      assert.ok(codePage.body.includes(one.email));
      await browser.submit({ password: two.password }, second);
      assert.ok(browser.page.body.includes(two.email));
      // Back to the password page of the first tab, once more: the same code still works.
      await browser.open(first.path);
      await browser.submit({ password: one.password });
      assert.match(browser.page.path, /^\/connexion\/code/);
      await browser.submit({ code: await browser.code(one.email) });
      assert.equal(browser.page.path, paths.home);
    });

    it("refuses another browser's journey", async () => {
      const person = await desk.join();
      const victim = desk.browser();
      await victim.enter(person);
      const code = await victim.code(person.email);
      const thief = desk.browser();
      await thief.open(paths.signIn);
      const form = { ...thief.page, path: victim.page.path };
      await thief.submit({ code }, form);
      assert.equal(thief.page.status, 410);
    });

    it('says nothing of an unknown address that it does not say of a known one', async () => {
      const person = await desk.join();
      const strip = (text: string) =>
        text.replaceAll(/(csrf|j)" value="[^"]*"|\?j=[^"&]*|[\w.+-]+@(<wbr>)?[\w.-]+/g, '');
      const seen = [];
      for (const email of [person.email, 'personne.inconnue@exemple.fr']) {
        const browser = desk.browser();
        await browser.enter({ email, password: 'Pas-le-bon-du-tout-1' });
        const { status, body, headers } = browser.page;
        seen.push({ status, body: strip(body), headers: Object.keys(headers) });
      }
      assert.deepEqual(seen[0], seen[1]);
    });

    it('asks for a new password in the flow when one is due, then resumes', async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.signIn(person);
      const { identity } = desk;
      await identity.accounts.requireRenewal(identity.db.handle, { id: person.id, reason: 'operator' });
      browser.cookies.delete('__Host-poterne-session');
      await browser.enter(person);
      assert.match(browser.page.path, /nouveau-mot-de-passe/);
      const { path } = browser.page;
      await browser.submit({ new: 'Trop-court-1', confirm: 'Trop-court-1' });
      assert.match(browser.page.body, /au moins 13 caractères/);
      await browser.submit({ new: person.password, confirm: person.password });
      assert.match(browser.page.body, /déjà utilisé/);
      await browser.open(paths.home);
      assert.doesNotMatch(browser.page.body, /connecté\(e\)/);
      await browser.open(path);
      const chosen = 'Girafe-Nuage-42-Tambour';
      await browser.submit({ new: chosen, confirm: chosen });
      assert.equal(browser.page.path, paths.home);
      await browser.mail(person.email, 'mot de passe a été modifié');
      // This browser stays recognised: the change was made with the current password.
      browser.cookies.delete('__Host-poterne-session');
      await browser.enter({ email: person.email, password: chosen });
      assert.equal(browser.page.path, paths.home);
    });

    it('asks for a new password when the rules were raised since', async () => {
      const person = await desk.join({ password: 'Trop-court-1' });
      const browser = desk.browser();
      await browser.enter(person);
      await browser.submit({ code: await browser.code(person.email) });
      assert.match(browser.page.path, /nouveau-mot-de-passe/);
      const { identity } = desk;
      const [event] = (
        await identity.audit.list(identity.db.handle, { accountId: person.id, limit: 9 })
      ).filter(({ type }) => type === 'renewal.required');
      assert.deepEqual(event?.data, { reason: 'policy' });
    });

    it('ends a sign-in whose password changed while it was compared', async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.signIn(person);
      browser.cookies.delete('__Host-poterne-session');
      const { accounts, db, hasher } = desk.identity;
      await browser.open(paths.signIn);
      await browser.submit({ username: person.email });
      // The change lands after the real comparison and before the transaction that rests on it.
      const { verify } = hasher;
      let changed = 0;
      hasher.verify = async (...asked) => {
        const verdict = await verify(...asked);
        await accounts.voidPassword(db.handle, person.id);
        changed += 1;
        return verdict;
      };
      await browser.post({ password: person.password }).finally(() => {
        hasher.verify = verify;
      });
      assert.equal(changed, 1);
      await browser.open(paths.home);
      assert.doesNotMatch(browser.page.body, /connecté\(e\)/);
    });

    it('says that an account is locked only to who knows its password', async () => {
      const person = await desk.join();
      const { identity } = desk;
      await identity.accounts.lock(identity.db.handle, person.id);
      const browser = desk.browser();
      await browser.enter({ ...person, password: 'Pas-le-bon-du-tout-1' });
      assert.equal(browser.page.status, 422);
      await browser.submit({ password: person.password });
      assert.equal(browser.page.status, 403);
      assert.match(browser.page.body, /PT-204/);
    });

    it('mails no code before the right password [security.md 21]', async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.enter({ ...person, password: 'Pas-le-bon-du-tout-1' });
      const { n } = await desk.identity.db.handle
        .selectFrom('mails')
        .select((e) => e.fn.countAll<number>().as('n'))
        .where('account_id', '=', person.id)
        .executeTakeFirstOrThrow();
      assert.equal(Number(n), 0);
    });

    it('tells the audit log the factors and why a code was asked [security.md 21, 41]', async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.signIn(person);
      browser.cookies.delete('__Host-poterne-session');
      await browser.signIn(person);
      const { audit, db } = desk.identity;
      const events = await audit.list(db.handle, { accountId: person.id, limit: 50 });
      const said = events.filter(({ type }) => type === 'sign-in.succeeded').map(({ data }) => data);
      assert.deepEqual(
        said.map(({ risk, label, ...rest }) => rest),
        [
          { amr: ['pwd'], reasons: [], device: 'known' },
          { amr: ['pwd', 'mail'], reasons: ['first-sign-in'], device: 'new' },
        ],
      );
      assert.deepEqual(new Set(said.map(({ label }) => label)), new Set(['Chrome sur Windows']));
    });

    it('ends the other sessions and forgets the other devices at a renewal in the flow [security.md 11]', async () => {
      const person = await desk.join();
      const [browser, other] = [desk.browser(), desk.browser()];
      for (const one of [browser, other]) await one.signIn(person);
      const { accounts, db } = desk.identity;
      await accounts.requireRenewal(db.handle, { id: person.id, reason: 'operator' });
      browser.cookies.delete('__Host-poterne-session');
      await browser.enter(person);
      const chosen = 'Girafe-Nuage-42-Tambour';
      await browser.submit({ new: chosen, confirm: chosen });
      assert.equal(browser.page.path, paths.home);
      await other.open(paths.home);
      assert.doesNotMatch(other.page.body, /connecté\(e\)/);
      await other.enter({ ...person, password: chosen });
      assert.match(other.page.path, /^\/connexion\/code/);
    });

    it('replaces the hash at the sign-in once the cost was raised [security.md 7]', async () => {
      const dearer = await openDesk(engine, { hashing: { passes: 3 } });
      try {
        const person = await dearer.join();
        const { accounts, db } = dearer.identity;
        const lane = { lane: 'known', fairKey: 'test' } as const;
        const old = await desk.identity.hasher.hash(person.password as never, lane);
        assert.ok(old.ok);
        await accounts.setPassword(db.handle, { id: person.id, hash: old.hash });
        await dearer.browser().signIn(person);
        assert.match((await accounts.get(db.handle, person.id)).passwordHash ?? '', /,t=3,/);
        await dearer.browser().signIn(person);
      } finally {
        await dearer.close();
      }
    });

    it('asks a code, then a new password, of who uses a published one [security.md 5, 10]', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'poterne-published-'));
      const [list, breachFile] = [join(folder, 'list'), join(folder, 'breaches.bin')];
      const password = 'Poterne-Publiee-42';
      writeFileSync(list, `${createHash('sha1').update(password).digest('hex')}:9\n`);
      assert.ok((await importBreaches({ from: list, to: breachFile })).ok);
      const watched = await openDesk(engine, { passwords: { breachFile } });
      try {
        const person = await watched.join({ password });
        const browser = watched.browser();
        await browser.enter(person);
        assert.match(browser.page.path, /^\/connexion\/code/);
        await browser.submit({ code: await browser.code(person.email) });
        assert.match(browser.page.path, /nouveau-mot-de-passe/);
      } finally {
        await watched.close();
        rmSync(folder, { recursive: true, force: true });
      }
    });

    it('signs out on the server', async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.signIn(person);
      const cookie = browser.cookies.get('__Host-poterne-session') ?? '';
      await browser.submit({});
      assert.match(browser.page.path, /deconnecte/);
      browser.cookies.set('__Host-poterne-session', cookie);
      await browser.open(paths.home);
      assert.doesNotMatch(browser.page.body, /connecté\(e\)/);
    });
  });
}
