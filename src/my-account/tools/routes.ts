import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { formFields } from '../../platform/http/forms.ts';
import { paths } from '../../routes.ts';
import { sectionHref } from '../../ui/account-sections.ts';
import type { Notices } from '../../web/notices.ts';
import { type SignedInWeb, signedIn } from '../../web/signed-in.ts';
import { seeOther } from '../../web/web.ts';
import { backTo } from '../frame/service.ts';
import type { MyTools } from './service.ts';

export type ToolsWeb = SignedInWeb & { notices: Notices; myTools: MyTools };

const form = z.strictObject({ ...formFields, tool: z.string().max(40) });

/** « Retirer »; the list stands on the page of all. */
export function registerTools(app: FastifyInstance, deps: ToolsWeb): void {
  app.get(paths.accountTools, (_request, reply) => seeOther(reply, sectionHref('tools')));
  app.post(paths.accountTools, (request, reply) => withdraw(deps, request, reply));
}

function withdraw(deps: ToolsWeb, request: FastifyRequest, reply: FastifyReply) {
  return signedIn(deps, request, reply, async (asked) => {
    const fields = deps.web.form(request, form, 'session');
    const { session, visit } = asked;
    const of = { accountId: session.accountId, toolId: fields.tool, visit };
    const tool = await deps.myTools.withdraw(of);
    return tool === null
      ? seeOther(reply, sectionHref('tools'))
      : backTo(deps.notices, asked, 'tools', { what: 'consent', tool });
  });
}
