import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Client, Provider } from 'oidc-provider';
import { paths } from '../routes.ts';
import type { OidcDeps } from './deps.ts';
import { createCrowd } from './interactions/crowd.ts';
import { createEntries } from './interactions/entries.ts';
import { createQuestions } from './interactions/service.ts';
import type { Algorithm } from './keys/rules.ts';
import { createSigningKeys, type KeySet } from './keys/service.ts';
import { createKnocks } from './knock.ts';

type Engine = { provider: Provider; handle(req: IncomingMessage, res: ServerResponse): Promise<void> };

export type Oidc = ReturnType<typeof createOidc>;

/**
 * OpenID Connect for tools. The provider is loaded when it is first needed (100 ms, 15 MB), and made anew when the keys
 * change; what runs ends with the one it began with.
 */
export function createOidc(deps: OidcDeps) {
  const { db, tools } = deps;
  const knocks = createKnocks();
  const entries = createEntries(deps);
  const crowd = createCrowd(deps);
  const keys = createSigningKeys(deps);
  let built: { set: KeySet; engine: Promise<Engine> } | null = null;

  const build = async (set: KeySet): Promise<Engine> => {
    const [module, { buildProvider }] = await Promise.all([import('oidc-provider'), import('./provider.ts')]);
    const provider = buildProvider(module, { ...deps, knocks, entries, crowd }, set);
    return { provider, handle: provider.callback() };
  };

  /** What the tools sign with; ES256 in any case, so that the discovery says something. */
  const needed = async (): Promise<Algorithm[]> => {
    const asked = (await tools.list(db.handle)).flatMap(({ oidc }) => (oidc ? [oidc.signing] : []));
    return [...new Set<Algorithm>(['ES256', ...asked])];
  };

  const getEngine = async (): Promise<Engine> => {
    const set = await keys.current(await needed());
    if (built?.set !== set) {
      const mine = { set, engine: build(set) };
      built = mine;
      // A build that failed is not kept.
      mine.engine.catch(() => {
        if (built === mine) built = null;
      });
    }
    return built.engine;
  };

  const getProvider = async (): Promise<Provider> => (await getEngine()).provider;

  return {
    keys,
    knocks,
    entries,
    crowd,
    issuer: `${deps.origin}${paths.oidc}`,
    questions: createQuestions({ ...deps, getProvider }),

    /** Somebody who is signed in may not open the tool. */
    noteRefusal: ({ tool, ...who }: { accountId: string; address: string; tool: string }): Promise<void> =>
      deps.toolRefusals.note(db.handle, { ...who, data: { tool, via: 'oidc' } }),

    /** What answers a bare request whose prefix was taken off. */
    handler: async () => (await getEngine()).handle,

    /** The provider with the keys of now: always asked anew, never kept. */
    getProvider,

    /** A tool as the provider's client; undefined when it is none. */
    clientFor: async (toolId: string): Promise<Client | undefined> =>
      (await getProvider()).Client.find(toolId),

    /** Loads the provider ahead of the first tool, where there is a tool that needs it. */
    warm: async (): Promise<void> => {
      const all = await tools.list(db.handle);
      if (all.some(({ oidc }) => oidc !== null)) await getProvider();
    },
  };
}
