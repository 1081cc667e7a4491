import { startPortal } from '../test/support/portal.ts';
import { quantile } from './cpu.ts';
import { openStoreOf } from './seed.ts';

/** From the queue's commit to the receiver's hands, 200 mails one after the other, in milliseconds. */
export async function measureMail(): Promise<{ p50Ms: number; p95Ms: number }> {
  const portal = await startPortal();
  try {
    const identity = await openStoreOf(portal);
    const { openMailer } = await import('../src/main.ts');
    const { createLog } = await import('../src/platform/log/log.ts');
    const { readConfig } = await import('../src/config.ts');
    const read = await readConfig({ env: portal.env, purpose: 'command' });
    if (!read.ok) throw new Error('no configuration');
    // The portal itself stops: its mailer would take mails that this process times.
    await portal.stop();
    const mailer = openMailer({ config: read.config, identity, log: createLog({ level: 'silent' }) });
    mailer.start();
    const times: number[] = [];
    for (let i = -10; i < 200; i += 1) {
      const to = `bench-${i}@example.org`;
      const mail = {
        kind: 'bench',
        to,
        accountId: null,
        subject: 'bench',
        text: 'bench',
        html: '<p>bench</p>',
      };
      await identity.db.transaction((tx) => identity.mails.enqueue(tx, mail));
      const queuedAt = Date.now();
      const got = await portal.smtp.waitFor((received) => received.to.includes(to));
      if (i >= 0) times.push(got.receivedAt - queuedAt);
    }
    await mailer.stop();
    await identity.close();
    return { p50Ms: quantile(times, 0.5), p95Ms: quantile(times, 0.95) };
  } finally {
    await portal.destroy();
  }
}
