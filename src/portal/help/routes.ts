import type { FastifyInstance } from 'fastify';
import { paths } from '../../routes.ts';
import { sendPage, type Web } from '../../web/web.ts';
import { helpPage } from './pages.ts';

/** « Aide »: the guide, for anyone. */
export function registerHelp(app: FastifyInstance, { web }: { web: Web }): void {
  app.get(paths.help, (request, reply) => {
    const { browser, session } = web.visit(request, reply);
    return sendPage(reply, helpPage(web.view(request, browser), { signedIn: session !== null }));
  });
}
