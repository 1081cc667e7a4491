import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Interaction } from 'oidc-provider';
import { z } from 'zod';
import { displayEmail } from '../../identity/accounts/rules.ts';
import type { Session, Sessions } from '../../identity/sessions/service.ts';
import type { Tool } from '../../identity/tools/rules.ts';
import type { Tools } from '../../identity/tools/service.ts';
import type { Database } from '../../platform/db/database.ts';
import { readLanguage, setLanguage } from '../../platform/http/cookies.ts';
import { formFields } from '../../platform/http/forms.ts';
import { paths } from '../../routes.ts';
import type { Aims } from '../../web/aims.ts';
import { sendError } from '../../web/errors.ts';
import { sendOnward } from '../../web/onward.ts';
import { sendToolRefused } from '../../web/tool-refused.ts';
import type { Visit } from '../../web/visit.ts';
import { seeOther, sendPage, type Web } from '../../web/web.ts';
import { pairwiseName } from '../rules.ts';
import type { Oidc } from '../service.ts';
import { crowdPath, entryLeavePath, entryPath } from './entries.ts';
import { consentPage } from './pages.ts';
import { decide, type Question } from './rules.ts';
import { type Questions, questionOf, scopesIn, toolOf } from './service.ts';

/** What the pages of OpenID Connect need. */
export type QuestionWeb = {
  web: Web;
  aims: Aims;
  db: Database;
  sessions: Sessions;
  tools: Tools;
  oidc: Oidc;
};
type Deps = QuestionWeb & { questions: Questions };

/** One question, and whoever sits there. */
type Asked = {
  request: FastifyRequest;
  reply: FastifyReply;
  visit: Visit;
  session: Session | null;
  interaction: Interaction;
};

const answerForm = z.strictObject({ ...formFields, answer: z.enum(['yes', 'no']) });

/** Where the provider sends whoever must be asked something on the way to a tool. */
export function registerQuestions(app: FastifyInstance, web: QuestionWeb): void {
  const deps = { ...web, questions: web.oidc.questions };
  app.get(entryPath, (request, reply) => enter(deps, request, reply));
  app.get(crowdPath, (request, reply) => sayWait(deps, request, reply));
  app.get(entryLeavePath, (request, reply) => renounce(deps, request, reply));
  const page = `${paths.interaction}:uid`;
  app.get(page, (request, reply) => withQuestion(deps, request, reply, (asked) => answer(deps, asked)));
  app.post(page, (request, reply) => withQuestion(deps, request, reply, (asked) => allow(deps, asked)));
  // After a form, by a page of ours: its own policy does not reach what follows [security.md 31].
  app.get(`${page}/suite`, (request, reply) =>
    withQuestion(deps, request, reply, ({ interaction }) =>
      sendOnward(deps.web, request, reply, resumeOf(interaction)),
    ),
  );
  app.get(`${page}/abandonner`, (request, reply) =>
    withQuestion(deps, request, reply, (asked) => leave(deps, asked)),
  );
}

/** A request of somebody who was not signed in: once they are, it is asked again as it was. */
async function enter(deps: Deps, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { web, aims, sessions, db, oidc } = deps;
  const { demande } = request.query as { demande?: unknown };
  const visit = web.visit(request, reply);
  const entry = oidc.entries.open(demande);
  if (!entry) return sendError(web, request, reply, { error: 'tool-expired' });
  const { next, hint, ask, locales } = entry;
  if (visit.session && (await sessions.find(db.handle, visit.session)).ok) return seeOther(reply, next);
  speakTheirLanguage({ request, reply, wanted: locales });
  const leave = `${entryLeavePath}?demande=${oidc.entries.seal({ ...entry, next: '' })}`;
  const aim = { next, away: true, leave, hint, ask };
  return seeOther(reply, aims.link(paths.signIn, { aim, browser: visit.browser }));
}

/** Too many of this network began and did not sign in; once that is over, the tool must ask anew. */
async function sayWait(deps: Deps, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { web, oidc } = deps;
  const until = await oidc.crowd.waitsUntil(web.visit(request, reply).network);
  if (until === null) return sendError(web, request, reply, { error: 'tool-expired' });
  return sendError(web, request, reply, { error: 'too-many-requests', until });
}

/** « Abandonner » on the way from a tool, where nothing was kept of the request. */
async function renounce(deps: Deps, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { web, oidc } = deps;
  const { demande } = request.query as { demande?: unknown };
  const entry = oidc.entries.open(demande);
  const client = entry && (await oidc.clientFor(entry.tool));
  // The tool may be gone by now, or at another place.
  if (!entry || !client?.redirectUriAllowed(entry.redirectUri)) {
    return sendError(web, request, reply, { error: 'tool-expired' });
  }
  const to = new URL(entry.redirectUri);
  const told = { error: 'access_denied', error_description: gaveUp, state: entry.state, iss: oidc.issuer };
  for (const [name, value] of Object.entries(told)) if (value !== undefined) to.searchParams.set(name, value);
  return seeOther(reply, to.href);
}

const gaveUp = 'the end-user gave up';

/** Where the provider takes up what it asked. */
const resumeOf = ({ uid }: Interaction) => `${paths.oidc}/auth/${uid}`;
const pageOf = ({ uid }: Interaction) => `${paths.interaction}${uid}`;

