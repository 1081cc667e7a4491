import type { Configuration } from 'oidc-provider';
import { newToken } from '../core/tokens.ts';
import { readCookie } from '../platform/http/cookies.ts';
import { errorPage } from '../ui/error-page.ts';
import type { ErrorKey } from '../ui/errors.ts';
import type { OidcDeps } from './deps.ts';
import type { Knocks } from './knock.ts';

type ErrorDeps = Pick<OidcDeps, 'web' | 'log'> & { knocks: Knocks };

/**
 * What the provider cannot tell the tool is told to the person: a page of our catalogue. The detail, which may say more of
 * the tool than a stranger should read, is for the log [security.md 30].
 */
export function renderError({ web, log, knocks }: ErrorDeps): NonNullable<Configuration['renderError']> {
  return (ctx, out, error) => {
    const knock = knocks.of(ctx);
    if (!knock) throw error;
    const { request } = knock;
    const incident = out.error === 'server_error' ? newToken().slice(0, 8) : undefined;
    if (incident) log.error({ err: error, req: request, incident }, 'OpenID Connect failed');
    const key = incident ? 'broken' : errorOf(error);
    ctx.type = 'html';
    // No form is on the page, so nothing need be bound to a cookie that may not be there yet.
    const view = web.view(request, readCookie(request, 'browser') ?? newToken());
    ctx.body = String(errorPage(view, { error: key, now: web.clock.now(), incident }));
  };
}

function errorOf(error: Error): ErrorKey {
  return error.name === 'SessionNotFound' ? 'tool-expired' : 'tool-request';
}
