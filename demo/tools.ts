import type { Config } from '../src/config.ts';
import type { Tool } from '../src/identity/tools/rules.ts';
import type { openIdentity } from '../src/main.ts';
import type { SampleTool } from './tool.ts';
import type { ToolLook } from './tool-style.ts';

type Sample = Pick<Tool, 'icon' | 'groups' | 'party' | 'contact'> & ToolLook;

/** Three tools: for everybody, for a group, and of another organisation, which members are asked about. */
const samples: Sample[] = [
  {
    id: 'formations',
    name: 'Formations',
    about: { fr: 'Le catalogue et vos inscriptions', en: 'The catalogue and your enrolments' },
    icon: 'training',
    groups: null,
    party: 'first',
    colour: '#6d3b9e',
    colourAtNight: '#c9a4f0',
  },
  {
    id: 'dossiers',
    name: 'Dossiers',
    about: {
      fr: 'Vos demandes de prise en charge et leur avancement',
      en: 'Your requests and where they stand',
    },
    icon: 'contract',
    groups: ['gestion'],
    contact: 'assistance@membres.example',
    party: 'first',
    colour: '#8a4a00',
    colourAtNight: '#f0b676',
  },
  {
    id: 'sondages',
    name: 'Sondages',
    about: { fr: 'L’outil d’une autre organisation', en: 'A tool of another organisation' },
    icon: 'catalogue',
    groups: null,
    party: 'third',
    colour: '#0d6470',
    colourAtNight: '#7cd3de',
  },
];

/** Who is in which group. */
const members = { gestion: ['camille.martin@membres.example', 'alex.durand@membres.example'] };

export type SampleTools = {
  tools: readonly SampleTool[];
  /** What the portal must know of them, in the terms of poterne.yaml. */
  settings: Tool[];
  /** Gives each a new random secret, and puts people into groups. */
  register(identity: Identity, portalUrl: string): Promise<void>;
  close(): Promise<void>;
};

type Identity = Pick<Awaited<ReturnType<typeof openIdentity>>, 'db' | 'tools' | 'accounts'>;

/** Starts the sample tools on ports of their own, from `port` on. */
export async function startTools({ port }: { port: number }): Promise<SampleTools> {
  // Packages of development: whoever lacks them is told by the mail receiver first.
  const [{ startTool }, { addresses }] = await Promise.all([
    import('./tool.ts'),
    import('./tool-sign-in.ts'),
  ]);
  const tools: SampleTool[] = [];
  for (const [i, look] of samples.entries()) tools.push(await startTool({ look, port: port + i }));
  const settings = tools.map(({ url }, i) => settingsOf(samples[i]!, url, addresses(url)));
  return {
    tools,
    settings,
    register: async ({ db, tools: known, accounts }, portalUrl) => {
      for (const tool of tools) {
        const made = await db.transaction((tx) =>
          known.rotateSecret(tx, { toolId: tool.look.id, atOnce: true }),
        );
        if (!made.ok) throw new Error(`the demo's own tool has no secret: ${made.reason}`);
        tool.connect({ portalUrl, issuer: `${portalUrl}/oidc`, secret: made.secret });
      }
      for (const [group, emails] of Object.entries(members)) {
        for (const email of emails) {
          const account = await accounts.findByEmail(db.handle, email as never);
          if (account) await known.addToGroup(db.handle, { accountId: account.id, group });
        }
      }
    },
    close: async () => {
      await Promise.all(tools.map((tool) => tool.close()));
    },
  };
}

type Addresses = { back: string; signedOut: string; backchannel: string };

function settingsOf(sample: Sample, url: string, here: Addresses): Tool {
  const { id, name, about, icon, groups, party, contact } = sample;
  return {
    id,
    name,
    description: about.fr,
    icon,
    // Leads in at once: whoever comes from the portal is signed in there.
    url: `${url}/connexion`,
    groups,
    contact,
    party,
    oidc: {
      redirectUris: [here.back],
      postLogoutRedirectUris: [here.signedOut],
      backchannelLogoutUri: here.backchannel,
      clientAuth: 'client_secret_basic',
      signing: 'ES256',
    },
    hosts: [],
    source: 'file',
  };
}

/** The configuration with the sample tools first; those of the operator's file follow. */
export function withTools(config: Config, settings: readonly Tool[]): Config {
  const ids = new Set(settings.map(({ id }) => id));
  return { ...config, tools: [...settings, ...config.tools.filter(({ id }) => !ids.has(id))] };
}
