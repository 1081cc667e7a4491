import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { newToken } from '../../../src/core/tokens.ts';
import { type Html, html } from '../../../src/ui/html.ts';
import { addresses, type Departure, type Given, type Library } from './libraries.ts';

/** A tool on a server of its own: one page that says who signed in, and links to refresh and to sign out. */
export type RelyingParty = {
  url: string;
  library: Library;
  /** Everything that it was given for somebody, oldest first. */
  givenTo(email: string): Given[];
  close(): void;
};

/** By the cookie: what a browser left with, and what it came back with. */
type Browsing = { departure?: Departure; given?: Given };

export async function startRelyingParty({
  url,
  library,
}: Pick<RelyingParty, 'url' | 'library'>): Promise<RelyingParty> {
  const browsers = new Map<string, Browsing>();
  const all: Given[] = [];
  const keep = (browsing: Browsing, given: Given) => {
    all.push(given);
    browsing.given = given;
  };
  const numberOf = ({ email }: Given) => all.filter((given) => given.email === email).length;

  const routes: Record<string, (browsing: Browsing, at: URL) => Promise<Html | URL> | Html> = {
    '/': ({ given }) => (given ? whoPage(given, numberOf(given)) : titled('Personne')),
    '/connexion': (browsing) => {
      browsing.departure = { state: newToken(), nonce: newToken(), verifier: newToken() };
      return library.depart(browsing.departure);
    },
    '/retour': async (browsing, at) => {
      const { departure } = browsing;
      delete browsing.departure;
      keep(browsing, await library.arrive(at, departure!));
      return new URL(url);
    },
    '/rafraichir': async (browsing) => {
      const { given } = browsing;
      delete browsing.given;
      keep(browsing, await library.refresh(given!));
      return new URL(url);
    },
    '/deconnexion': async (browsing) => {
      const { given } = browsing;
      delete browsing.given;
      return library.leave(given!);
    },
    [new URL(addresses(url).signedOut).pathname]: () => titled('Au revoir'),
  };

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const at = new URL(request.url ?? '/', url);
    const id = /\bbrowser=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1] ?? newToken();
    const browsing = browsers.get(id) ?? {};
    browsers.set(id, browsing);
    response.setHeader('set-cookie', `browser=${id}; Path=/; HttpOnly; SameSite=Lax`);
    const said = await routes[at.pathname]?.(browsing, at);
    if (said instanceof URL) response.writeHead(303, { location: said.href }).end();
    else show(response, said ?? titled('Rien ici'));
  };
  const server = createServer((request, response) => {
    // What the library says is what a test looks for.
    answer(request, response).catch((error) => show(response, titled(`Refusé : ${error.error ?? error}`)));
  });
  await new Promise<void>((resolve) => server.listen(Number(new URL(url).port), '127.0.0.1', resolve));
  return {
    url,
    library,
    givenTo: (email) => all.filter((given) => given.email === email),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function show(response: ServerResponse, page: Html): void {
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.setHeader('cache-control', 'no-store');
  response.end(String(page));
}

const titled = (title: string, more?: Html) =>
  html`<!doctype html><html lang="fr"><title>${title}</title><h1>${title}</h1>
${more ?? html`<p><a href="/connexion">Se connecter</a></p>`}</html>`;

const whoPage = ({ name, email }: Given, number: number) =>
  titled(
    `Bonjour ${name}`,
    html`<p>${email}</p><p>Jetons n° ${String(number)}</p>
<p><a href="/rafraichir">Rafraîchir</a> <a href="/deconnexion">Se déconnecter</a></p>`,
  );
