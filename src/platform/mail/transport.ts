import { isIP } from 'node:net';
import nodemailer from 'nodemailer';
import { secondMs } from '../../core/clock.ts';
import { withoutAddresses } from './replies.ts';

/** One mail, ready to go. `date` in epoch milliseconds: when it was queued, the same over every try. */
export type Letter = {
  to: string;
  subject: string;
  text: string;
  html: string;
  messageId: string;
  date: number;
};

/** What became of a try. A reply is the server's own, without any address. */
export type Delivery =
  | { state: 'sent' }
  | { state: 'deferred'; reply: string }
  | { state: 'refused'; reply: string }
  | { state: 'unreachable'; reason: string };

export type Transport = {
  /** Never throws. Gives up after `timeoutMs`, whatever the server does. */
  send(letter: Letter, timeoutMs: number): Promise<Delivery>;
  /** Whether the server greets us and takes our credentials now. */
  isReachable(): Promise<boolean>;
  /** Ends idle connections at once; one that is sending finishes first. */
  close(): void;
};

export type SmtpOptions = {
  /** `smtp://user:password@host:port` (STARTTLS where offered) or `smtps://…` */
  smtpUrl: string;
  from: { name: string; address: string };
  connections?: number;
  /** Overall pace, for a relay that sets one; none by default. */
  perSecond?: number;
};

/** Real SMTP through a few kept connections [security.md 47, 48]. */
export function createSmtpTransport({ smtpUrl, from, connections = 4, perSecond }: SmtpOptions): Transport {
  const sender = { name: oneLine(from.name), address: from.address };
  const pool = nodemailer.createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: connections,
    requireTLS: mustEncrypt(smtpUrl),
    ...(perSecond ? { rateLimit: perSecond, rateDelta: secondMs } : {}),
    connectionTimeout: 5 * secondMs,
    greetingTimeout: 10 * secondMs,
    dnsTimeout: 5 * secondMs,
    socketTimeout: 30 * secondMs,
    // A mail is text that we wrote: it must never make the portal read a file or fetch an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    send: async (letter, timeoutMs) => {
      if (!isOneAddress(letter.to))
        return { state: 'refused', reply: 'not one plain address: nothing was sent' };
      try {
        await pool.sendMail({ ...compose(letter, sender), signal: AbortSignal.timeout(timeoutMs) });
        return { state: 'sent' };
      } catch (error) {
        return asDelivery(error as SmtpError, letter.to);
      }
    },
    isReachable: () =>
      pool.verify().then(
        () => true,
        () => false,
      ),
    close: () => pool.close(),
  };
}

function compose(letter: Letter, sender: { name: string; address: string }) {
  // Always objects, never strings: a string is parsed, and one with CR LF went to another recipient [15].
  const to = { name: '', address: letter.to };
  return {
    from: sender,
    to,
    envelope: { from: sender.address, to: [letter.to] },
    subject: oneLine(letter.subject),
    text: letter.text,
    html: letter.html,
    messageId: letter.messageId,
    date: new Date(letter.date),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  };
}

/** CR, LF and every other control character never reach a header [security.md 35]. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}

/** What would start a second recipient, a header or a comment is no address of ours. */
function isOneAddress(text: string): boolean {
  return /^[^\s\p{Cc}@<>,;:"()[\]\\]+@[^\s\p{Cc}@<>,;:"()[\]\\]+$/u.test(text);
}

/** Credentials never cross a network in clear; loopback is no network. */
function mustEncrypt(smtpUrl: string): boolean {
  const { username, hostname } = new URL(smtpUrl);
  const host = hostname.replace(/^\[|\]$/g, '');
  const isLoopback = host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
  return username !== '' && !isLoopback;
}

type SmtpError = Error & { code?: string; responseCode?: number; response?: string; command?: string };

// 421: the service closes; 503: the session lost its order; 530, 534, 535, 538: our credentials. The same mail may pass later.
const notAboutTheMail = new Set([421, 503, 530, 534, 535, 538]);

const aboutTheServer =
  /^E(CONN|TIMEDOUT|SOCKET|DNS|TLS|REQUIRETLS|PROTOCOL|AUTH|NOAUTH|OAUTH2|ABORT|PROXY|MAXLIMIT)/;

function asDelivery(error: SmtpError, to: string): Delivery {
  const { code, responseCode, response } = error;
  const reply = withoutAddresses(response ?? error.message, to);
  if (aboutTheServer.test(code ?? '') || notAboutTheMail.has(responseCode ?? 0)) {
    return { state: 'unreachable', reason: `${code}: ${reply}` };
  }
  const isRefusal = (code === 'EENVELOPE' || code === 'EMESSAGE') && !(responseCode && responseCode < 500);
  return { state: isRefusal ? 'refused' : 'deferred', reply };
}
