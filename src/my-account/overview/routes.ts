import type { FastifyInstance } from 'fastify';
import { paths } from '../../routes.ts';
import { type SignedInWeb, signedIn } from '../../web/signed-in.ts';
import { sendPage } from '../../web/web.ts';
import { ownerOf } from '../frame/rules.ts';
import { overviewPage } from './pages.ts';

/** « Mon compte », all of it on one page. */
export function registerOverview(app: FastifyInstance, deps: SignedInWeb): void {
  app.get(paths.account, (request, reply) =>
    signedIn(deps, request, reply, ({ session, token }) =>
      sendPage(reply, overviewPage(deps.web.view(request, token), { owner: ownerOf(session), done: null })),
    ),
  );
}
