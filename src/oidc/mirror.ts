import type { Provider } from 'oidc-provider';
import { acrOf } from '../identity/sessions/rules.ts';
import type { Knocks } from './knock.ts';

type SessionOf<P extends Provider> = InstanceType<P['Session']>;

/**
 * The provider's session is the portal's: it has the same id, is found by the portal's cookie alone, and says of who and
 * when what the portal says. There is no second cookie that could say something else [security.md 31].
 */
export function mirrorSessions(provider: Provider, knocks: Knocks): void {
  const { Session } = provider;
  const make = (payload?: object) => new (Session as new (payload?: object) => SessionOf<Provider>)(payload);
  Session.get = async (ctx) => {
    const portal = knocks.of(ctx)?.session ?? null;
    const session =
      portal === null
        ? make()
        : ((await Session.find(portal.id)) ?? make({ jti: portal.id, uid: portal.id }));
    if (portal !== null) {
      session.loginAccount({
        accountId: portal.accountId,
        loginTs: Math.floor(portal.createdAt / 1_000),
        amr: portal.amr,
        acr: acrOf(portal.amr),
        transient: true,
      });
    }
    (ctx as unknown as { oidc?: { entity(name: string, value: object): void } }).oidc?.entity(
      'Session',
      session,
    );
    return session;
  };
  // The id is no secret and opens nothing: a new one would only lose what it opened.
  Session.prototype.resetIdentifier = () => {};
}
