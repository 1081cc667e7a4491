import type { Parse } from '../config-values.ts';
import type { ToolOidc, ToolSettings } from '../identity/tools/rules.ts';
import type { Given, Option } from './command.ts';
import { Misuse } from './terminal.ts';

/** What `poterne tool add` is told of a tool: the keys of poterne.yaml under the names of a command line. */
export const toolOptions: Record<string, Option> = {
  id: {
    value: 'I',
    required: true,
    about: { fr: 'identifiant, aussi client_id', en: 'id, also the client_id' },
  },
  name: { value: 'N', required: true, about: { fr: 'nom affiché', en: 'name shown' } },
  'redirect-uri': {
    value: 'U',
    repeatable: true,
    about: { fr: 'où il reçoit les connexions', en: 'where it receives sign-ins' },
  },
  url: {
    value: 'U',
    about: {
      fr: "où mène l'accueil ; déduit de l'adresse ou de l'hôte",
      en: 'where the home page leads; derived from the address or the host',
    },
  },
  description: { value: 'T', about: { fr: 'une phrase', en: 'one sentence' } },
  icon: {
    value: 'N',
    about: { fr: 'dessin (docs/configuration.md)', en: 'picture (docs/configuration.md)' },
  },
  group: {
    value: 'G',
    repeatable: true,
    about: {
      fr: "groupe qui peut l'ouvrir ; sinon tout le monde",
      en: 'group that may open it; else everybody',
    },
  },
  contact: { value: 'C', about: { fr: "à qui demander l'accès", en: 'whom to ask for access' } },
  'third-party': {
    about: {
      fr: "l'outil d'un autre : la personne consent d'abord",
      en: "somebody else's tool: the person consents first",
    },
  },
  'post-logout-uri': {
    value: 'U',
    repeatable: true,
    about: { fr: 'où revenir après une déconnexion', en: 'where to come back to after signing out' },
  },
  'backchannel-uri': {
    value: 'U',
    about: { fr: 'où le prévenir des fins de session', en: 'where to tell it that a session is over' },
  },
  public: { about: { fr: 'une application sans secret', en: 'an application without a secret' } },
  'secret-in-body': {
    about: {
      fr: 'il envoie son secret par client_secret_post',
      en: 'it sends its secret by client_secret_post',
    },
  },
  signing: {
    value: 'ES256|RS256',
    about: { fr: 'signature des jetons (ES256)', en: 'signature of tokens (ES256)' },
  },
  offline: { about: { fr: 'peut demander des refresh tokens', en: 'may ask for refresh tokens' } },
  host: {
    value: 'H',
    repeatable: true,
    about: { fr: 'hôte que le mandataire protège', en: 'host that the proxy protects' },
  },
};

/** The tool, by the checks and in the words of poterne.yaml. Throws Misuse. */
export async function readTool(given: Given): Promise<ToolSettings & { id: string }> {
  const { toolId, groupsOfTool, hostName } = await import('../config-tool-values.ts');
  const { text, webAddress } = await import('../config-values.ts');
  const maybe = <T>(option: string, parse: Parse<T>): T | undefined => {
    const value = given.text(option);
    return value === undefined ? undefined : checked(option, parse, value);
  };
  const oidc = await readOidc(given);
  const hosts = given.texts('host').map((host) => ({ host: checked('host', hostName, host), rules: [] }));
  const groups = given.texts('group');
  const [redirectUri] = oidc?.redirectUris ?? [];
  const home = redirectUri ? new URL('/', redirectUri).href : hosts[0] && `https://${hosts[0].host}/`;
  const url = maybe('url', webAddress()) ?? home;
  if (url === undefined) {
    throw new Misuse({
      fr: 'il faut --redirect-uri, --host ou --url',
      en: '--redirect-uri, --host or --url is needed',
    });
  }
  const description = maybe('description', text(160));
  const icon = maybe('icon', text(16));
  const contact = maybe('contact', text(160));
  return {
    id: checked('id', toolId, given.text('id')),
    name: checked('name', text(60), given.text('name')),
    ...(description !== undefined && { description }),
    ...(icon !== undefined && { icon }),
    ...(contact !== undefined && { contact }),
    url,
    groups: groups.length > 0 ? checked('group', groupsOfTool, groups) : null,
    party: given.has('third-party') ? 'third' : 'first',
    oidc,
    hosts,
  };
}

async function readOidc(given: Given): Promise<ToolOidc | null> {
  const { redirectUri } = await import('../config-tool-values.ts');
  const { oneOf } = await import('../config-values.ts');
  const all = (option: string) => given.texts(option).map((value) => checked(option, redirectUri, value));
  const redirectUris = all('redirect-uri');
  if (redirectUris.length === 0) {
    refuseOidcAlone(given);
    return null;
  }
  if (given.has('public') && given.has('secret-in-body')) {
    throw new Misuse({
      fr: '--public : il n’y a pas de secret à envoyer',
      en: '--public: there is no secret to send',
    });
  }
  const told = given.text('backchannel-uri');
  const secret = given.has('secret-in-body') ? 'client_secret_post' : 'client_secret_basic';
  return {
    redirectUris,
    postLogoutRedirectUris: all('post-logout-uri'),
    ...(told !== undefined && { backchannelLogoutUri: checked('backchannel-uri', redirectUri, told) }),
    clientAuth: given.has('public') ? 'none' : secret,
    signing: checked('signing', oneOf(['ES256', 'RS256']), given.text('signing') ?? 'ES256'),
    ...(given.has('offline') && { offline: true }),
  };
}

/** Options that would mean nothing: whoever gives them forgot where the tool receives sign-ins. */
function refuseOidcAlone(given: Given): void {
  const alone =
    ['public', 'secret-in-body', 'offline'].find((name) => given.has(name)) ??
    ['backchannel-uri', 'signing'].find((name) => given.text(name) !== undefined) ??
    (given.texts('post-logout-uri').length > 0 ? 'post-logout-uri' : undefined);
  if (alone === undefined) return;
  throw new Misuse({
    fr: `--${alone} ne vaut qu'avec --redirect-uri`,
    en: `--${alone} needs --redirect-uri`,
  });
}

function checked<T>(option: string, parse: Parse<T>, value: unknown): T {
  const result = parse(value);
  if (result.ok) return result.value;
  const { wrong, fix } = result;
  throw new Misuse({
    fr: `--${option} : ${wrong.fr} → ${fix.fr}`,
    en: `--${option}: ${wrong.en} → ${fix.en}`,
  });
}
