import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { newPasswordForm, newPasswordProblem, passwordMessage } from '../../journeys/new-password.ts';
import { typedPassword } from '../../platform/http/forms.ts';
import { paths } from '../../routes.ts';
import type { FieldError } from '../../ui/view.ts';
import { sendError } from '../../web/errors.ts';
import type { Notices } from '../../web/notices.ts';
import { freshlySignedIn, type SignedIn, type SignedInWeb } from '../../web/signed-in.ts';
import { seeOther, sendPage } from '../../web/web.ts';
import { ownerOf } from '../frame/rules.ts';
import { backTo } from '../frame/service.ts';
import { noPasswordPage, passwordPage } from './pages.ts';
import type { MyPassword } from './service.ts';

export type PasswordWeb = SignedInWeb & { notices: Notices; password: MyPassword };

const form = z.strictObject({ ...newPasswordForm.shape, password: typedPassword });

/** « Changer votre mot de passe », for who signed in a moment ago [security.md 9, 27]. */
export function registerPassword(app: FastifyInstance, deps: PasswordWeb): void {
  app.get(paths.accountPassword, (request, reply) =>
    freshlySignedIn(deps, request, reply, (asked) => draw(deps, asked, [])),
  );
  app.post(paths.accountPassword, (request, reply) =>
    freshlySignedIn(deps, request, reply, (asked) => change(deps, asked)),
  );
}

async function draw({ web, password }: PasswordWeb, asked: SignedIn, errors: FieldError[]) {
  const { request, reply, session, token } = asked;
  const { minLength, hasPassword } = await password.needs(session.accountId);
  const view = web.view(request, token);
  const owner = ownerOf(session);
  const page = hasPassword
    ? passwordPage(view, { owner, minLength, errors })
    : noPasswordPage(view, { owner });
  return sendPage(reply, page, errors.length > 0 ? 422 : 200);
}

async function change(deps: PasswordWeb, asked: SignedIn) {
  const { web, password, notices } = deps;
  const { request, reply, session, token, visit } = asked;
  const fields = web.form(request, form, 'session');
  const view = web.view(request, token);
  const { problems } = view.words.account.password;
  if (fields.password === '') {
    return draw(deps, asked, [{ field: 'password', message: problems.empty }]);
  }
  const differs = newPasswordProblem(view, fields);
  if (differs) return draw(deps, asked, [differs]);
  const outcome = await password.change({ session, current: fields.password, text: fields.new, visit });
  if (outcome.ok) return backTo(notices, asked, 'password', { what: 'password' });
  switch (outcome.reason) {
    case 'wrong-password':
      return draw(deps, asked, [{ field: 'password', message: problems.wrong }]);
    case 'password': {
      const { minLength } = await password.needs(session.accountId);
      return draw(deps, asked, [passwordMessage(view, outcome.problem, minLength)]);
    }
    case 'too-many-tries':
      return sendError(web, request, reply, { error: 'too-many-tries', until: outcome.until });
    case 'overloaded':
      return sendError(web, request, reply, { error: 'overloaded' });
    case 'no-password':
    case 'moved':
      return seeOther(reply, paths.accountPassword);
    default:
      return outcome satisfies never;
  }
}
