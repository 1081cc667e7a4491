import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { displayEmail, parseEmail } from '../../identity/accounts/rules.ts';
import type { Accounts } from '../../identity/accounts/service.ts';
import type { EmailChange } from '../../journeys/email-change/service.ts';
import { formFields, typed } from '../../platform/http/forms.ts';
import { paths } from '../../routes.ts';
import type { FieldError } from '../../ui/view.ts';
import { sendError } from '../../web/errors.ts';
import type { Notices } from '../../web/notices.ts';
import { freshlySignedIn, type SignedIn, type SignedInWeb, signedIn } from '../../web/signed-in.ts';
import { seeOther, sendPage } from '../../web/web.ts';
import { ownerOf } from '../frame/rules.ts';
import { backTo } from '../frame/service.ts';
import { emailPage } from './pages.ts';

export type EmailWeb = SignedInWeb & { notices: Notices; accounts: Accounts; emailChange: EmailChange };

const askForm = z.strictObject({ ...formFields, email: typed });
const cancelForm = z.strictObject(formFields);

/** « Changer d'adresse », for who signed in a moment ago [security.md 27]; giving it up needs no more than a session. */
export function registerEmail(app: FastifyInstance, deps: EmailWeb): void {
  app.get(paths.accountEmail, (request, reply) =>
    freshlySignedIn(deps, request, reply, (asked) => draw(deps, asked, '', [])),
  );
  app.post(paths.accountEmail, (request, reply) =>
    freshlySignedIn(deps, request, reply, (asked) => ask(deps, asked)),
  );
  app.get(paths.accountEmailSent, (_request, reply) => seeOther(reply, paths.account));
  app.post(paths.accountEmailSent, (request, reply) => giveUp(deps, request, reply));
}

function draw({ web }: EmailWeb, asked: SignedIn, email: string, errors: FieldError[]) {
  const { request, reply, session, token } = asked;
  const page = emailPage(web.view(request, token), { owner: ownerOf(session), email, errors });
  return sendPage(reply, page, errors.length > 0 ? 422 : 200);
}

async function ask(deps: EmailWeb, asked: SignedIn) {
  const { web, db, accounts, emailChange, notices } = deps;
  const { request, reply, session, token, visit } = asked;
  const fields = web.form(request, askForm, 'session');
  const { words } = web.view(request, token);
  const refuse = (message: string) => draw(deps, asked, fields.email, [{ field: 'email', message }]);
  const parsed = parseEmail(fields.email);
  if (!parsed.ok) return refuse(words.fields.problems.email[parsed.reason]);
  const account = await accounts.get(db.handle, session.accountId);
  const outcome = await emailChange.ask({ account, email: parsed.email, visit });
  if (outcome.ok) {
    return backTo(notices, asked, 'profile', { what: 'email-asked', email: displayEmail(parsed.email) });
  }
  switch (outcome.reason) {
    case 'same':
    case 'domain-refused':
      return refuse(words.account.email.problems[outcome.reason]);
    case 'too-many-mails':
      return sendError(web, request, reply, { error: 'mails-limit-reached', until: outcome.until });
    default:
      return outcome satisfies never;
  }
}

function giveUp(deps: EmailWeb, request: FastifyRequest, reply: FastifyReply) {
  return signedIn(deps, request, reply, async (asked) => {
    deps.web.form(request, cancelForm, 'session');
    await deps.emailChange.giveUp({ accountId: asked.session.accountId, visit: asked.visit });
    return backTo(deps.notices, asked, 'profile', { what: 'email-cancelled' });
  });
}
