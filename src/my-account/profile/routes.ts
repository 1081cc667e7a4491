import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { parseName } from '../../identity/accounts/rules.ts';
import { setLanguage } from '../../platform/http/cookies.ts';
import { formFields, typed } from '../../platform/http/forms.ts';
import { paths } from '../../routes.ts';
import type { FieldError } from '../../ui/view.ts';
import type { Notices } from '../../web/notices.ts';
import { type SignedIn, type SignedInWeb, signedIn } from '../../web/signed-in.ts';
import { sendPage } from '../../web/web.ts';
import { ownerOf } from '../frame/rules.ts';
import { backTo } from '../frame/service.ts';
import { languagePage, namePage } from './pages.ts';
import type { MyProfile } from './service.ts';

export type ProfileWeb = SignedInWeb & { notices: Notices; profile: MyProfile };

const nameForm = z.strictObject({ ...formFields, name: typed });
const languageForm = z.strictObject({ ...formFields, language: z.enum(['fr', 'en']) });

/** One's name and language. */
export function registerProfile(app: FastifyInstance, deps: ProfileWeb): void {
  app.get(paths.accountName, (request, reply) =>
    signedIn(deps, request, reply, (asked) => drawName(deps, asked, asked.session.account.name, [])),
  );
  app.post(paths.accountName, (request, reply) => rename(deps, request, reply));
  app.get(paths.accountLanguage, (request, reply) =>
    signedIn(deps, request, reply, (asked) => drawLanguage(deps, asked)),
  );
  app.post(paths.accountLanguage, (request, reply) => speak(deps, request, reply));
}

function drawName({ web }: ProfileWeb, asked: SignedIn, name: string, errors: FieldError[]) {
  const { request, reply, session, token } = asked;
  const page = namePage(web.view(request, token), { owner: ownerOf(session), name, errors });
  return sendPage(reply, page, errors.length > 0 ? 422 : 200);
}

function rename(deps: ProfileWeb, request: FastifyRequest, reply: FastifyReply) {
  return signedIn(deps, request, reply, async (asked) => {
    const { web, profile, notices } = deps;
    const fields = web.form(request, nameForm, 'session');
    const parsed = parseName(fields.name);
    if (!parsed.ok) {
      const message = web.view(request, asked.token).words.fields.problems.name[parsed.reason];
      return drawName(deps, asked, fields.name, [{ field: 'name', message }]);
    }
    const { accountId } = asked.session;
    await profile.rename({ accountId, name: parsed.name, visit: asked.visit });
    return backTo(notices, asked, 'profile', { what: 'name' });
  });
}

function drawLanguage({ web }: ProfileWeb, { request, reply, session, token }: SignedIn) {
  const language = session.account.locale;
  return sendPage(reply, languagePage(web.view(request, token), { owner: ownerOf(session), language }));
}

/** The browser's pages follow the account's mails. */
function speak(deps: ProfileWeb, request: FastifyRequest, reply: FastifyReply) {
  return signedIn(deps, request, reply, async (asked) => {
    const { language } = deps.web.form(request, languageForm, 'session');
    const { accountId, account } = asked.session;
    await deps.profile.speak({ accountId, former: account.locale, language, visit: asked.visit });
    setLanguage(reply, language);
    return backTo(deps.notices, asked, 'profile', { what: 'language' });
  });
}
