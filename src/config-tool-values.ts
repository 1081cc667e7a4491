import { list } from './config-leaf.ts';
import { accept, type Bilingual, type Parse, type Parsed, refuse, shown } from './config-values.ts';
import {
  type Allowed,
  type BadRedirectUri,
  isGroupName,
  isGroupOfTool,
  isToolId,
  parseHost,
  parseRedirectUri,
  parseRulePath,
} from './identity/tools/rules.ts';

/** The values of a tool, as poterne.yaml and `poterne tool add` write them. */

const text = (value: unknown) => (typeof value === 'string' ? value.trim() : '');

export const toolId: Parse<string> = (value) =>
  isToolId(text(value))
    ? accept(text(value))
    : refuse(
        { fr: "l'identifiant de l'outil n'a pas la bonne forme", en: "the tool's id is not well formed" },
        {
          fr: 'a à z, 0 à 9 et tirets, 40 caractères au plus',
          en: 'a to z, 0 to 9 and hyphens, at most 40 characters',
        },
      );

const groupFix: Bilingual = {
  fr: 'a à z, 0 à 9, point, tiret et souligné, 60 caractères au plus, par exemple rh',
  en: 'a to z, 0 to 9, dot, hyphen and underscore, at most 60 characters, for example staff',
};

/** A group that people may be put into. */
export const groupName: Parse<string> = (value) =>
  isGroupName(text(value))
    ? accept(text(value))
    : refuse(
        { fr: `${shown(value)} n'est pas un nom de groupe`, en: `${shown(value)} is not a group's name` },
        groupFix,
      );

const groupOfTool: Parse<string> = (value) =>
  isGroupOfTool(text(value)) ? accept(text(value)) : groupName(value);

/** The groups that open a tool, or a path of it; an empty list would close it to everybody. */
export const groupsOfTool: Parse<string[]> = (value) => {
  const groups = list(groupOfTool, 100)(value);
  if (!groups.ok || groups.value.length > 0) return groups;
  return refuse(
    { fr: "la liste est vide : personne n'entrerait", en: 'the list is empty: nobody could come in' },
    { fr: 'nommez un groupe, ou retirez la ligne', en: 'name a group, or remove the line' },
  );
};

/** A place that a tool may be sent back to [security.md 29]. */
export const redirectUri: Parse<string> = (value) => {
  const parsed = parseRedirectUri(typeof value === 'string' ? value : '');
  return parsed.ok ? accept(parsed.uri) : badRedirectUri(value, parsed.reason);
};

function badRedirectUri(value: unknown, reason: BadRedirectUri): Parsed<never> {
  const example = {
    fr: 'donnez une adresse complète, par exemple https://outil.exemple.fr/retour',
    en: 'give a whole address, for example https://tool.example.org/callback',
  };
  const it = shown(value);
  switch (reason) {
    case 'not-an-address':
      return refuse({ fr: `${it} n'est pas une adresse web`, en: `${it} is not a web address` }, example);
    case 'rewritten': {
      const href = new URL(String(value)).href;
      return refuse(
        { fr: `les navigateurs écrivent ${it} autrement`, en: `browsers write ${it} in another way` },
        { fr: `écrivez ${href}, et l'outil aussi`, en: `write ${href}, and so must the tool` },
      );
    }
    case 'fragment':
      return refuse(
        { fr: `${it} a un fragment (#)`, en: `${it} has a fragment (#)` },
        { fr: 'retirez # et ce qui le suit', en: 'remove # and what follows' },
      );
    case 'wildcard':
      return refuse(
        { fr: `${it} a un joker (*)`, en: `${it} has a wildcard (*)` },
        {
          fr: "écrivez chaque adresse entière : elles sont comparées à l'identique",
          en: 'write each address in full: they are compared exactly',
        },
      );
    case 'credentials':
      return refuse(
        { fr: `${it} contient un utilisateur`, en: `${it} holds a user` },
        { fr: "retirez ce qui précède l'@", en: 'remove what stands before the @' },
      );
    case 'not-encrypted':
      return refuse(
        { fr: `${it} n'est pas chiffrée`, en: `${it} is not encrypted` },
        {
          fr: 'utilisez https (http ne va que sur cette machine : localhost, 127.0.0.1)',
          en: 'use https (http only on this machine: localhost, 127.0.0.1)',
        },
      );
    default:
      reason satisfies never;
      return refuse({ fr: '', en: '' }, example);
  }
}

/** A host that a reverse proxy protects. */
export const hostName: Parse<string> = (value) => {
  const host = parseHost(text(value));
  return host !== null
    ? accept(host)
    : refuse(
        { fr: `${shown(value)} n'est pas un nom d'hôte`, en: `${shown(value)} is not a host name` },
        {
          fr: 'par exemple wiki.exemple.fr, sans https:// ni chemin',
          en: 'for example wiki.example.org, without https:// or a path',
        },
      );
};

/** Where a rule begins. */
export const rulePath: Parse<string> = (value) => {
  const path = parseRulePath(text(value));
  return path !== null
    ? accept(path)
    : refuse(
        { fr: `${shown(value)} n'est pas un chemin simple`, en: `${shown(value)} is not a plain path` },
        {
          fr: 'par exemple /public ; il vaut pour tout ce qui est dessous',
          en: 'for example /public; it holds for everything below',
        },
      );
};

/** Whom a rule lets in. */
export const allowed: Parse<Allowed> = (value) => {
  if (value === 'everyone' || value === 'members') return accept(value);
  if (Array.isArray(value)) return groupsOfTool(value);
  return refuse(
    { fr: `${shown(value)} ne dit pas qui entre`, en: `${shown(value)} does not say who comes in` },
    {
      fr: 'écrivez everyone, members, ou des groupes : [rh, compta]',
      en: 'write everyone, members, or groups: [staff, finance]',
    },
  );
};
