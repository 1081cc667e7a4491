import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { parseCode } from '../../identity/codes/rules.ts';
import { parseFactorName, showRecoveryCode } from '../../identity/factors/rules.ts';
import { formFields, typed } from '../../platform/http/forms.ts';
import { paths } from '../../routes.ts';
import { recoveryCodesFile } from '../../ui/factors.ts';
import { qrOf } from '../../ui/qr.ts';
import type { FieldError } from '../../ui/view.ts';
import { freshlySignedIn, type SignedIn, signedIn } from '../../web/signed-in.ts';
import { seeOther, sendPage } from '../../web/web.ts';
import { ownerOf } from '../frame/rules.ts';
import { authenticatorPage, factorsPage, newCodesPage, passkeysPage, recoveryPage } from './pages.ts';
import { backToFactors, codesHref, doneIn, type FactorsWeb, ownerOfFactors } from './web.ts';

const passkeyForm = z.discriminatedUnion('action', [
  z.strictObject({ ...formFields, action: z.literal('add'), name: typed, answer: z.string().max(32_768) }),
  z.strictObject({ ...formFields, action: z.literal('rename'), id: z.uuid(), name: typed }),
  z.strictObject({ ...formFields, action: z.literal('remove'), id: z.uuid() }),
]);
const authenticatorForm = z.discriminatedUnion('action', [
  z.strictObject({ ...formFields, action: z.literal('confirm'), ticket: z.string().max(2_000), code: typed }),
  z.strictObject({ ...formFields, action: z.literal('remove') }),
]);
const codesForm = z.strictObject(formFields);

/** « Protection du compte », « Clés d'accès », « Application d'authentification », « Codes de secours ». */
export function registerMyFactors(app: FastifyInstance, deps: FactorsWeb): void {
  app.get(paths.accountFactors, (request, reply) =>
    signedIn(deps, request, reply, (asked) => drawFactors(deps, asked)),
  );
  const strong =
    (act: (deps: FactorsWeb, asked: SignedIn) => FastifyReply | Promise<FastifyReply>) =>
    (request: FastifyRequest, reply: FastifyReply) =>
      freshlySignedIn(deps, request, reply, (asked) => act(deps, asked));
  app.get(
    paths.accountPasskeys,
    strong((of, asked) => drawPasskeys(of, asked, [])),
  );
  app.post(paths.accountPasskeys, strong(changePasskeys));
  app.get(
    paths.accountAuthenticator,
    strong((of, asked) => drawAuthenticator(of, asked, {})),
  );
  app.post(paths.accountAuthenticator, strong(changeAuthenticator));
  app.get(paths.accountRecoveryCodes, (request, reply) => showCodes(deps, request, reply));
  app.post(paths.accountRecoveryCodes, strong(makeCodes));
}

async function drawFactors(deps: FactorsWeb, asked: SignedIn) {
  const { request, reply, session, token } = asked;
  const page = factorsPage(deps.web.view(request, token), {
    owner: ownerOf(session),
    now: deps.web.clock.now(),
    held: await deps.myFactors.of(session.accountId),
    done: doneIn(deps, asked),
  });
  return sendPage(reply, page);
}

async function drawPasskeys(deps: FactorsWeb, asked: SignedIn, errors: FieldError[], typedName?: string) {
  const { request, reply, session, token, visit } = asked;
  const { passkeys } = await deps.myFactors.of(session.accountId);
  const page = passkeysPage(deps.web.view(request, token), {
    owner: ownerOf(session),
    now: deps.web.clock.now(),
    passkeys,
    options: await deps.myFactors.creationOptions(ownerOfFactors(asked)),
    name: typedName ?? visit.label,
    errors,
  });
  return sendPage(reply, page, errors.length > 0 ? 422 : 200);
}

async function changePasskeys(deps: FactorsWeb, asked: SignedIn) {
  const { web, myFactors } = deps;
  const fields = web.form(asked.request, passkeyForm, 'session');
  const owner = ownerOfFactors(asked);
  const { problems, lastOfOperator, tooMany } = web.view(asked.request, asked.token).words.factors;
  const say = (field: string, message: string, name?: string) =>
    drawPasskeys(deps, asked, [{ field, message }], name);
  if (fields.action === 'remove') {
    const removed = await myFactors.removePasskey(owner, fields.id);
    if (!removed.ok && removed.reason === 'last') return say('passkey', lastOfOperator);
    return backToFactors(deps, asked, { done: 'passkey-removed' });
  }
  const named = parseFactorName(fields.name);
  if (!named.ok) {
    const field = fields.action === 'rename' ? `name-${fields.id}` : 'name';
    return say(field, problems.name[named.reason], fields.action === 'add' ? fields.name : undefined);
  }
  if (fields.action === 'rename') {
    await myFactors.renamePasskey(owner, { id: fields.id, name: named.name });
    return backToFactors(deps, asked, { done: 'passkey-renamed' });
  }
  const added = await myFactors.addPasskey(owner, { answer: fields.answer, name: named.name });
  if (added.ok) return backToFactors(deps, asked, { done: 'passkey-added', codes: added.codes });
  const told = { exists: problems.exists, 'too-many': tooMany };
  const message = added.reason in told ? told[added.reason as keyof typeof told] : problems.notMade;
  return say('passkey', message, named.name);
}

