import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDesk } from '../test/support/desk.ts';

for (const engine of ['sqlite', 'postgres'] as const) {
  it(`records a mail that the server refused for good, without its address [${engine}]`, async () => {
    const desk = await openDesk(engine);
    try {
      const { db, mails, audit } = desk.identity;
      const { id: accountId, email: to } = await desk.join();
      desk.smtp.answer(({ stage }) => (stage === 'recipient' ? { code: 550 } : undefined));
      const mail = { kind: 'code', to, accountId, subject: 's', text: 't', html: 'h' };
      await db.transaction((tx) => mails.enqueue(tx, mail));
      const refusals = () => audit.list(db.handle, { accountId, limit: 5 });
      const giveUpAt = performance.now() + 10_000;
      while ((await refusals()).length === 0 && performance.now() < giveUpAt) await sleep(20);
      const [event] = await refusals();
      assert.equal(event?.type, 'mail.refused');
      assert.deepEqual(event.data, { kind: 'code', status: 550 });
    } finally {
      await desk.close();
    }
  });
}
