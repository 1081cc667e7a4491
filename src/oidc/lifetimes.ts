import type { Configuration, Grant } from 'oidc-provider';
import type { Clock } from '../core/clock.ts';
import type { Knocks } from './knock.ts';
import { lifeSeconds } from './rules.ts';

/** Never used, and short should that ever change. */
const unused = 60;

/**
 * How long everything lives, in seconds: nothing is left to the provider's defaults [security.md 30]. What was given in a
 * session ends with the session; only what the tool may use offline goes on, to an end of its own.
 */
export function createLifetimes({
  clock,
  knocks,
}: {
  clock: Clock;
  knocks: Knocks;
}): NonNullable<Configuration['ttl']> {
  const now = () => Math.floor(clock.now() / 1_000);
  const untilSessionEnds = (ctx: Parameters<Knocks['of']>[0]): number => {
    const end = knocks.of(ctx)?.session?.expiresAt ?? 0;
    return Math.max(1, Math.ceil(end / 1_000) - now());
  };
  const untilGrantEnds = (grant: Grant | undefined): number => Math.max(1, (grant?.exp ?? 0) - now());
  return {
    AccessToken: (ctx) => Math.min(lifeSeconds.access, untilGrantEnds(ctx.oidc.grant)),
    AuthorizationCode: lifeSeconds.code,
    IdToken: lifeSeconds.id,
    Interaction: lifeSeconds.interaction,
    Session: untilSessionEnds,
    Grant: (ctx, grant) =>
      grant.getOIDCScope().split(' ').includes('offline_access')
        ? lifeSeconds.offline
        : untilSessionEnds(ctx),
    RefreshToken: (ctx, token) => {
      const left = untilGrantEnds(ctx.oidc.grant);
      return token.expiresWithSession ? left : Math.min(left, lifeSeconds.offlineUnused);
    },
    BackchannelAuthenticationRequest: unused,
    ClientCredentials: unused,
    DeviceCode: unused,
    PreAuthorizedCode: unused,
  };
}
