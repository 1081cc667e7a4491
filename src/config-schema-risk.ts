import { leaf, section } from './config-leaf.ts';
import type { RiskPolicy } from './config-type.ts';
import { accept, number, oneOf, type Parse, percentage, text } from './config-values.ts';

const file = text(500);

/** A path, or off. */
const fileOrOff: Parse<string | null> = (value) =>
  value === 'off' || value === false ? accept(null) : file(value);

/** When a sign-in is unusual enough for a code, and what is known of addresses. */
export const riskKeys = {
  risk: section(
    {
      fr: 'Le code demandé aux connexions inhabituelles',
      en: 'The code that unusual sign-ins are asked for',
    },
    {
      mode: leaf<RiskPolicy['mode']>({
        parse: oneOf(['auto', 'shadow', 'on']),
        fallback: 'auto',
        standard: 'auto',
        type: 'auto | shadow | on',
        meaning: {
          fr: 'auto : observe, puis agit après 1 000 connexions mesurées ; shadow : observe seulement ; on : agit tout de suite',
          en: 'auto: watches, then acts after 1,000 measured sign-ins; shadow: only watches; on: acts at once',
        },
      }),
      target: leaf({
        parse: percentage(0.1, 50),
        fallback: 0.03,
        standard: '3%',
        type: 'percentage, 0.1% to 50%',
        meaning: {
          fr: 'part des connexions légitimes à qui un code peut être demandé parce qu’inhabituelles',
          en: 'share of legitimate sign-ins that may be asked for a code for being unusual',
        },
      }),
      threshold: leaf({
        parse: (value) => (value === 'learned' ? accept(null) : number(-40, 60)(value)),
        fallback: null,
        standard: 'learned',
        type: 'learned | bits',
        meaning: {
          fr: 'fixe le seuil au lieu de l’apprendre (« poterne risk replay » aide à le choisir)',
          en: 'fixes the threshold instead of learning it (`poterne risk replay` helps to choose)',
        },
      }),
    },
  ),
  places: section(
    {
      fr: 'Les fichiers MMDB qui situent les adresses IP, relus quand ils changent',
      en: 'The MMDB files that locate IP addresses, read again when they change',
    },
    {
      country: leaf<string | null>({
        parse: fileOrOff,
        fallback: 'bundled',
        standard: 'bundled',
        type: 'bundled | off | path',
        meaning: {
          fr: 'les pays ; bundled : le fichier fourni, sans mises à jour',
          en: 'countries; bundled: the file that comes along, without updates',
        },
      }),
      network: leaf({
        parse: fileOrOff,
        fallback: null,
        standard: 'off',
        type: 'off | path',
        meaning: {
          fr: 'les réseaux (ASN), et leur genre quand le fichier le dit',
          en: 'networks (ASN), and what they serve where the file says it',
        },
      }),
      city: leaf({
        parse: fileOrOff,
        fallback: null,
        standard: 'off',
        type: 'off | path',
        meaning: {
          fr: 'les villes, pour les déplacements impossibles',
          en: 'cities, for impossible travel',
        },
      }),
    },
  ),
};
