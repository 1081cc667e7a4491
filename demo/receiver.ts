import type { AddressObject } from 'mailparser';
import { Refusal } from '../src/cli/terminal.ts';
import { systemClock } from '../src/core/clock.ts';

export type CaughtMail = {
  id: number;
  at: number;
  from: string;
  to: string;
  subject: string;
  text: string;
  html: string;
};

export type Receiver = {
  port: number;
  /** Newest first. */
  mails(): readonly CaughtMail[];
  close(): Promise<void>;
};

const kept = 200;
const maxBytes = 2_000_000;

/** A real SMTP server on a free loopback port that keeps what it is given, in memory alone. */
export async function startReceiver(): Promise<Receiver> {
  const { SMTPServer, simpleParser } = await loadPackages();
  const mails: CaughtMail[] = [];
  let next = 1;
  const server = new SMTPServer({
    banner: 'Poterne demo',
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: maxBytes,
    onData: (stream, _session, done) => {
      simpleParser(stream)
        .then(({ from, to, subject, text, html }) => {
          mails.unshift({
            id: next++,
            at: systemClock.now(),
            from: addresses(from),
            to: addresses(to),
            subject: subject ?? '',
            text: text ?? '',
            html: html || '',
          });
          mails.length = Math.min(mails.length, kept);
          done();
        })
        .catch(done);
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve());
  });
  // A client that hangs up must not end the demo.
  server.on('error', () => {});
  const address = server.server.address();
  return {
    port: address && typeof address === 'object' ? address.port : 0,
    mails: () => mails,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

const addresses = (header: AddressObject | AddressObject[] | undefined): string =>
  [header ?? []]
    .flat()
    .map(({ text }) => text)
    .join(', ');

async function loadPackages() {
  try {
    const [{ SMTPServer }, { simpleParser }] = await Promise.all([
      import('smtp-server'),
      import('mailparser'),
    ]);
    return { SMTPServer, simpleParser };
  } catch {
    throw new Refusal({
      fr: 'il manque les paquets smtp-server et mailparser : lancez « npm ci » (sans --omit=dev)',
      en: 'the packages smtp-server and mailparser are missing: run "npm ci" (without --omit=dev)',
    });
  }
}
