import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { minuteMs } from '../../src/core/clock.ts';
import { paths } from '../../src/routes.ts';
import { createClient, statusOf } from '../faults/support.ts';
import { openDesk } from '../support/desk.ts';
import { startPortal } from '../support/portal.ts';
import { startSmtp } from '../support/smtp.ts';
import { makeStore } from '../support/stores.ts';

for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`two portals on one store [${engine}]`, () => {
    it('start at once on an empty store, and serve one journey between them', async () => {
      const store = await makeStore(engine);
      const dataDir = mkdtempSync(join(tmpdir(), 'poterne-two-'));
      const smtp = await startSmtp();
      const shared = { engine, databaseUrl: store.url, dataDir, smtp };
      const started = await Promise.allSettled([startPortal(shared), startPortal(shared)]);
      const portals = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
      try {
        for (const result of started)
          assert.equal(result.status, 'fulfilled', String((result as { reason?: unknown }).reason));
        const [here, there] = portals as [(typeof portals)[0], (typeof portals)[0]];
        const person = await here.createAccount();
        const first = createClient(here);
        const page = await first.enter(person);
        assert.match(page.body, /name="code"/);
        const mail = await smtp.waitFor(({ to }) => to.includes(person.email), 20_000);
        // The load balancer sends the next request to the other one.
        const second = createClient(there);
        for (const [name, value] of first.cookies) second.cookies.set(name, value);
        const home = await second.submit(page, { code: mail.text.match(/\b\d{6}\b/)?.[0] ?? '' });
        assert.match(home.body, /connecté\(e\)/);
        for (const [name, value] of second.cookies) first.cookies.set(name, value);
        assert.match((await first.ask(paths.home)).body, /connecté\(e\)/);
        // Disabled at one, out at the other within five seconds.
        const { code } = await there.command(['account', 'lock', person.email]);
        assert.equal(code, 0);
        assert.doesNotMatch((await first.ask(paths.home)).body, /connecté\(e\)/);
        await here.kill();
        assert.equal(await statusOf(there, paths.ready), 200);
        assert.equal(smtp.mails.filter(({ to }) => to.includes(person.email)).length, 1);
      } finally {
        await Promise.all(portals.map((portal) => portal.destroy().catch(() => {})));
        await smtp.stop();
        await store.remove();
        rmSync(dataDir, { recursive: true, force: true });
      }
    });

    it('lose nothing when the clock jumps back and forth an hour', async () => {
      const desk = await openDesk(engine);
      try {
        const person = await desk.join();
        const browser = desk.browser();
        await browser.signIn(person);
        for (const jump of [-60, 60, -60, 120, -60]) {
          desk.clock.advance(jump * minuteMs);
          await browser.open(paths.help);
          const seen = desk.smtp.mails.length;
          const other = desk.browser();
          const another = await desk.join();
          await other.enter(another);
          await other.submit({ code: await other.code(another.email, seen) });
          assert.equal(other.page.path, paths.home, `after ${jump} minutes`);
        }
        browser.cookies.delete('__Host-poterne-session');
        await browser.enter(person);
        assert.equal(browser.page.path, paths.home);
      } finally {
        await desk.close();
      }
    });
  });
}
