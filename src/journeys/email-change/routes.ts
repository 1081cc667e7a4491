import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { displayEmail, type Email } from '../../identity/accounts/rules.ts';
import { clearCookie } from '../../platform/http/cookies.ts';
import { formFields } from '../../platform/http/forms.ts';
import { journeyLink, paths } from '../../routes.ts';
import type { ProtectedCounts } from '../../ui/protected-page.ts';
import { sendError } from '../../web/errors.ts';
import type { Notices } from '../../web/notices.ts';
import type { SignedInWeb } from '../../web/signed-in.ts';
import { seeOther, sendPage } from '../../web/web.ts';
import { journeyNamed, tokenOf } from '../find.ts';
import type { Landing } from '../landing.ts';
import { confirmPage, donePage, undonePage, undoPage } from './pages.ts';
import type { EmailChange, EmailUndo } from './service.ts';

export type EmailChangeWeb = SignedInWeb & {
  notices: Notices;
  emailChange: EmailChange;
  emailUndo: EmailUndo;
};

const form = z.strictObject(formFields);
const kinds = { changed: 'email-changed', undone: 'email-undone' } as const;

/** The two links of a change of address: the new one confirms, the former one takes back. */
export function registerEmailChange(app: FastifyInstance, deps: EmailChangeWeb): void {
  app.get(paths.emailChangeLink, (request, reply) => land(deps, 'emailChange', request, reply));
  app.get(paths.emailChangeConfirm, (request, reply) => showConfirm(deps, request, reply));
  app.post(paths.emailChangeConfirm, (request, reply) => confirm(deps, request, reply));
  app.get(paths.emailChangeDone, (request, reply) => showDone(deps, request, reply));
  app.get(paths.emailUndoLink, (request, reply) => land(deps, 'emailUndo', request, reply));
  app.get(paths.emailUndoConfirm, (request, reply) => showUndo(deps, request, reply));
  app.post(paths.emailUndoConfirm, (request, reply) => undo(deps, request, reply));
  app.get(paths.emailUndoDone, (request, reply) => showUndone(deps, request, reply));
}

const confirmPaths = { emailChange: paths.emailChangeConfirm, emailUndo: paths.emailUndoConfirm } as const;

async function land(
  deps: EmailChangeWeb,
  which: 'emailChange' | 'emailUndo',
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const visit = deps.web.visit(request, reply);
  const id = await deps[which].land({ token: tokenOf(request) ?? '', visit });
  return seeOther(reply, journeyLink(confirmPaths[which], id));
}

/** Whose account this browser is signed in to, or null. */
async function signedInAs(
  { web, sessions, db }: EmailChangeWeb,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const { session: token } = web.visit(request, reply);
  const found = token === null ? null : await sessions.find(db.handle, token);
  return token !== null && found?.ok ? { token, accountId: found.session.accountId } : null;
}

async function showConfirm(deps: EmailChangeWeb, request: FastifyRequest, reply: FastifyReply) {
  const { web, emailChange } = deps;
  const visit = web.visit(request, reply);
  const landing = await journeyNamed(emailChange, request, visit);
  const found = await emailChange.state(landing);
  if (!found.ok) return sendError(web, request, reply, { error: found.reason });
  const who = await signedInAs(deps, request, reply);
  const isOwner = who?.accountId === found.account.id;
  const page = confirmPage(web.view(request, isOwner ? who.token : visit.browser), {
    journeyId: landing.id,
    email: displayEmail(found.link.email),
    signInHref: isOwner ? null : signInHref(deps, landing, { browser: visit.browser, fresh: who !== null }),
    other: who !== null && !isOwner,
  });
  return sendPage(reply, page);
}

/** Back to this page, signed in. Neither the account nor its address is named: the mailbox may be a stranger's. */
function signInHref(
  { aims }: EmailChangeWeb,
  { id }: Landing,
  of: { browser: string; fresh: boolean },
): string {
  const next = journeyLink(paths.emailChangeConfirm, id);
  return aims.link(paths.signIn, {
    aim: { next, ...(of.fresh && { fresh: true }) },
    browser: of.browser,
  });
}

async function confirm(deps: EmailChangeWeb, request: FastifyRequest, reply: FastifyReply) {
  const { web, emailChange } = deps;
  const visit = web.visit(request, reply);
  const landing = await journeyNamed(emailChange, request, visit);
  const here = journeyLink(paths.emailChangeConfirm, landing.id);
  const who = await signedInAs(deps, request, reply);
  // The session ended meanwhile: the page says what to do.
  if (!who) return seeOther(reply, here);
  web.form(request, form, 'session');
  const found = await emailChange.state(landing);
  if (found.ok && found.account.id !== who.accountId) return seeOther(reply, here);
  const outcome = found.ok ? await emailChange.confirm(landing, { visit }) : found;
  if (!outcome.ok) return sendError(web, request, reply, { error: outcome.reason });
  const { browser } = visit;
  const notice = { email: outcome.email };
  return seeOther(reply, deps.notices.link(paths.emailChangeDone, { kind: kinds.changed, notice, browser }));
}

function showDone({ web, notices }: EmailChangeWeb, request: FastifyRequest, reply: FastifyReply) {
  const { browser } = web.visit(request, reply);
  const said = notices.of<{ email: Email }>(request, kinds.changed, browser);
  return sendPage(reply, donePage(web.view(request, browser), { email: said && displayEmail(said.email) }));
}

async function showUndo({ web, emailUndo }: EmailChangeWeb, request: FastifyRequest, reply: FastifyReply) {
  const visit = web.visit(request, reply);
  const landing = await journeyNamed(emailUndo, request, visit);
  const found = await emailUndo.state(landing);
  if (!found.ok) return sendError(web, request, reply, { error: found.reason });
  const of = { journeyId: landing.id, email: displayEmail(found.link.email) };
  return sendPage(reply, undoPage(web.view(request, visit.browser), of));
}

async function undo(
  { web, emailUndo, notices }: EmailChangeWeb,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  web.form(request, form);
  const visit = web.visit(request, reply);
  const landing = await journeyNamed(emailUndo, request, visit);
  const outcome = await emailUndo.undo(landing, visit);
  if (!outcome.ok) return sendError(web, request, reply, { error: outcome.reason });
  clearCookie(reply, 'session');
  const { browser } = visit;
  return seeOther(
    reply,
    notices.link(paths.emailUndoDone, { kind: kinds.undone, notice: outcome.done, browser }),
  );
}

function showUndone({ web, notices }: EmailChangeWeb, request: FastifyRequest, reply: FastifyReply) {
  const { browser } = web.visit(request, reply);
  const done = notices.of<ProtectedCounts>(request, kinds.undone, browser);
  return sendPage(reply, undonePage(web.view(request, browser), { done }));
}