type Kept = { ticket?: string; errors?: FieldError[] };

async function drawAuthenticator(deps: FactorsWeb, asked: SignedIn, { ticket, errors = [] }: Kept) {
  const { request, reply, session, token } = asked;
  const setUp = await deps.myFactors.setUp(ownerOfFactors(asked), ticket);
  const { authenticator } = await deps.myFactors.of(session.accountId);
  const page = authenticatorPage(deps.web.view(request, token), {
    owner: ownerOf(session),
    now: deps.web.clock.now(),
    authenticator,
    ...setUp,
    qr: await qrOf(setUp.uri),
    errors,
  });
  return sendPage(reply, page, errors.length > 0 ? 422 : 200);
}

async function changeAuthenticator(deps: FactorsWeb, asked: SignedIn) {
  const { web, myFactors } = deps;
  const fields = web.form(asked.request, authenticatorForm, 'session');
  const owner = ownerOfFactors(asked);
  const { factors, factor } = web.view(asked.request, asked.token).words;
  const say = (message: string, ticket?: string) =>
    drawAuthenticator(deps, asked, { ticket, errors: [{ field: 'code', message }] });
  if (fields.action === 'remove') {
    const removed = await myFactors.removeAuthenticator(owner);
    if (!removed.ok && removed.reason === 'last') return say(factors.lastOfOperator);
    return backToFactors(deps, asked, { done: 'authenticator-removed' });
  }
  const { ticket } = fields;
  const parsed = parseCode(fields.code);
  if (!parsed.ok) return say(factor.problems[parsed.reason], ticket);
  const confirmed = await myFactors.confirmSetUp(owner, { ticket, typed: parsed.code });
  if (confirmed.ok)
    return backToFactors(deps, asked, { done: 'authenticator-added', codes: confirmed.codes });
  return confirmed.reason === 'expired' ? say(factors.setUpExpired) : say(factors.problems.wrong, ticket);
}

/** Codes that were just made, sealed in the address, as a page or as a file; else how many are left. */
function showCodes(deps: FactorsWeb, request: FastifyRequest, reply: FastifyReply) {
  const { codes: sealed, fichier } = request.query as { codes?: unknown; fichier?: unknown };
  if (typeof sealed !== 'string' || sealed.length > 2_000) {
    return freshlySignedIn(deps, request, reply, (asked) => drawRecovery(deps, asked, false));
  }
  return signedIn(deps, request, reply, (asked) => {
    const codes = deps.myFactors.shownCodes(ownerOfFactors(asked), sealed)?.map(showRecoveryCode);
    if (!codes) return drawRecovery(deps, asked, true);
    const view = deps.web.view(request, asked.token);
    if (fichier === '1') return sendCodes(reply, recoveryCodesFile(view, codes));
    const downloadHref = `${codesHref(sealed)}&fichier=1`;
    return sendPage(reply, newCodesPage(view, { owner: ownerOf(asked.session), codes, downloadHref }));
  });
}

function sendCodes(reply: FastifyReply, text: string): FastifyReply {
  return reply
    .type('text/plain; charset=utf-8')
    .header('content-disposition', 'attachment; filename="codes-de-secours.txt"')
    .send(text);
}

async function drawRecovery(deps: FactorsWeb, asked: SignedIn, gone: boolean) {
  const { request, reply, session, token } = asked;
  const { passkeys, authenticator, recoveryCodesLeft: left } = await deps.myFactors.of(session.accountId);
  const page = recoveryPage(deps.web.view(request, token), {
    owner: ownerOf(session),
    now: deps.web.clock.now(),
    left,
    holds: passkeys.length > 0 || authenticator !== null,
    gone,
  });
  return sendPage(reply, page);
}

async function makeCodes(deps: FactorsWeb, asked: SignedIn) {
  deps.web.form(asked.request, codesForm, 'session');
  const codes = await deps.myFactors.makeCodes(ownerOfFactors(asked));
  return seeOther(asked.reply, codes ? codesHref(codes) : paths.accountRecoveryCodes);
}
