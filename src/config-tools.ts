import type { Problem } from './config-problems.ts';
import type { FileSettings } from './config-schema.ts';
import { parseHost, type Tool, type ToolHost } from './identity/tools/rules.ts';

type Written = FileSettings['tools'][number];

/** The tools of the file, with what they did not say. */
export function toolsOf(written: readonly Written[]): Tool[] {
  return written.map((tool) => {
    const { id, name, description, icon, url, groups, contact, party, hosts } = tool;
    const said = Object.entries({ description, icon, contact }).filter(([, value]) => value !== undefined);
    return {
      id,
      name,
      ...Object.fromEntries(said),
      url,
      groups: groups ?? null,
      party,
      oidc: oidcOf(tool),
      hosts,
      source: 'file',
    };
  });
}

function oidcOf(tool: Written): Tool['oidc'] {
  const { redirectUris = [], postLogoutRedirectUris = [], backchannelLogoutUri, offline } = tool;
  if (redirectUris.length === 0) return null;
  return {
    redirectUris,
    postLogoutRedirectUris,
    ...(backchannelLogoutUri !== undefined && { backchannelLogoutUri }),
    clientAuth: tool.clientAuth ?? 'client_secret_basic',
    signing: tool.signing ?? 'ES256',
    ...(offline !== undefined && { offline }),
  };
}

/** What no key of a tool can see by itself. */
export function toolProblems(written: readonly Written[], { publicUrl }: { publicUrl: string }): Problem[] {
  return [idTwice(written), ...hostProblems(written, publicUrl), ...needsRedirect(written)].filter(
    (problem) => problem !== null,
  );
}

function idTwice(written: readonly Written[]): Problem | null {
  const twice = firstTwice(written.map(({ id }) => id));
  return twice === null
    ? null
    : {
        key: 'tools',
        wrong: { fr: `deux outils s'appellent ${twice}`, en: `two tools are called ${twice}` },
        fix: { fr: 'donnez à chacun son id', en: 'give each its own id' },
      };
}

function hostProblems(written: readonly Written[], publicUrl: string): (Problem | null)[] {
  const own = parseHost(new URL(publicUrl).host);
  const hosts = written.flatMap((tool, i) =>
    tool.hosts.map((host, j) => ({ ...host, key: `tools[${i + 1}].hosts[${j + 1}]` })),
  );
  const twice = firstTwice(hosts.map(({ host }) => host));
  return [
    ...hosts.map((host) => (host.host === own ? ownHost(`${host.key}.host`) : pathTwice(host))),
    twice === null
      ? null
      : {
          key: 'tools',
          wrong: { fr: `l'hôte ${twice} est là deux fois`, en: `the host ${twice} is there twice` },
          fix: { fr: 'laissez-le à un seul outil', en: 'leave it to one tool alone' },
        },
  ];
}

const ownHost = (key: string): Problem => ({
  key,
  wrong: { fr: "c'est l'hôte du portail", en: 'it is the portal’s own host' },
  fix: { fr: 'donnez celui de l’outil', en: 'give the tool’s' },
});

function pathTwice({ key, rules }: ToolHost & { key: string }): Problem | null {
  const twice = firstTwice(rules.map(({ path }) => path));
  return twice === null
    ? null
    : {
        key: `${key}.rules`,
        wrong: { fr: `le chemin ${twice} est là deux fois`, en: `the path ${twice} is there twice` },
        fix: { fr: 'gardez-en un', en: 'keep one of them' },
      };
}

const oidcOnly = [
  'postLogoutRedirectUris',
  'backchannelLogoutUri',
  'clientAuth',
  'signing',
  'offline',
] as const;

function needsRedirect(written: readonly Written[]): Problem[] {
  return written.flatMap((tool, i) =>
    (tool.redirectUris?.length ?? 0) > 0
      ? []
      : oidcOnly
          .filter((name) => tool[name] !== undefined)
          .map((name) => ({
            key: `tools[${i + 1}].${name}`,
            wrong: {
              fr: "l'outil n'a pas de redirectUris : il ne parle pas OpenID Connect",
              en: 'the tool has no redirectUris: it speaks no OpenID Connect',
            },
            fix: { fr: 'ajoutez-les, ou retirez la ligne', en: 'add them, or remove the line' },
          })),
  );
}

function firstTwice(names: readonly string[]): string | null {
  return names.find((name, at) => names.indexOf(name) !== at) ?? null;
}
