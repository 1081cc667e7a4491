import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Desk, openDesk } from '../../../test/support/desk.ts';
import { dayMs, hourMs } from '../../core/clock.ts';
import { type AuditType, auditMeanings } from '../../identity/audit/rules.ts';
import { paths } from '../../routes.ts';

/** What a person reads: the lines of the page, one space between words. */
function linesOf(body: string): string[] {
  return [...body.matchAll(/<li><time[\s\S]*?<\/li>/g)].map(([line]) =>
    line
      .replace(/<[^>]*>/g, ' ')
      .replaceAll('&#39;', "'")
      .replace(/\s+/g, ' ')
      .trim(),
  );
}

/** One event of every type that can be about a person, with the data that it always has. */
const samples: Partial<Record<AuditType, object>> = {
  'sign-in.succeeded': { amr: ['pwd', 'mail'], reasons: ['unknown-device', 'regular'], device: 'new' },
  'sign-in.refused': { reason: 'wrong-password' },
  'code.asked': { reasons: ['regular'], channel: 'code' },
  'code.refused': { reason: 'wrong' },
  'code.accepted': { channel: 'code' },
  'factor.accepted': { factor: 'passkey' },
  'factor.refused': { factor: 'authenticator', reason: 'wrong' },
  'factor.added': { factor: 'passkey', how: 'account' },
  'factor.removed': { factor: 'all', how: 'help-desk' },
  'password.changed': { how: 'account', sessionsEnded: 1, devicesForgotten: 1 },
  'password.check-refused': { reason: 'wrong-password' },
  'session.ended': { reason: 'operator' },
  'sessions.closed': { sessionsEnded: 2 },
  'account.created': { how: 'sign-up' },
  'account.warned': { reason: 'inactive', deletedAt: 0 },
  'account.deleted': { reason: 'asked' },
  'account.deletion-asked': { dueAt: 0 },
  'account.deletion-cancelled': { how: 'owner' },
  'account.language-changed': { language: 'en' },
  'account.groups-changed': { added: ['rh'], removed: ['paie'] },
  'renewal.announced': { dueAt: 0 },
  'renewal.required': { reason: 'policy' },
  'not-me.reported': { via: 'mail', sessionsEnded: 1, devicesForgotten: 1 },
  'limit.reached': { policy: 'password.account', until: 0 },
  'devices.forgotten': { devicesForgotten: 1 },
  'tool.refused': { tool: 'paie', via: 'oidc' },
  'tool.opened': { tool: 'paie', via: 'proxy' },
  'tool.ticket-refused': { tool: 'paie', reason: 'used' },
  'tool.replayed': { tool: 'paie' },
  'tool.consent-given': { tool: 'paie', scopes: [] },
  'tool.consent-withdrawn': { tool: 'paie' },
  'tool.logout-told': { tool: 'paie', attempts: 1 },
  'tool.logout-failed': { tool: 'paie', attempts: 1, reason: 'unreachable', givenUp: true },
  'mail.refused': { kind: 'code', status: 550 },
  'link.refused': { purpose: 'not-me', reason: 'used' },
};
/** About the portal, never about a person. */
const ofNobody = new Set<AuditType>([
  'tool.added',
  'tool.removed',
  'tool.secret-made',
  'risk.threshold-learned',
  'risk.frozen',
  'risk.resumed',
  'signing-keys.rotated',
]);

