import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { newToken } from '../core/tokens.ts';
import { StoreAway } from '../platform/db/faults.ts';
import { readCookie } from '../platform/http/cookies.ts';
import { errorPage } from '../ui/error-page.ts';
import { type ErrorKey, errors } from '../ui/errors.ts';
import type { OidcDeps } from './deps.ts';
import type { Knocks } from './knock.ts';

type ErrorDeps = Pick<OidcDeps, 'web' | 'log'> & { knocks: Knocks };
type Context = Pick<KoaContextWithOIDC, 'req' | 'accepts' | 'set' | 'remove' | 'type' | 'body' | 'status'>;

/**
 * What the provider cannot tell the tool is told to the person: a page of our catalogue. The detail, which may say more of
 * the tool than a stranger should read, is for the log [security.md 30].
 */
export function renderError(deps: ErrorDeps): NonNullable<Configuration['renderError']> {
  const { log, knocks } = deps;
  return (ctx, out, error) => {
    const key = errorOf(error, out.error);
    const incident = key === 'broken' ? newToken().slice(0, 8) : undefined;
    const req = knocks.of(ctx)?.request;
    if (incident) log.error({ err: error, req, incident }, 'a request failed');
    draw(deps, ctx, { error: key, incident });
  };
}

function errorOf(error: Error, told: string): ErrorKey {
  if (error instanceof StoreAway) return 'store-away';
  if (told === 'server_error') return 'broken';
  return error.name === 'SessionNotFound' ? 'tool-expired' : 'tool-request';
}

function draw(
  { web, knocks }: ErrorDeps,
  ctx: Context,
  of: { error: ErrorKey; incident: string | undefined },
): void {
  const knock = knocks.of(ctx);
  if (!knock) return;
  // No form is on the page, so nothing need be bound to a cookie that may not be there yet.
  const view = web.view(knock.request, readCookie(knock.request, 'browser') ?? newToken());
  ctx.type = 'html';
  ctx.body = String(errorPage(view, { ...of, now: web.clock.now() }));
}

/** The store takes nothing now: a 503 whatever was said before, in JSON to servers. */
export function sayAway(deps: ErrorDeps, ctx: Context, to: 'people' | 'anybody'): void {
  if (to === 'people' || ctx.accepts('json', 'html') === 'html') {
    draw(deps, ctx, { error: 'store-away', incident: undefined });
  } else ctx.body = { error: 'temporarily_unavailable' };
  // What was about to leave does not: nothing of it is noted.
  ctx.remove('location');
  ctx.status = errors['store-away'].status;
  ctx.set('retry-after', '10');
}
