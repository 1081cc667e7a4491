import { leaf, list, listOf, maybe, must } from './config-leaf.ts';
import { accept, domain, network, type Parse, refuse, text, timeZone, webAddress } from './config-values.ts';

const signUp: Parse<{ mode: 'open' | 'closed' } | { mode: 'domains'; domains: string[] }> = (value) => {
  if (value === 'open' || value === 'closed') return accept({ mode: value });
  const keys = value && typeof value === 'object' ? Object.keys(value) : [];
  if (keys.length === 1 && keys[0] === 'domains') {
    const domains = list(domain)((value as { domains: unknown }).domains);
    if (!domains.ok) return domains;
    if (domains.value.length > 0) return accept({ mode: 'domains', domains: domains.value });
  }
  return refuse(
    {
      fr: "l'inscription n'est ni ouverte, ni fermée, ni limitée à des domaines",
      en: 'sign-up is neither open, nor closed, nor limited to domains',
    },
    {
      fr: 'écrivez open, closed, ou { domains: [exemple.fr] }',
      en: 'write open, closed, or { domains: [example.org] }',
    },
  );
};

const toolId: Parse<string> = (value) =>
  typeof value === 'string' && /^[a-z0-9][a-z0-9-]{0,39}$/.test(value)
    ? accept(value)
    : refuse(
        { fr: "l'identifiant de l'outil n'a pas la bonne forme", en: "the tool's id is not well formed" },
        {
          fr: 'a à z, 0 à 9 et tirets, 40 caractères au plus',
          en: 'a to z, 0 to 9 and hyphens, at most 40 characters',
        },
      );

/** Who may come in, from where, and to which tools. */
export const siteKeys = {
  signUp: leaf({
    parse: signUp,
    fallback: { mode: 'open' } as const,
    standard: 'open',
    type: 'open | closed | { domains: [...] }',
    meaning: { fr: 'qui peut créer son compte', en: 'who may make an account' },
  }),
  trustedProxies: leaf({
    parse: list(network),
    fallback: [],
    standard: '[]',
    type: 'list of IP addresses or CIDR ranges',
    meaning: {
      fr: 'les mandataires dont X-Forwarded-For est cru ; aucun autre ne l’est',
      en: 'the proxies whose X-Forwarded-For is believed; no other is',
    },
  }),
  timeZone: leaf({
    parse: timeZone,
    fallback: 'Europe/Paris',
    standard: 'Europe/Paris',
    type: 'IANA time zone',
    meaning: { fr: 'les heures des pages et des courriels', en: 'times on pages and in mails' },
  }),
  tools: listOf(
    { fr: "Les outils de la page d'accueil", en: 'The tools on the home page' },
    {
      id: must({
        parse: toolId,
        type: 'a–z, 0–9, hyphens',
        meaning: { fr: 'identifiant, unique', en: 'id, unique' },
      }),
      name: must({ parse: text(60), type: 'text', meaning: { fr: 'nom affiché', en: 'name shown' } }),
      description: maybe({
        parse: text(160),
        type: 'text',
        meaning: { fr: 'une phrase', en: 'one sentence' },
      }),
      url: must({ parse: webAddress(), type: 'web address', meaning: { fr: 'adresse', en: 'address' } }),
      icon: maybe({
        parse: text(16),
        type: 'text',
        meaning: { fr: 'une ou deux lettres, ou un emoji', en: 'one or two letters, or an emoji' },
      }),
    },
  ),
};