async function withQuestion(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  act: (asked: Asked) => FastifyReply | Promise<FastifyReply>,
): Promise<FastifyReply> {
  const { web, sessions, db, questions } = deps;
  const { uid } = request.params as { uid: string };
  const visit = web.visit(request, reply);
  const interaction = await questions.find({ uid, request, reply });
  if (!interaction) return sendError(web, request, reply, { error: 'tool-expired' });
  const found = visit.session ? await sessions.find(db.handle, visit.session) : null;
  return act({ request, reply, visit, session: found?.ok ? found.session : null, interaction });
}

async function questionFor(deps: Deps, { interaction, session }: Asked): Promise<Question> {
  const tool = await toolFor(deps, interaction);
  const nameOf = (accountId: string) =>
    tool?.party === 'third' ? pairwiseName(tool.id, accountId) : accountId;
  return questionOf(interaction, { here: session?.accountId ?? null, nameOf });
}

/** Settles it without a word where that can be; else leads to the sign-in or shows the page that asks. */
async function answer(deps: Deps, asked: Asked): Promise<FastifyReply> {
  const { questions, aims, oidc } = deps;
  const { reply, visit, session, interaction } = asked;
  const next = decide(await questionFor(deps, asked), session);
  switch (next.to) {
    case 'sign-in': {
      const { ui_locales: wanted } = interaction.params;
      speakTheirLanguage({ request: asked.request, reply, wanted });
      const leave = `${pageOf(interaction)}/abandonner`;
      const aim = { next: pageOf(interaction), away: true, leave, ...next.way };
      return seeOther(reply, aims.link(paths.signIn, { aim, browser: visit.browser }));
    }
    case 'go-on':
      // Begun by nobody, and not settled before.
      if (!interaction.session?.accountId && !interaction.result) await oidc.crowd.leave(visit.network);
      await questions.signedIn(interaction, session!);
      return seeOther(reply, resumeOf(interaction));
    case 'give-up':
      await questions.refused(interaction, next.error, 'the sign-in that was asked for could not be had');
      return seeOther(reply, resumeOf(interaction));
    case 'refusal':
      return refuse(deps, asked, session!);
    case 'consent':
      return askConsent(deps, asked, session!);
    default:
      return next satisfies never;
  }
}

/** `ui_locales`, where nobody chose a language on this browser. */
function speakTheirLanguage({
  request,
  reply,
  wanted,
}: Pick<Asked, 'request' | 'reply'> & { wanted: unknown }): void {
  if (typeof wanted !== 'string' || readLanguage(request) !== null) return;
  const known = wanted.split(' ').map((tag) => tag.slice(0, 2).toLowerCase());
  const language = known.find((tag) => tag === 'fr' || tag === 'en');
  if (language === 'fr' || language === 'en') setLanguage(reply, language);
}

const toolFor = async ({ tools, db }: Deps, interaction: Interaction): Promise<Tool | null> =>
  tools.find(db.handle, toolOf(interaction));

/** They may not open it: the page that says whom to ask. */
async function refuse(deps: Deps, asked: Asked, session: Session): Promise<FastifyReply> {
  const { web, oidc } = deps;
  const { request, reply, visit, interaction } = asked;
  const tool = await toolFor(deps, interaction);
  if (!tool) return sendError(web, request, reply, { error: 'tool-expired' });
  const { accountId } = session;
  await oidc.noteRefusal({ accountId, address: visit.network.address, tool: tool.id });
  return sendToolRefused(deps, request, reply, {
    tool,
    email: session.account.email,
    again: { next: pageOf(interaction), away: true },
    leaveHref: `${pageOf(interaction)}/abandonner`,
  });
}

async function askConsent(deps: Deps, asked: Asked, session: Session): Promise<FastifyReply> {
  const { questions, web } = deps;
  const { request, reply, visit, interaction } = asked;
  const tool = await toolFor(deps, interaction);
  if (!tool) return sendError(web, request, reply, { error: 'tool-expired' });
  if (tool.party === 'first') {
    await questions.granted(interaction);
    return seeOther(reply, resumeOf(interaction));
  }
  const { name, email } = session.account;
  const page = consentPage(web.view(request, visit.session!), {
    tool,
    scopes: scopesIn(interaction),
    person: { name, email: displayEmail(email) },
  });
  return sendPage(reply, page);
}

/** The answer to a third party's wish. Whatever it is, the tool hears it by way of a page of ours. */
async function allow(deps: Deps, asked: Asked): Promise<FastifyReply> {
  const { web, questions } = deps;
  const { request, reply, visit, session, interaction } = asked;
  const fields = web.form(request, answerForm, 'session');
  // Signed out or another person meanwhile: the page says what is asked now.
  if (!session || decide(await questionFor(deps, asked), session).to !== 'consent') {
    return seeOther(reply, pageOf(interaction));
  }
  const { accountId } = session;
  if (fields.answer === 'yes') {
    await questions.allowed(interaction, { accountId, address: visit.network.address });
  } else await questions.refused(interaction, 'access_denied', 'the end-user refused');
  return seeOther(reply, `${pageOf(interaction)}/suite`);
}

/** « Abandonner et retourner vers votre portail »: the tool that one came from hears `access_denied`. */
async function leave({ questions }: Deps, { reply, interaction }: Asked): Promise<FastifyReply> {
  await questions.refused(interaction, 'access_denied', gaveUp);
  return seeOther(reply, resumeOf(interaction));
}
