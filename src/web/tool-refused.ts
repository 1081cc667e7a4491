import type { FastifyReply, FastifyRequest } from 'fastify';
import { displayEmail, type Email } from '../identity/accounts/rules.ts';
import type { Tool } from '../identity/tools/rules.ts';
import { paths } from '../routes.ts';
import { type Html, html } from '../ui/html.ts';
import { address } from '../ui/parts.ts';
import type { Aim, Aims } from './aims.ts';
import { sendError } from './errors.ts';
import type { Web } from './web.ts';

export type ToolRefusal = {
  tool: Pick<Tool, 'name' | 'contact'>;
  /** Who is signed in: whoever has two accounts sees that it is the wrong one. */
  email: Email;
  /** Where another account comes back to: the question that this one may not answer. */
  again: Pick<Aim, 'next' | 'away'>;
  /** Back to the tool, empty-handed; absent where there is nowhere to go back to. */
  leaveHref?: string;
};

/**
 * The page of a member who may not open a tool: which tool, with which account, whom to ask, and the ways on.
 * Whoever calls it records the refusal (`tool.refused`).
 */
export function sendToolRefused(
  { web, aims }: { web: Web; aims: Aims },
  request: FastifyRequest,
  reply: FastifyReply,
  { tool, email, again, leaveHref }: ToolRefusal,
): FastifyReply {
  const { browser } = web.visit(request, reply);
  const words = web.view(request, browser).words.toolRefused;
  return sendError(web, request, reply, {
    error: 'tool-refused',
    words: {
      title: words.title(tool.name),
      said: words.said(displayEmail(email)),
      todo: tool.contact ? html`${words.ask} ${contactLink(tool.contact)}` : words.askHelp,
    },
    actions: ['home', 'other-account', ...(leaveHref ? (['leave-tool'] as const) : [])],
    hrefs: {
      // Fresh: the account that is signed in now will not do.
      'other-account': aims.link(paths.signIn, { aim: { ...again, fresh: true }, browser }),
      'leave-tool': leaveHref,
    },
  });
}

/** A mail address or a web address as a link, a telephone or a name as it was written. */
function contactLink(contact: string): Html {
  if (/^https?:\/\//.test(contact))
    return html`<a href="${contact}">${contact.replace(/^https?:\/\/|\/$/g, '')}</a>`;
  if (/^[^\s@]+@[^\s@]+$/.test(contact)) return html`<a href="mailto:${contact}">${address(contact)}</a>`;
  return html`<strong>${contact}</strong>`;
}
