import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { displayEmail, type Email } from '../../identity/accounts/rules.ts';
import type { Session, Sessions } from '../../identity/sessions/service.ts';
import { mayOpen } from '../../identity/tools/rules.ts';
import type { Tools } from '../../identity/tools/service.ts';
import type { Database } from '../../platform/db/database.ts';
import { paths } from '../../routes.ts';
import { sendError } from '../../web/errors.ts';
import { dropSession } from '../../web/signed-in.ts';
import { seeOther, sendPage, type Web } from '../../web/web.ts';
import { homePage } from './pages.ts';

export type HomeWeb = { web: Web; db: Database; sessions: Sessions; tools: Tools };

/** « Vous êtes connecté(e) », and the way out. */
export function registerHome(app: FastifyInstance, deps: HomeWeb): void {
  app.get(paths.home, (request, reply) => show(deps, request, reply));
}

async function show(deps: HomeWeb, request: FastifyRequest, reply: FastifyReply) {
  const { web, db, sessions } = deps;
  const visit = web.visit(request, reply);
  if (!visit.session) return seeOther(reply, paths.signIn);
  const found = await sessions.find(db.handle, visit.session);
  if (!found.ok) {
    dropSession(reply, found.reason);
    // An unknown token is no session that ended: nothing to explain.
    return found.reason === 'none'
      ? seeOther(reply, paths.signIn)
      : sendError(web, request, reply, { error: 'session-ended' });
  }
  return drawHome(deps, { request, reply, session: found.session, token: visit.session });
}

type Shown = { request: FastifyRequest; reply: FastifyReply; session: Session; token: string };

async function drawHome({ web, db, tools }: HomeWeb, { request, reply, session, token }: Shown) {
  const { account, previousSignInAt: at, previousSignInLabel: label } = session;
  const groups = await tools.groupsOf(db.handle, account.id);
  const all = await tools.list(db.handle);
  const page = homePage(web.view(request, token), {
    name: account.name,
    email: displayEmail(account.email as Email),
    tools: all.filter((tool) => mayOpen(tool, { groups, role: account.role })),
    previous: at === null ? null : { at, label: label ?? '' },
    now: web.clock.now(),
    // There each sign-in says from where it was, and « Ce n'était pas moi » ends everything.
    notMeHref: paths.accountActivity,
    deletionDueAt: account.deletionDueAt,
  });
  return sendPage(reply, page);
}
