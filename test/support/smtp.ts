import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { freePort } from './postgres.ts';

/** A mail as the server received it. `to` and `from` are the envelope's, `headers` what stood in the message. */
export type ReceivedMail = {
  to: string[];
  from: string;
  subject: string;
  text: string;
  html: string;
  messageId: string;
  headerTo: string[];
  headers: ParsedMail['headers'];
  raw: string;
  /** `Date.now()` once the last byte was in. */
  receivedAt: number;
};

/** What the server does instead of accepting; nothing means: accept. */
export type Answer = { code?: number; text?: string; delayMs?: number; close?: boolean } | undefined;

/** `taken` comes after the mail is in: to close then is to accept and never say so. */
export type Asked = { stage: 'connect' | 'recipient' | 'data' | 'taken'; to: string | null };

/** A real SMTP server of the tests' own, on a free loopback port. */
export type TestSmtp = {
  url: string;
  mails: ReceivedMail[];
  /** The first mail that fits, waiting for it. Throws after `timeoutMs`, listing the subjects that came. */
  waitFor(fits: (mail: ReceivedMail) => boolean, timeoutMs?: number): Promise<ReceivedMail>;
  /** How it answers from now on; `answer()` accepts all again. */
  answer(how?: (asked: Asked) => Answer): void;
  /** Refuses connections and cuts those that are open, as a machine that goes down. */
  stop(): Promise<void>;
  /** Listens on the same port again; the mails received so far stay. */
  start(): Promise<void>;
};

export async function startSmtp(): Promise<TestSmtp> {
  const port = await freePort();
  const mails: ReceivedMail[] = [];
  const waiters = new Set<() => void>();
  let how: (asked: Asked) => Answer = () => undefined;
  const receive = (mail: ReceivedMail) => {
    mails.push(mail);
    for (const look of waiters) look();
  };
  let server: SMTPServer | null = null;
  const start = async () => {
    const made = createServer((asked) => how(asked), receive);
    await new Promise<void>((resolve, reject) => {
      made.once('error' as never, reject);
      made.listen(port, '127.0.0.1', resolve);
    });
    server = made;
  };
  await start();
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    answer: (next = () => undefined) => {
      how = next;
    },
    waitFor: (fits, timeoutMs = 5_000) => waitFor(mails, waiters, fits, timeoutMs),
    start,
    stop: async () => {
      const open = server;
      server = null;
      if (!open) return;
      for (const connection of open.connections) sever(connection);
      await new Promise<void>((resolve) => open.close(resolve));
    },
  };
}

function waitFor(
  mails: ReceivedMail[],
  waiters: Set<() => void>,
  fits: (mail: ReceivedMail) => boolean,
  timeoutMs: number,
): Promise<ReceivedMail> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const found = mails.find(fits);
      if (!found) return;
      clearTimeout(timer);
      waiters.delete(look);
      resolve(found);
    };
    const timer = setTimeout(() => {
      waiters.delete(look);
      const seen = mails.map((mail) => mail.subject).join(' | ') || 'none';
      reject(new Error(`no such mail within ${timeoutMs} ms; received: ${seen}`));
    }, timeoutMs);
    waiters.add(look);
    look();
  });
}

function createServer(ask: (asked: Asked) => Answer, receive: (mail: ReceivedMail) => void): SMTPServer {
  const consult = (asked: Asked, session: SMTPServerSession, next: (error?: Error | null) => void) => {
    const answer = ask(asked);
    const act = () => {
      if (answer?.close) return cut(server, session);
      if (answer?.code) return next(refusal(answer.code, answer.text ?? 'refused by the test'));
      next();
    };
    if (answer?.delayMs) setTimeout(act, answer.delayMs).unref();
    else act();
  };
  const server: SMTPServer = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    closeTimeout: 100,
    onConnect: (session, next) => consult({ stage: 'connect', to: null }, session, next),
    onRcptTo: (address, session, next) => consult({ stage: 'recipient', to: address.address }, session, next),
    onData: (stream, session, next) => {
      const to = session.envelope.rcptTo[0]?.address ?? null;
      void read(stream, session).then((mail) =>
        consult({ stage: 'data', to }, session, (error) => {
          if (error) return next(error);
          receive(mail);
          consult({ stage: 'taken', to }, session, next);
        }),
      );
    },
  });
  // A connection cut in the middle is what some tests are about.
  server.on('error', () => {});
  return server;
}

async function read(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<ReceivedMail> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  const raw = Buffer.concat(chunks);
  const parsed = await simpleParser(raw, { skipTextToHtml: true, skipHtmlToText: true });
  const { mailFrom, rcptTo } = session.envelope;
  return {
    to: rcptTo.map((recipient) => recipient.address),
    from: mailFrom ? mailFrom.address : '',
    subject: parsed.subject ?? '',
    text: parsed.text ?? '',
    html: parsed.html || '',
    messageId: parsed.messageId ?? '',
    headerTo: addressesOf(parsed.to),
    headers: parsed.headers,
    raw: raw.toString('utf8'),
    receivedAt: Date.now(),
  };
}

function addressesOf(field: AddressObject | AddressObject[] | undefined): string[] {
  const fields = field === undefined ? [] : [field].flat();
  return fields.flatMap((one) => one.value.map((entry) => entry.address ?? ''));
}

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

function cut(server: SMTPServer, session: SMTPServerSession): void {
  for (const connection of server.connections) if (connection.session?.id === session.id) sever(connection);
}

/** smtp-server hides the socket; without it a crash cannot be shown. */
function sever(connection: { _socket?: { destroy(): void } }): void {
  connection._socket?.destroy();
}
