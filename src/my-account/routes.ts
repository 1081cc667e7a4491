import type { FastifyInstance } from 'fastify';
import type { SignedInWeb } from '../web/signed-in.ts';
import { registerOverview } from './overview/routes.ts';

/** « Mon compte », section by section. */
export function registerMyAccount(app: FastifyInstance, deps: SignedInWeb): void {
  registerOverview(app, deps);
}
