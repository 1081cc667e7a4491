import { existsSync } from 'node:fs';
import type { Problem } from './config-problems.ts';
import type { FileSettings } from './config-schema.ts';
import { coreCount } from './config-schema-limits.ts';
import type { Config } from './config-type.ts';
import { isLoopbackHost } from './config-values.ts';
import { colourWarnings } from './ui/contrast.ts';

/** What is too dangerous for real members: the portal refuses to start and says why [security.md 39]. */
export function insecurities(config: Config): Problem[] {
  if (!config.production) return [];
  const problems: Problem[] = [];
  const smtp = config.smtpUrl ? new URL(config.smtpUrl) : null;
  if (smtp && !isLoopbackHost(smtp.hostname)) {
    const weak = ['ignoreTLS', 'tls.rejectUnauthorized', 'secure', 'requireTLS'].filter((name) => {
      const value = smtp.searchParams.get(name);
      return value !== null && /^(true|1|yes)$/i.test(value) === (name === 'ignoreTLS');
    });
    if (weak.length > 0) {
      problems.push({
        key: 'SMTP_URL',
        wrong: {
          fr: `${weak.join(', ')} laisserait lire les codes en chemin`,
          en: `${weak.join(', ')} would let codes be read on their way`,
        },
        fix: {
          fr: 'retirez ce paramètre, ou utilisez smtps://',
          en: 'remove this parameter, or use smtps://',
        },
      });
    }
  }
  return problems;
}

type Context = { keysGiven: boolean; settings: FileSettings };

/** What works, and still deserves an operator's eye. */
export function notesOn(config: Config, { keysGiven, settings }: Context): Problem[] {
  const notes: Problem[] = [];
  const note = (key: string, wrong: Problem['wrong'], fix: Problem['fix']) => notes.push({ key, wrong, fix });
  for (const { name, ratio } of colourWarnings(config.brand.colours)) {
    note(
      `brand.colours.${name}`,
      {
        fr: `contraste de ${ratio.toFixed(2).replace('.', ',')} avec le blanc, sous 4,5`,
        en: `contrast of ${ratio.toFixed(2)} with white, below 4.5`,
      },
      { fr: 'une couleur plus sombre sera lue par tous', en: 'a darker colour can be read by everybody' },
    );
  }
  if (config.production && config.trustedProxies.length === 0) {
    note(
      'trustedProxies',
      {
        fr: 'vide : tous les membres semblent venir de votre mandataire, et partagent son budget',
        en: 'empty: every member seems to come from your proxy, and shares its budget',
      },
      { fr: 'donnez son adresse, par exemple [127.0.0.1]', en: 'give its address, for example [127.0.0.1]' },
    );
  }
  if (config.production && !settings.mail.from.address) {
    note(
      'mail.from.address',
      { fr: `absente : ${config.mail.from.address}`, en: `absent: ${config.mail.from.address}` },
      {
        fr: 'donnez une adresse que votre domaine signe (SPF, DKIM)',
        en: 'give an address that your domain signs (SPF, DKIM)',
      },
    );
  }
  if (config.databaseUrl.startsWith('postgres') && !keysGiven) {
    note(
      'SECRET_KEYS',
      { fr: 'absentes : les clés de cette machine servent', en: "absent: this machine's own keys are used" },
      {
        fr: 'plusieurs portails sur une base doivent avoir les mêmes SECRET_KEYS',
        en: 'several portals on one store must have the same SECRET_KEYS',
      },
    );
  }
  const { breachFile } = config.passwords;
  if (settings.passwords.breachFile && breachFile && !existsSync(breachFile)) {
    note(
      'passwords.breachFile',
      { fr: `${breachFile} n'existe pas encore`, en: `${breachFile} does not exist yet` },
      {
        fr: 'faites-le avec : poterne breaches import FICHIER',
        en: 'make it with: poterne breaches import FILE',
      },
    );
  }
  for (const [key, file] of Object.entries(config.places)) {
    if (!file || file === 'bundled' || existsSync(file)) continue;
    note(
      `places.${key}`,
      { fr: `${file} n'existe pas encore`, en: `${file} does not exist yet` },
      {
        fr: 'il sera lu dès qu’il sera là ; son chemin est relatif à poterne.yaml',
        en: 'it will be read once it is there; its path is relative to poterne.yaml',
      },
    );
  }
  if (settings.hashing.concurrency > coreCount()) {
    note(
      'hashing.concurrency',
      {
        fr: `ramené à ${coreCount()}, le nombre de cœurs`,
        en: `brought down to ${coreCount()}, the number of cores`,
      },
      { fr: 'retirez la ligne', en: 'remove the line' },
    );
  }
  return notes;
}
