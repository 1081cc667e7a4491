import type { FastifyInstance } from 'fastify';
import type { Accounts } from '../identity/accounts/service.ts';
import type { Notices } from '../web/notices.ts';
import type { SignedInWeb } from '../web/signed-in.ts';
import { registerActivity } from './activity/routes.ts';
import { registerDevices } from './devices/routes.ts';
import { registerEmail } from './email/routes.ts';
import { registerOverview } from './overview/routes.ts';
import { registerPassword } from './password/routes.ts';
import { registerData } from './privacy/routes.ts';
import { registerProfile } from './profile/routes.ts';
import type { MyAccount } from './service.ts';
import { registerTools } from './tools/routes.ts';

export type MyAccountWeb = SignedInWeb & { notices: Notices; accounts: Accounts; myAccount: MyAccount };

/** « Mon compte », section by section. */
export function registerMyAccount(app: FastifyInstance, { myAccount, ...web }: MyAccountWeb): void {
  const deps = { ...web, ...myAccount };
  registerOverview(app, deps);
  registerProfile(app, deps);
  registerEmail(app, deps);
  registerPassword(app, deps);
  registerDevices(app, deps);
  registerActivity(app, deps);
  registerTools(app, deps);
  registerData(app, deps);
}
