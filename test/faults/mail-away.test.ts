import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { paths } from '../../src/routes.ts';
import { startPortal, type TestPortal } from '../support/portal.ts';
import { startSmtp, type TestSmtp } from '../support/smtp.ts';
import { createClient, statusOf, until } from './support.ts';

/** The mails with a code for an address, and how many different ones. */
const codesFor = (smtp: TestSmtp, email: string) => {
  const mails = smtp.mails.filter(
    ({ to, subject }) => to.includes(email) && subject.includes('code de connexion'),
  );
  return { received: mails.length, different: new Set(mails.map(({ messageId }) => messageId)).size };
};

async function withPortal(options: { smtp?: TestSmtp }, work: (portal: TestPortal) => Promise<void>) {
  const portal = await startPortal(options);
  try {
    await work(portal);
  } finally {
    await portal.destroy();
  }
}

describe('mail and crashes', () => {
  it('waits for a server that is away at the start, says so, and sends each mail once when it is back', async () => {
    const smtp = await startSmtp();
    await smtp.stop();
    try {
      await withPortal({ smtp }, async (portal) => {
        await until('not ready', async () => (await statusOf(portal, paths.ready)) === 503);
        const [one, two] = [await portal.createAccount(), await portal.createAccount()];
        const client = createClient(portal);
        const page = await client.enter(one);
        assert.match(page.body, /name="code"/);
        assert.match(page.body, /retard/, 'the code page does not say that mail is late');
        await createClient(portal).enter(two);
        await smtp.start();
        const mail = await smtp.waitFor(({ to }) => to.includes(one.email), 20_000);
        await smtp.waitFor(({ to }) => to.includes(two.email), 20_000);
        await until('ready', async () => (await statusOf(portal, paths.ready)) === 200);
        const home = await client.submit(page, { code: mail.text.match(/\b\d{6}\b/)?.[0] ?? '' });
        assert.match(home.body, /connecté\(e\)/);
        await sleep(500);
        for (const { email } of [one, two])
          assert.deepEqual(codesFor(smtp, email), { received: 1, different: 1 });
      });
    } finally {
      await smtp.stop();
    }
  });

  it('tries again after a 4xx, gives up after a 5xx, and a slow server holds up no page', async () => {
    await withPortal({}, async (portal) => {
      const people = [
        await portal.createAccount(),
        await portal.createAccount(),
        await portal.createAccount(),
      ];
      const [busy, absent, slow] = people as [(typeof people)[0], (typeof people)[0], (typeof people)[0]];
      let refusals = 0;
      portal.smtp.answer(({ stage, to }) => {
        if (stage !== 'recipient') return undefined;
        if (to === absent.email) return { code: 550 };
        if (to === slow.email) return { delayMs: 2_000 };
        if (to !== busy.email || refusals >= 1) return undefined;
        refusals += 1;
        return { code: 451 };
      });
      await createClient(portal).enter(busy);
      await createClient(portal).enter(absent);
      const from = performance.now();
      await createClient(portal).enter(slow);
      assert.ok(performance.now() - from < 1_500, 'the page waited for the mail server');
      await portal.smtp.waitFor(({ to }) => to.includes(busy.email), 20_000);
      await portal.smtp.waitFor(({ to }) => to.includes(slow.email), 20_000);
      assert.equal(codesFor(portal.smtp, busy.email).received, 1);
      assert.equal(codesFor(portal.smtp, absent.email).received, 0);
      assert.equal(await statusOf(portal, paths.ready), 200);
    });
  });

  it('sends a mail that was queued when the process was killed, once, after it starts again', async () => {
    await withPortal({}, async (portal) => {
      const person = await portal.createAccount();
      await portal.smtp.stop();
      const client = createClient(portal);
      const page = await client.enter(person);
      assert.match(page.body, /name="code"/);
      // A mail that the dead process was just sending waits for its lease to end, a minute: this one only waits.
      await sleep(1_500);
      await portal.kill();
      await portal.smtp.start();
      await portal.start();
      const mail = await portal.smtp.waitFor(({ to }) => to.includes(person.email), 20_000);
      const home = await client.submit(page, { code: mail.text.match(/\b\d{6}\b/)?.[0] ?? '' });
      assert.match(home.body, /connecté\(e\)/);
      await sleep(1_500);
      assert.deepEqual(codesFor(portal.smtp, person.email), { received: 1, different: 1 });
    });
  });

  it('ends what is in flight on SIGTERM, with 0, and loses nothing', async () => {
    await withPortal({}, async (portal) => {
      const people = await Promise.all([0, 1, 2, 3].map(() => portal.createAccount()));
      const pages = await Promise.all(
        people.map(async (person) => {
          const client = createClient(portal);
          return {
            client,
            person,
            page: await client.submit(await client.ask(paths.signIn), { username: person.email }),
          };
        }),
      );
      const answers = pages.map(({ client, page, person }) =>
        client.submit(page, { password: person.password }),
      );
      await sleep(30);
      const settled = Promise.allSettled(answers);
      await portal.stop();
      // Each was answered, or refused before it began: none was cut in the middle of its work.
      const failed = (await settled).filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
      for (const { reason } of failed)
        assert.match(String(reason.cause?.code), /ECONNREFUSED|ECONNRESET|UND_ERR_SOCKET/);
      await portal.start();
      assert.equal(await statusOf(portal, paths.ready), 200);
    });
  });
});
