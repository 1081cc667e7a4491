import type { Client, Provider } from 'oidc-provider';
import type { Teller, Told } from './courier.ts';
import type { Untold } from './rules.ts';

type TellerDeps = {
  getProvider(): Promise<Provider>;
  clientFor(toolId: string): Promise<Client | undefined>;
};

/** A client that has an address to be told at. */
type Reachable = { backchannelLogout(sub: string, sid: string): Promise<void> };

/** Tells tools in the provider's own words: back-channel logout 1.0, signed as it signs everything else. */
export function createTeller({ getProvider, clientFor }: TellerDeps): Teller {
  return {
    tell: async ({ toolId, accountId, sid }) => {
      const client = await clientFor(toolId);
      if (client?.backchannelLogoutUri === undefined) return { state: 'not-asked' };
      try {
        await (client as unknown as Reachable).backchannelLogout(accountId, sid);
        return { state: 'told' };
      } catch (error) {
        return failure(error as Error);
      }
    },

    forget: async ({ providerUid, accountId }) => {
      const session = await (await getProvider()).Session.findByUid(providerUid);
      if (session?.accountId === accountId) await session.destroy();
    },
  };
}

/** Fit for the log: what went wrong, and never what the tool said. */
function failure(error: Error & { response?: { status?: number } }): Told {
  const status = error.response?.status;
  const cause = (error.cause ?? {}) as { code?: unknown };
  const reason: Untold =
    status !== undefined ? 'refused' : error.name === 'TimeoutError' ? 'no-answer' : 'unreachable';
  const why = {
    refused: `answered ${status}`,
    'no-answer': 'no answer in time',
    unreachable: typeof cause.code === 'string' ? cause.code : error.name,
  }[reason];
  return { state: 'failed', reason, error: why };
}