for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`« Activité récente » [${engine}]`, () => {
    let desk: Desk;
    before(async () => {
      desk = await openDesk(engine);
    });
    after(() => desk?.close());

    const record = (accountId: string, type: AuditType, data: object = {}, more: object = {}) =>
      desk.identity.audit.record(desk.identity.db.handle, {
        type,
        accountId,
        data,
        ...more,
      } as never);

    it('tells a sign-in in plain words, with why a code was asked as the code page says it', async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.signIn(person);
      const said = browser.page;
      assert.equal(said.path, paths.home);
      await browser.open(paths.accountActivity);
      assert.deepEqual(linesOf(browser.page.body), [
        "Aujourd'hui, 9:00 Vous vous êtes connecté(e) depuis Chrome sur Windows (lieu inconnu). Nous vous avons demandé un code : « C'est votre première connexion. » Cet appareil est maintenant reconnu. Ce n'était pas moi",
      ]);
    });

    it('says what failed, « À vérifier », as often as it did, and from where', async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.signIn(person);
      const thief = desk.browser({ address: '90.76.0.1' });
      for (let i = 0; i < 3; i += 1) await thief.enter({ email: person.email, password: 'pas le bon' });
      await browser.open(paths.accountActivity);
      assert.equal(
        linesOf(browser.page.body)[0],
        "Aujourd'hui, 9:00 À vérifier 3 mots de passe incorrects depuis Chrome sur Windows (France). Personne n'est entré dans votre compte. Ce n'était pas moi",
      );
    });

    it('tells of a code that was asked and never given: somebody knows the password', async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.signIn(person);
      const thief = desk.browser();
      await thief.enter(person);
      await thief.submit({ code: '000000' });
      await browser.open(paths.accountActivity);
      assert.match(linesOf(browser.page.body)[0]!, /vient d'être saisi.*la connexion n'est pas terminée/);
      desk.clock.advance(hourMs);
      browser.cookies.delete('__Host-poterne-session');
      await browser.signIn(person);
      await browser.open(paths.accountActivity);
      assert.match(
        linesOf(browser.page.body)[1]!,
        /À vérifier Le bon mot de passe a été saisi depuis Chrome sur Windows \(lieu inconnu\) et un code a été demandé : « Nous ne reconnaissons pas cet appareil\. » Il n'a pas été donné : personne n'est entré dans votre compte\. 1 code incorrect a été saisi\./,
      );
    });

    it('has a sentence for every event that can be about a person, in both languages', async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.signIn(person);
      const types = (Object.keys(auditMeanings) as AuditType[]).filter((type) => !ofNobody.has(type));
      for (const type of types) {
        desk.clock.advance(2 * dayMs);
        await record(person.id, type, samples[type] ?? {}, { address: '90.76.0.1' });
      }
      for (const type of ofNobody) await record(person.id, type);
      browser.cookies.delete('__Host-poterne-session');
      await browser.signIn(person);
      for (const [language, at] of [
        ['fr', /^(?:Aujourd'hui|Hier|\d)/],
        ['en', /^(?:Today|Yesterday|\d)/],
      ] as const) {
        await browser.open(`${paths.accountActivity}?lang=${language}`);
        const lines = linesOf(browser.page.body);
        for (;;) {
          const older = /href="([^"]*avant=[^"]*)"/.exec(browser.page.body)?.[1];
          if (!older) break;
          await browser.open(older);
          lines.push(...linesOf(browser.page.body));
        }
        assert.ok(lines.length >= types.length, `${lines.length} lines for ${types.length} events`);
        for (const line of lines) {
          assert.match(line, at);
          assert.doesNotMatch(line, /undefined|null|NaN|\[object|function|=>/);
        }
      }
    });

    it('shows twenty lines a page, and every one once', async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.signIn(person);
      for (let i = 0; i < 45; i += 1) {
        desk.clock.advance(1_000);
        await record(person.id, 'account.renamed');
      }
      await browser.open(paths.accountActivity);
      const counts: number[] = [];
      for (;;) {
        counts.push(linesOf(browser.page.body).length);
        const older = /href="([^"]*avant=[^"]*)"/.exec(browser.page.body)?.[1];
        if (!older) break;
        await browser.open(older);
      }
      assert.deepEqual(counts, [20, 20, 6]);
      await browser.open(`${paths.accountActivity}?avant=nulle-part`);
      assert.equal(linesOf(browser.page.body).length, 20);
    });

    it('shows nobody else’s events, whatever cursor or report is sent', async () => {
      const [person, other] = [await desk.join(), await desk.join()];
      const browser = desk.browser();
      await browser.signIn(person);
      await record(other.id, 'account.renamed');
      const [theirs] = await desk.identity.audit.list(desk.identity.db.handle, {
        accountId: other.id,
        limit: 1,
      });
      await browser.open(`${paths.accountActivity}?avant=${theirs!.id}`);
      assert.match(browser.page.body, /Vous vous êtes connecté/);
      assert.doesNotMatch(browser.page.body, /changé votre nom/);
      await browser.open(paths.accountActivity);
      const button = /aria-label="(Ce n&#39;était pas moi, [^"]*)"/.exec(browser.page.body)?.[1] ?? '';
      await browser.press(button, { event: theirs!.id });
      assert.equal(browser.page.path, paths.accountActivity);
    });
  });
}
