import { leaf, list, listOf, maybe, must } from './config-leaf.ts';
import { allowed, groupsOfTool, hostName, redirectUri, rulePath, toolId } from './config-tool-values.ts';
import { oneOf, text, webAddress, yesOrNo } from './config-values.ts';
import type { ToolOidc } from './identity/tools/rules.ts';

/** What the home shows of a tool, and to whom. */
const tileKeys = {
  id: must({
    parse: toolId,
    type: 'a–z, 0–9, hyphens',
    meaning: {
      fr: "identifiant, unique ; c'est aussi le client_id d'OpenID Connect",
      en: 'id, unique; also the client_id of OpenID Connect',
    },
  }),
  name: must({ parse: text(60), type: 'text', meaning: { fr: 'nom affiché', en: 'name shown' } }),
  description: maybe({ parse: text(160), type: 'text', meaning: { fr: 'une phrase', en: 'one sentence' } }),
  url: must({
    parse: webAddress(),
    type: 'web address',
    meaning: { fr: "où mène l'accueil", en: 'where the home page leads' },
  }),
  icon: maybe({
    parse: text(16),
    type: 'tool, company, training, contract, invoice, catalogue, help',
    meaning: { fr: 'dessin ; un autre mot dessine tool', en: 'picture; any other word draws tool' },
  }),
  groups: maybe({
    parse: groupsOfTool,
    type: 'list of groups',
    meaning: {
      fr: 'les groupes qui peuvent l’ouvrir, role:operator et role:admin compris ; absent : tout le monde',
      en: 'the groups that may open it, role:operator and role:admin included; absent: everybody',
    },
  }),
  contact: maybe({
    parse: text(160),
    type: 'mail address, web address or text',
    meaning: {
      fr: "à qui demander l'accès, dit à qui ne l'a pas ; l'assistance si absent",
      en: 'whom to ask for access, told to who may not open it; the help desk when absent',
    },
  }),
  party: leaf<'first' | 'third'>({
    parse: oneOf(['first', 'third']),
    fallback: 'first',
    standard: 'first',
    type: 'first | third',
    meaning: {
      fr: "third : l'outil d'un autre, à qui la personne consent d'abord",
      en: 'third: somebody else’s tool, to which the person consents first',
    },
  }),
};

/** What a tool says of its OpenID Connect; all of it needs redirectUris. */
const oidcKeys = {
  redirectUris: maybe({
    parse: list(redirectUri, 50),
    type: 'list of https addresses, compared exactly',
    meaning: {
      fr: "où l'outil reçoit les connexions (OpenID Connect) ; http sur cette machine seulement",
      en: 'where the tool receives sign-ins (OpenID Connect); http on this machine only',
    },
  }),
  postLogoutRedirectUris: maybe({
    parse: list(redirectUri, 50),
    type: 'list of https addresses, compared exactly',
    meaning: { fr: 'où revenir après une déconnexion', en: 'where to come back to after signing out' },
  }),
  backchannelLogoutUri: maybe({
    parse: redirectUri,
    type: 'https address',
    meaning: {
      fr: "où le portail prévient l'outil qu'une session est finie",
      en: 'where the portal tells the tool that a session is over',
    },
  }),
  clientAuth: maybe<ToolOidc['clientAuth']>({
    parse: oneOf(['client_secret_basic', 'client_secret_post', 'none']),
    type: 'client_secret_basic | client_secret_post | none',
    meaning: {
      fr: 'comment il prouve son identité (client_secret_basic) ; none : une application sans secret',
      en: 'how it proves who it is (client_secret_basic); none: an application without a secret',
    },
  }),
  signing: maybe<ToolOidc['signing']>({
    parse: oneOf(['ES256', 'RS256']),
    type: 'ES256 | RS256',
    meaning: {
      fr: 'signature des jetons (ES256) ; RS256 pour les outils qui ne connaissent que lui',
      en: 'signature of the tokens (ES256); RS256 for tools that know no other',
    },
  }),
  offline: maybe({
    parse: yesOrNo,
    type: 'true | false',
    meaning: { fr: 'peut demander des refresh tokens (false)', en: 'may ask for refresh tokens (false)' },
  }),
};

const ruleKeys = {
  path: must({
    parse: rulePath,
    type: 'path',
    meaning: {
      fr: 'chemin, et tout ce qui est dessous ; le plus long l’emporte',
      en: 'path, and everything below it; the longest wins',
    },
  }),
  allow: must({
    parse: allowed,
    type: 'everyone | members | list of groups',
    meaning: {
      fr: 'tout le monde, sans connexion ; qui est connecté ; ou ces groupes',
      en: 'everybody, without signing in; whoever is signed in; or these groups',
    },
  }),
};

const hostKeys = {
  host: must({
    parse: hostName,
    type: 'host, with its port when unusual',
    meaning: { fr: "l'hôte, à un seul outil", en: 'the host, of one tool alone' },
  }),
  rules: listOf(
    {
      fr: 'exceptions par chemin ; ailleurs, qui peut ouvrir l’outil',
      en: 'exceptions by path; elsewhere, whoever may open the tool',
    },
    ruleKeys,
  ),
};

/** The tools: tiles of the home page, clients of OpenID Connect, hosts behind a proxy. */
export const toolKeys = {
  tools: listOf(
    {
      fr: "Les outils : liens de l'accueil, connexion par OpenID Connect, hôtes derrière un mandataire",
      en: 'The tools: links of the home page, sign-in by OpenID Connect, hosts behind a proxy',
    },
    {
      ...tileKeys,
      ...oidcKeys,
      hosts: listOf(
        {
          fr: 'les hôtes que le mandataire protège par /auth/verify',
          en: 'the hosts that the proxy protects by /auth/verify',
        },
        hostKeys,
      ),
    },
  ),
};
