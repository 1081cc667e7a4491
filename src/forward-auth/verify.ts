import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../core/clock.ts';
import { StoreAway } from '../platform/db/faults.ts';
import type { Log } from '../platform/log/log.ts';
import type { Metrics } from '../platform/metrics/metrics.ts';
import { paths } from '../routes.ts';
import { type NotAsked, type ReadAsked, wantsPage } from './asked.ts';
import { hostCookie, readHostCookie } from './cookies.ts';
import type { ForwardAuth, Holder } from './service.ts';
import { createWarnings } from './warnings.ts';

export type VerifyDeps = {
  forwardAuth: ForwardAuth;
  readAsked: ReadAsked;
  /** The portal's own, to lead people to. */
  origin: string;
  clock: Clock;
  log: Log;
  metrics: Metrics;
  /** Whether connections are to end after their answer. */
  isClosing(): boolean;
};

export type AnswerVerify = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** Whether a request is for `/auth/verify`, whatever its query. */
export function isVerify({ url = '' }: IncomingMessage): boolean {
  const { length } = paths.verify;
  return url.startsWith(paths.verify) && (url.length === length || url[length] === '?');
}

/**
 * Answers a proxy: 200 with who it is, 401, 403; with `?mode=redirect` a person's browser is led to the portal
 * instead. Writes on the bare response, because every request to every tool comes through here.
 */
export function createAnswerVerify({
  forwardAuth,
  readAsked,
  origin,
  isClosing,
  ...deps
}: VerifyDeps): AnswerVerify {
  const warn = createWarnings(deps);
  const { log, metrics } = deps;

  const refuse = async (request: IncomingMessage, response: ServerResponse, status: 401 | 403) => {
    const asked = readAsked(request);
    if (typeof asked === 'string' || !isRedirecting(request) || !wantsPage(request)) {
      return say(response, status, status === 401 ? 'signed out' : 'not allowed');
    }
    const token = readHostCookie(request, 'knock');
    const knock = await forwardAuth.knock({ ...asked, token });
    if (!knock) return say(response, 403, 'no tool declares this host');
    response.setHeader('location', `${origin}${knock.href}`);
    response.setHeader('set-cookie', hostCookie('knock', knock.token));
    return say(response, 303, '');
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<number> => {
    const asked = readAsked(request);
    if (typeof asked === 'string') {
      warn(asked, request.socket.remoteAddress);
      return say(response, ...mistakes[asked]);
    }
    const { host, uri } = asked;
    const verdict = await forwardAuth.verify({ host, uri, token: readHostCookie(request, 'tool') });
    if (verdict.ok) return admit(response, verdict.who);
    const { reason } = verdict;
    switch (reason) {
      case 'unknown-host':
        warn(reason, host);
        return say(response, 403, 'no tool declares this host');
      case 'signed-out':
        return refuse(request, response, 401);
      case 'not-allowed':
        return refuse(request, response, 403);
      default:
        return reason satisfies never;
    }
  };

  /** Most requests are answered at once, without a single promise. */
  const answerFromMemory = (request: IncomingMessage, response: ServerResponse): boolean => {
    const asked = readAsked(request);
    if (typeof asked === 'string') return false;
    const { host, uri } = asked;
    const verdict = forwardAuth.recall({ host, uri, token: readHostCookie(request, 'tool') });
    if (!verdict?.ok) return false;
    admit(response, verdict.who);
    return true;
  };

  const answerFault = (response: ServerResponse, err: unknown): number => {
    // Nobody comes in while the portal cannot tell who it is.
    log.error({ err }, 'a proxy got no answer');
    if (response.headersSent) {
      response.destroy();
      return 500;
    }
    const isAway = err instanceof StoreAway;
    if (isAway) response.setHeader('retry-after', '10');
    return say(response, isAway ? 503 : 500, 'the portal cannot answer now');
  };

  let fromMemory = 0;
  metrics.verified(() => fromMemory);

  return (request, response) => {
    if (isClosing()) response.setHeader('connection', 'close');
    try {
      if (answerFromMemory(request, response)) {
        fromMemory += 1;
        return undefined;
      }
    } catch (err) {
      // Nothing above catches it: the process would end.
      answerFault(response, err);
      return undefined;
    }
    const from = performance.now();
    return answer(request, response)
      .catch((err) => answerFault(response, err))
      .then((status) => {
        const seconds = (performance.now() - from) / 1_000;
        metrics.request({ method: request.method ?? 'GET', route: paths.verify, status, seconds });
      });
  };
}

const mistakes: Record<NotAsked, [status: number, words: string]> = {
  untrusted: [403, 'trustedProxies does not name this proxy'],
  'no-host': [400, 'a reverse proxy asks here, with X-Forwarded-Host, X-Forwarded-Uri and X-Forwarded-Proto'],
};

function isRedirecting({ url = '' }: IncomingMessage): boolean {
  const end = url.indexOf('?');
  return end >= 0 && new URLSearchParams(url.slice(end + 1)).get('mode') === 'redirect';
}

/** Every header, also where nobody is named: a proxy that copies them overwrites what a client sent. */
function admit(response: ServerResponse, who: Holder | null): 200 {
  response.writeHead(200, who === null ? nobody : headersOf(who));
  response.end();
  return 200;
}

const lean = ['Content-Length', '0', 'Cache-Control', 'no-store'];
const nobody = ['Remote-User', '', 'Remote-Email', '', 'Remote-Name', '', 'Remote-Groups', '', ...lean];
/** One holder is answered many times while it is remembered. */
const written = new WeakMap<Holder, string[]>();

function headersOf(who: Holder): string[] {
  let headers = written.get(who);
  if (!headers) {
    const { accountId, email, name, groups } = who;
    headers = ['Remote-User', accountId, 'Remote-Email', utf8(email), 'Remote-Name', utf8(name)];
    headers.push('Remote-Groups', groups.join(','), ...lean);
    written.set(who, headers);
  }
  return headers;
}

/** As UTF-8 on the wire: Node writes a header's characters as bytes. Control characters never leave. */
function utf8(text: string): string {
  return Buffer.from(text.replace(/\p{Cc}/gu, ' '), 'utf8').toString('latin1');
}

function say<Status extends number>(response: ServerResponse, status: Status, words: string): Status {
  const body = words === '' ? '' : `${words}\n`;
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy': 'same-origin',
  });
  response.end(body);
  return status;
}
