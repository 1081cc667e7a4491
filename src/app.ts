import cookie from '@fastify/cookie';
import fastify, { type FastifyInstance } from 'fastify';
import { registerForwardAuth } from './forward-auth/routes.ts';
import type { ForwardAuth } from './forward-auth/service.ts';
import type { Accounts } from './identity/accounts/service.ts';
import type { Audit } from './identity/audit/service.ts';
import type { Factors } from './identity/factors/service.ts';
import type { Sessions } from './identity/sessions/service.ts';
import type { Tools } from './identity/tools/service.ts';
import { registerEmailChange } from './journeys/email-change/routes.ts';
import type { EmailChange, EmailUndo } from './journeys/email-change/service.ts';
import { registerEnrolment } from './journeys/enrolment/routes.ts';
import type { Enrolment } from './journeys/enrolment/service.ts';
import { registerNotMe } from './journeys/not-me/routes.ts';
import type { NotMe } from './journeys/not-me/service.ts';
import { registerPasswordReset } from './journeys/password-reset/routes.ts';
import type { PasswordReset } from './journeys/password-reset/service.ts';
import { registerSignIn } from './journeys/sign-in/routes.ts';
import type { SignIn } from './journeys/sign-in/service.ts';
import { registerSignUp } from './journeys/sign-up/routes.ts';
import type { SignUp } from './journeys/sign-up/service.ts';
import { registerMyFactors } from './my-account/factors/routes.ts';
import type { MyFactors } from './my-account/factors/service.ts';
import { registerMyAccount } from './my-account/routes.ts';
import type { MyAccount } from './my-account/service.ts';
import { registerSignOut } from './oidc/logout/routes.ts';
import type { SignOut } from './oidc/logout/service.ts';
import { registerOidc } from './oidc/routes.ts';
import type { Oidc } from './oidc/service.ts';
import type { Database } from './platform/db/database.ts';
import { formLimitBytes, registerForms } from './platform/http/forms.ts';
import type { Log } from './platform/log/log.ts';
import type { Health } from './platform/metrics/health.ts';
import type { Metrics } from './platform/metrics/metrics.ts';
import { registerHelp } from './portal/help/routes.ts';
import { registerHome } from './portal/home/routes.ts';
import type { Assets } from './ui/assets.ts';
import type { SiteLinks } from './ui/view.ts';
import type { Aims } from './web/aims.ts';
import { registerDoors } from './web/doors.ts';
import { registerFailures } from './web/failures.ts';
import { registerFiles } from './web/files.ts';
import type { Notices } from './web/notices.ts';
import type { Web } from './web/web.ts';

/** Everything that the portal is made of; `main` wires it, tests too. */
export type AppDeps = {
  /** The configured public origin [security.md 36]. */
  origin: string;
  trustedProxies: readonly string[];
  web: Web;
  aims: Aims;
  notices: Notices;
  db: Database;
  log: Log;
  metrics: Metrics;
  health: Health;
  assets: Assets;
  links: SiteLinks;
  tools: Tools;
  sessions: Sessions;
  oidc: Oidc;
  audit: Audit;
  signIn: SignIn;
  reset: PasswordReset;
  signUp: SignUp;
  notMe: NotMe;
  enrolment: Enrolment;
  myFactors: MyFactors;
  emailChange: EmailChange;
  emailUndo: EmailUndo;
  accounts: Accounts;
  factors: Factors;
  myAccount: MyAccount;
  signOut: SignOut;
  forwardAuth: ForwardAuth;
  mailIsLate(): boolean;
};

/** The portal's HTTP side: neither listens nor reads the environment. */
export async function createApp(deps: AppDeps): Promise<FastifyInstance> {
  const { web, db, sessions, links } = deps;
  const app = fastify({
    logger: false,
    trustProxy: deps.trustedProxies.length > 0 ? [...deps.trustedProxies] : false,
    bodyLimit: formLimitBytes,
    requestTimeout: 30_000,
    keepAliveTimeout: 60_000,
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error, request, reply) => failures.answer(error, request, reply),
  });
  const failures = registerFailures(app, deps);
  await app.register(cookie);
  await registerForms(app);
  registerDoors(app, deps);
  registerFiles(app, deps);
  registerSignIn(app, {
    web,
    aims: deps.aims,
    signIn: deps.signIn,
    links,
    mailIsLate: deps.mailIsLate,
    isSignedIn: async ({ session }) => session !== null && (await sessions.find(db.handle, session)).ok,
  });
  registerPasswordReset(app, deps);
  registerSignUp(app, deps);
  registerNotMe(app, deps);
  registerEnrolment(app, deps);
  registerEmailChange(app, deps);
  registerHome(app, deps);
  registerSignOut(app, deps);
  registerMyAccount(app, deps);
  registerMyFactors(app, deps);
  registerForwardAuth(app, deps);
  registerHelp(app, deps);
  registerOidc(app, deps);
  return app;
}
