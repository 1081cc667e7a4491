import { leaf, list } from './config-leaf.ts';
import { accept, domain, network, type Parse, refuse, timeZone } from './config-values.ts';

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

/** Who may come in, and from where. */
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
};
