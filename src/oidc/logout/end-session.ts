import type { KoaContextWithOIDC } from 'oidc-provider';
import type { ToolSessions } from '../../identity/tool-sessions/service.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Asked } from './rules.ts';

type EndSessionDeps = {
  db: Database;
  toolSessions: ToolSessions;
  signOut: { askedLink(asked: Asked): string };
};
type Hint = { payload: { sub?: string; sid?: string } };
type State = { postLogoutRedirectUri?: string; state?: string };

/**
 * After the provider has checked what a tool asks for at its end of sessions: leads to our own page, which asks where it
 * must and ends everything in one way. The provider's own form, and what it would send to the tools, are never reached.
 */
export async function leadToSignOut(ctx: KoaContextWithOIDC, deps: EndSessionDeps): Promise<void> {
  // A refusal was drawn already.
  if (ctx.status !== 200) return;
  const { session, client, entities } = ctx.oidc;
  const hint = (entities as { IdTokenHint?: Hint }).IdTokenHint?.payload ?? null;
  const { postLogoutRedirectUri, state } = (session?.state ?? {}) as State;
  const tool = client?.clientId ?? null;
  const sid = hint?.sid ?? null;
  const behind = tool && sid ? await deps.toolSessions.behind(deps.db.handle, { toolId: tool, sid }) : null;
  // To a third party an account goes by another name: only the session says whose it was.
  const named = client?.subjectType === 'pairwise' ? null : (hint?.sub ?? null);
  const asked: Asked = {
    tool,
    next: postLogoutRedirectUri === undefined ? null : withState(postLogoutRedirectUri, state),
    sid,
    names: behind?.accountId ?? named,
  };
  ctx.status = 303;
  ctx.redirect(deps.signOut.askedLink(asked));
}

function withState(uri: string, state: string | undefined): string {
  const url = new URL(uri);
  if (state !== undefined) url.searchParams.set('state', state);
  return url.href;
}

/** Stands where the provider would draw a page of its own: ours follows. */
export async function drawNothing(): Promise<void> {}
