import type { FastifyInstance } from 'fastify';
import { paths } from '../../routes.ts';
import type { Notices } from '../../web/notices.ts';
import { type SignedInWeb, signedIn } from '../../web/signed-in.ts';
import { sendPage } from '../../web/web.ts';
import { ownerOf } from '../frame/rules.ts';
import { doneIn } from '../frame/service.ts';
import { overviewPage } from './pages.ts';
import type { MyOverview } from './service.ts';

export type OverviewWeb = SignedInWeb & { notices: Notices; overview: MyOverview };

/** « Mon compte », all of it on one page. */
export function registerOverview(app: FastifyInstance, deps: OverviewWeb): void {
  app.get(paths.account, (request, reply) =>
    signedIn(deps, request, reply, async (asked) => {
      const { web, notices, overview } = deps;
      const { session, token, visit } = asked;
      const page = overviewPage(web.view(request, token), {
        owner: ownerOf(session),
        done: doneIn(notices, asked),
        now: web.clock.now(),
        facts: await overview.facts(session, visit.locale),
      });
      return sendPage(reply, page);
    }),
  );
}
