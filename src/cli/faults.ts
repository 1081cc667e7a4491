import type { Bilingual } from '../config-values.ts';

type Known = Error & { code?: string; kind?: string; port?: number; address?: string };

/** One clear sentence for a fault that the operator can put right, or null: then the stack says more. */
export function explain(error: unknown): Bilingual | null {
  const { name, code, kind, port, address, cause } = error as Known;
  if (name === 'StoreAway') return storeAway(kind, (cause as Known | undefined)?.message);
  if (code === 'EADDRINUSE') {
    return {
      fr: `le port ${port} est déjà pris : arrêtez l'autre programme, ou changez PORT (ou METRICS_PORT)`,
      en: `port ${port} is taken already: stop the other program, or change PORT (or METRICS_PORT)`,
    };
  }
  if (code === 'EADDRNOTAVAIL') {
    return {
      fr: `cette machine n'a pas l'adresse ${address} : changez HOST`,
      en: `this machine has no address ${address}: change HOST`,
    };
  }
  if (code === 'EACCES' && port !== undefined) {
    return {
      fr: `le port ${port} est réservé : prenez-en un au-dessus de 1023`,
      en: `port ${port} is reserved: take one above 1023`,
    };
  }
  // PostgreSQL's own refusals at the door: a wrong password, database or certificate.
  if (code === '28P01' || code === '28000') {
    return {
      fr: 'PostgreSQL refuse cet utilisateur ou son mot de passe : vérifiez DATABASE_URL',
      en: 'PostgreSQL refuses this user or its password: check DATABASE_URL',
    };
  }
  if (code === '3D000') {
    return {
      fr: "cette base n'existe pas dans PostgreSQL : créez-la, ou vérifiez DATABASE_URL",
      en: 'PostgreSQL has no such database: create it, or check DATABASE_URL',
    };
  }
  return null;
}

function storeAway(kind: string | undefined, detail = ''): Bilingual {
  const why = detail.replace(/:\/\/[^@\s]*@/g, '://***@');
  if (kind === 'full') return { fr: 'le disque de la base est plein', en: "the store's disk is full" };
  if (kind === 'busy') {
    return {
      fr: 'la base est occupée par un autre programme : réessayez',
      en: 'another program keeps the store busy: try again',
    };
  }
  return {
    fr: `la base ne répond pas : vérifiez DATABASE_URL, et que PostgreSQL tourne ou que le fichier est accessible (${why})`,
    en: `the store does not answer: check DATABASE_URL, and that PostgreSQL runs or that the file can be used (${why})`,
  };
}
