import type { EventEmitter } from 'node:events';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { Acr } from '../identity/sessions/rules.ts';
import { StoreAway } from '../platform/db/faults.ts';
import { networkOf } from '../platform/http/network.ts';
import type { OidcDeps } from './deps.ts';
import { sayAway } from './error-page.ts';
import type { Knocks } from './knock.ts';
import { leadToSignOut } from './logout/service.ts';

type TendDeps = OidcDeps & { knocks: Knocks };
type Routed = KoaContextWithOIDC & { oidc?: KoaContextWithOIDC['oidc'] };

/** Where what a tool may fetch beforehand is kept for five minutes. */
const kept = 'public, max-age=300';

/** Where a browser goes, whatever it says that it takes. */
const forPeople: ReadonlySet<string> = new Set(['authorization', 'resume', 'end_session']);

/** What happens around every request that the provider answers, and what it tells the log and the audit. */
export function tend(provider: Provider, deps: TendDeps): void {
  const cookies = {
    session: [provider.cookieName('session')],
    entry: ['interaction', 'resume'].map((one) => provider.cookieName(one)),
  };
  provider.use(async (ctx, next) => {
    // A form that posts to another site would stop at our own policy: the answer is a redirect or nothing.
    const mode = ctx.query.response_mode;
    if (mode !== undefined && mode !== 'query') ctx.query = { ...ctx.query, response_mode: 'unsupported' };
    try {
      await next();
      if (ctx.state.away) throw ctx.state.away;
      await conclude(ctx as never, deps);
    } catch (error) {
      if (!(error instanceof StoreAway)) throw error;
      const { route = '' } = (ctx as never as Routed).oidc ?? {};
      deps.log.error({ err: error, route }, 'the store is away');
      sayAway(deps, ctx as never, forPeople.has(route) ? 'people' : 'anybody');
    }
    dropCookies(ctx, ctx.state.entry ? [...cookies.session, ...cookies.entry] : cookies.session);
  });
  listen(provider, deps);
}

/** Once the provider has its answer, and before it leaves. */
async function conclude(ctx: Routed, deps: TendDeps): Promise<void> {
  const { oidc } = ctx;
  // An address that the provider does not know.
  if (!oidc) return;
  if (oidc.route === 'discovery') Object.assign(ctx.body as object, { response_modes_supported: ['query'] });
  if (oidc.route === 'discovery' || oidc.route === 'jwks') ctx.set('cache-control', kept);
  if (oidc.route === 'end_session') await leadToSignOut(ctx as KoaContextWithOIDC, deps);
  const isCode = oidc.entities.AuthorizationCode !== undefined && oidc.route !== 'token';
  if (isCode) await noteOpened(ctx as KoaContextWithOIDC, deps);
  if (ctx.state.replayed) await noteReplay(ctx as KoaContextWithOIDC, deps);
}

/** The portal's session is the only one: what the provider would keep beside it, and of no question, is never sent. */
function dropCookies({ response }: { response: KoaContextWithOIDC['response'] }, names: string[]): void {
  const header: string | string[] = response.get('set-cookie') as string | string[];
  const all = Array.isArray(header) ? header : header ? [header] : [];
  const left = all.filter((line) => !names.includes(line.split('=', 1)[0]!.replace(/\.sig$/, '')));
  if (left.length === all.length) return;
  if (left.length === 0) response.remove('set-cookie');
  else response.set('set-cookie', left);
}

/** Before the code leaves: which session opened which tool, so that its end can be told there [security.md 26]. */
async function noteOpened(ctx: KoaContextWithOIDC, deps: TendDeps): Promise<void> {
  const { db, toolSessions, audit, knocks } = deps;
  const knock = knocks.of(ctx);
  const { session, client } = ctx.oidc;
  if (!knock?.session || !session || !client) return;
  const { clientId } = client;
  const { id, accountId, expiresAt } = knock.session;
  const sid = session.sidFor(clientId) ?? '';
  // Asked again in the same session: known already, and a tool may ask every minute.
  const known = await toolSessions.behind(db.handle, { toolId: clientId, sid });
  if (known?.sessionId === id) return;
  const { address } = networkOf(knock.request.ip);
  const opened = { toolId: clientId, accountId, sessionId: id, providerUid: session.uid, sid, expiresAt };
  await db.transaction(async (tx) => {
    await toolSessions.open(tx, opened);
    const data = { tool: clientId, via: 'oidc', acr: session.acr as Acr } as const;
    await audit.record(tx, { type: 'tool.opened', accountId, address, data });
  });
}

/** Somebody came second with what works once: one of the two is a thief, and everything that it gave is gone. */
async function noteReplay(ctx: KoaContextWithOIDC, { db, log, audit, knocks }: TendDeps): Promise<void> {
  const tool = ctx.oidc.client?.clientId ?? '';
  log.warn({ tool }, 'a code or a refresh token was used twice');
  const address = networkOf(knocks.of(ctx)?.request.ip ?? '').address;
  const { accountId } = ctx.state as { accountId?: string };
  await audit.record(db.handle, { type: 'tool.replayed', accountId, address, data: { tool } });
}

/** What was refused, with the detail that the tool is not told. */
function listen(provider: Provider, { log }: TendDeps): void {
  const refused = (what: string) => (ctx: KoaContextWithOIDC, error: Error) => {
    const { message, error_detail: detail, error_description: description } = error as Refusal;
    log.info({ error: message, description, detail, tool: ctx.oidc?.client?.clientId }, what);
  };
  provider.on('authorization.error', refused('a tool’s request was refused'));
  provider.on('grant.error', (ctx, error) => {
    if ((error as Refusal).error_detail === usedTwiceAtOnce) ctx.state.replayed = true;
    refused('a tool got no token')(ctx, error);
  });
  provider.on('userinfo.error', refused('a tool was not told who came'));
  provider.on('introspection.error', refused('an introspection was refused'));
  provider.on('revocation.error', refused('a revocation was refused'));
  provider.on('server_error', (ctx, error) => {
    // Answered by whoever asked first of the store.
    if (error instanceof StoreAway) ctx.state.away = error;
    else log.error({ err: error, route: ctx.oidc?.route }, 'OpenID Connect failed');
  });
  // Koa's own, for connections that broke; without a listener it writes to stderr by itself.
  const broke = (error: Error) => log.warn({ err: error }, 'an OpenID Connect request broke');
  (provider as EventEmitter).on('error', broke);
  provider.on('grant.revoked', (ctx) => {
    // At the token endpoint the provider takes a grant back only when something was used twice.
    if (ctx.oidc.route === 'token') ctx.state.replayed = true;
  });
}

/** The detail of the refusal of whoever lost a race for something that works once. */
export const usedTwiceAtOnce = 'used twice at once';

type Refusal = Error & { error_detail?: string; error_description?: string };
