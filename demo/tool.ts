import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { minuteMs, systemClock } from '../src/core/clock.ts';
import { newToken } from '../src/core/tokens.ts';
import { listen } from './listen.ts';
import { nobodyPage, type ToolContext, whoPage } from './tool-pages.ts';
import { type Arrival, createSignIn, type Departure } from './tool-sign-in.ts';
import { styleOf, type ToolLook } from './tool-style.ts';

export type SampleTool = {
  look: ToolLook;
  url: string;
  /** Tells it where the portal is, and the secret that they share: until then nobody can sign in. */
  connect(portal: { portalUrl: string; issuer: string; secret: string }): void;
  close(): Promise<void>;
};

type Leaving = Departure & { browser: string; at: number };
type State = {
  look: ToolLook;
  url: string;
  portalUrl: string;
  signIn: ReturnType<typeof createSignIn> | null;
  /** By the cookie: who is here. */
  sessions: Map<string, Arrival>;
  /** By `state`: who went to the portal, from which browser. */
  leaving: Map<string, Leaving>;
};

/** A tool on a server of its own, on loopback: its own sessions, signed in by the portal. Tries `port`, then any free one. */
export async function startTool({ look, port }: { look: ToolLook; port: number }): Promise<SampleTool> {
  const state: State = {
    look,
    url: '',
    portalUrl: '',
    signIn: null,
    sessions: new Map(),
    leaving: new Map(),
  };
  const server = createServer((request, response) => {
    answer(state, request, response).catch(() => response.destroy());
  });
  state.url = `http://localhost:${await listen(server, port)}`;
  return {
    look,
    url: state.url,
    connect: ({ portalUrl, ...portal }) => {
      state.portalUrl = portalUrl;
      state.signIn = createSignIn({ ...portal, clientId: look.id, url: state.url });
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Every URL of the tool. What asks to change something comes by POST, from the tool's own pages. */
async function answer(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!/^(localhost|127\.0\.0\.1)(:\d+)?$/.test(request.headers.host ?? '')) return plain(response, 421);
  const path = (request.url ?? '/').split('?')[0]!;
  const route = `${request.method} ${path}`;
  if (route === 'GET /style.css') return send(response, { type: 'text/css', body: styleOf(state.look) });
  if (route === 'POST /fin-de-session') return endFromPortal(state, request, response);
  const asked = asking(state, request, response);
  if (route === 'GET /') return showWho(asked);
  if (route === 'GET /connexion') return leaveForPortal(asked);
  if (route === 'GET /retour') return comeBack(asked);
  if (route === 'GET /au-revoir') return show(asked, nobodyPage(asked.context, 'out'));
  const ownPage = request.headers['sec-fetch-site'] ?? 'same-origin';
  if (request.method === 'POST' && ownPage !== 'same-origin') return plain(response, 403);
  if (route === 'POST /deconnexion') return signOutEverywhere(asked);
  if (route === 'POST /quitter') return leaveThisOnly(asked);
  return plain(response, 404);
}

type Asked = ReturnType<typeof asking>;

function asking(state: State, request: IncomingMessage, response: ServerResponse) {
  const cookies = new Map(
    (request.headers.cookie ?? '').split('; ').map((pair) => pair.split('=', 2) as [string, string]),
  );
  const english = /^en\b/i.test(request.headers['accept-language'] ?? '');
  const context: ToolContext = {
    look: state.look,
    language: english ? 'en' : 'fr',
    portalUrl: state.portalUrl,
  };
  // Two tools on two ports of one host share cookies: each has names of its own.
  const cookie = (name: string) => cookies.get(`${state.look.id}-${name}`) ?? '';
  return { state, request, response, context, cookie };
}

function setCookie({ state, response }: Asked, name: string, value: string): void {
  const ends = value === '' ? '; Max-Age=0' : '';
  const pair = `${state.look.id}-${name}=${value}`;
  response.appendHeader('set-cookie', `${pair}; Path=/; HttpOnly; SameSite=Lax${ends}`);
}

function showWho(asked: Asked): void {
  const { state, context, cookie } = asked;
  const here = state.sessions.get(cookie('session'));
  show(asked, here ? whoPage(context, here.person) : nobodyPage(context, 'nobody'));
}

async function leaveForPortal(asked: Asked): Promise<void> {
  const { state, context, cookie } = asked;
  const browser = cookie('browser') || newToken();
  try {
    const { href, ...departure } = await state.signIn!.depart();
    const now = systemClock.now();
    for (const [key, { at }] of state.leaving) if (now - at > 60 * minuteMs) state.leaving.delete(key);
    state.leaving.set(departure.state, { ...departure, browser, at: now });
    setCookie(asked, 'browser', browser);
    redirect(asked, href);
  } catch {
    show(asked, nobodyPage(context, 'failed'), 502);
  }
}

async function comeBack(asked: Asked): Promise<void> {
  const { state, request, context, cookie } = asked;
  const query = `?${(request.url ?? '').split('?')[1] ?? ''}`;
  const parameters = new URLSearchParams(query);
  const departure = state.leaving.get(parameters.get('state') ?? '');
  // Another browser's departure: somebody would be signed in as somebody else.
  if (!departure || departure.browser !== cookie('browser')) {
    return show(asked, nobodyPage(context, 'failed'), 400);
  }
  state.leaving.delete(departure.state);
  if (parameters.get('error') === 'access_denied') return show(asked, nobodyPage(context, 'left'));
  try {
    const arrival = await state.signIn!.arrive(query, departure);
    state.sessions.delete(cookie('session'));
    const token = newToken();
    state.sessions.set(token, arrival);
    setCookie(asked, 'session', token);
    redirect(asked, '/');
  } catch {
    show(asked, nobodyPage(context, 'failed'), 502);
  }
}

async function signOutEverywhere(asked: Asked): Promise<void> {
  const { state, cookie } = asked;
  const here = state.sessions.get(cookie('session'));
  leave(asked);
  redirect(asked, here ? await state.signIn!.leave(here.idToken) : '/');
}

function leaveThisOnly(asked: Asked): void {
  leave(asked);
  redirect(asked, '/');
}

function leave(asked: Asked): void {
  asked.state.sessions.delete(asked.cookie('session'));
  setCookie(asked, 'session', '');
}

/** The portal says that a session is over: of this browser, or of this person where it names no session. */
async function endFromPortal(
  state: State,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const form = new URLSearchParams(await bodyOf(request));
    const { sub, sid } = await state.signIn!.ended(form.get('logout_token') ?? '');
    for (const [token, here] of state.sessions) {
      if (sid ? here.sid === sid : here.person.sub === sub) state.sessions.delete(token);
    }
    plain(response, 200);
  } catch {
    plain(response, 400);
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk;
    if (text.length > 20_000) throw new Error('too long');
  }
  return text;
}

function redirect({ response }: Asked, href: string): void {
  response.writeHead(303, { location: href, 'cache-control': 'no-store' });
  response.end();
}

function show({ state, response }: Asked, body: unknown, status = 200): void {
  const portal = URL.parse(state.portalUrl)?.origin ?? '';
  send(response, {
    status,
    type: 'text/html',
    body: String(body),
    // Signing out goes on to the portal: browsers apply form-action to what a form is redirected to.
    csp: `default-src 'none'; style-src 'self'; img-src data:; form-action 'self' ${portal}; base-uri 'none'; frame-ancestors 'none'`,
  });
}

const plain = (response: ServerResponse, status: number) =>
  send(response, { status, type: 'text/plain', body: '' });

function send(
  response: ServerResponse,
  {
    status = 200,
    type,
    body,
    csp = "default-src 'none'",
  }: Record<'type' | 'body', string> & { status?: number; csp?: string },
): void {
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': csp,
  });
  response.end(body);
}
