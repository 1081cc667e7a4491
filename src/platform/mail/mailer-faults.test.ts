import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { after, before, beforeEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSmtp, type TestSmtp } from '../../../test/support/smtp.ts';
import { type OpenedStore, openStore } from '../../../test/support/stores.ts';
import { systemClock } from '../../core/clock.ts';
import { createKeyRing } from '../../core/key-ring.ts';
import { createMailer, type Mailer } from './mailer.ts';
import { createMailQueue } from './queue.ts';
import { createSmtpTransport } from './transport.ts';

/** Longer than the embedded store waits for a locked file. */
const lockedForMs = 2_400;

describe('the mailer whose store is away', () => {
  const keyRing = createKeyRing([randomBytes(32)]);
  const queue = createMailQueue({ clock: systemClock, keyRing, domain: 'portail.exemple.fr' });
  let opened: OpenedStore;
  let smtp: TestSmtp;
  let mailer: Mailer;
  let warnings: string[] = [];

  before(async () => {
    opened = await openStore('sqlite', systemClock);
    smtp = await startSmtp();
    const note = (_about: object, message: string) => {
      warnings.push(message);
    };
    mailer = createMailer({
      db: opened.db,
      clock: systemClock,
      queue,
      keyRing,
      transport: createSmtpTransport({
        smtpUrl: smtp.url,
        from: { name: 'Essai', address: 'essai@exemple.fr' },
      }),
      log: { info: () => {}, warn: note, error: note },
      pollMs: 50,
    });
    mailer.start();
  });
  after(async () => {
    await mailer.stop();
    await smtp.stop();
    await opened.close();
  });
  beforeEach(() => {
    smtp.mails.length = 0;
    warnings = [];
  });

  /** Another process that holds the file for writing. */
  function lockStore(): () => void {
    const other = new DatabaseSync(opened.url.slice('sqlite:'.length));
    other.exec('BEGIN IMMEDIATE');
    return () => {
      other.exec('ROLLBACK');
      other.close();
    };
  }
  const enqueue = () =>
    opened.db.transaction((tx) =>
      queue.enqueue(tx, {
        kind: 'code',
        to: 'camille@exemple.fr',
        accountId: null,
        subject: 'Essai',
        text: 'Essai',
        html: '<p>Essai</p>',
      }),
    );
  const statusOf = async (id: string) => {
    const mails = opened.db.handle.selectFrom('mails').select('status').where('id', '=', id);
    return (await mails.executeTakeFirstOrThrow()).status;
  };

  it('lives, says so, and sends once the store is back', async () => {
    const { id } = await enqueue();
    const release = lockStore();
    queue.wake();
    await sleep(lockedForMs);
    assert.equal(smtp.mails.length, 0);
    assert.ok(warnings.some((message) => message.includes('queue cannot be read')));
    release();
    await smtp.waitFor(() => true);
    for (let tries = 0; tries < 50 && (await statusOf(id)) !== 'sent'; tries += 1) await sleep(20);
    assert.equal(await statusOf(id), 'sent');
  });

  it('does not send twice a mail whose sending could not be recorded at once', async () => {
    const { id } = await enqueue();
    let release = () => {};
    smtp.answer(({ stage }) => {
      if (stage === 'taken') release = lockStore();
      return undefined;
    });
    queue.wake();
    await smtp.waitFor(() => true);
    await sleep(lockedForMs);
    release();
    smtp.answer();
    for (let tries = 0; tries < 100 && (await statusOf(id)) !== 'sent'; tries += 1) await sleep(20);
    assert.equal(await statusOf(id), 'sent');
    assert.equal(smtp.mails.length, 1);
  });
});
