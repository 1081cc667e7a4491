import { closeSync, openSync, readSync } from 'node:fs';
import { extname } from 'node:path';
import type { Problem } from './config-problems.ts';
import { argon2Ceiling } from './config-schema-limits.ts';
import type { Config } from './config-type.ts';

/** What no single key can see. `needsMail`: whether members will be served. */
export function contradictions(config: Config, { needsMail }: { needsMail: boolean }): Problem[] {
  return [
    needsMail && !config.smtpUrl ? noMailServer : null,
    config.metricsPort === config.port ? samePort : null,
    ...idleTooLong(config),
    tooDear(config),
    badLogo(config),
  ].filter((problem) => problem !== null);
}

const noMailServer: Problem = {
  key: 'SMTP_URL',
  wrong: {
    fr: 'il manque le serveur de courriel : ni code ni lien ne partirait',
    en: 'the mail server is missing: no code and no link would leave',
  },
  fix: {
    fr: 'par exemple SMTP_URL=smtps://utilisateur:secret@smtp.exemple.fr:465 (pour essayer : npm start)',
    en: 'for example SMTP_URL=smtps://user:secret@smtp.example.org:465 (to try it out: npm start)',
  },
};

const samePort: Problem = {
  key: 'METRICS_PORT',
  wrong: { fr: 'c’est aussi PORT', en: 'it is PORT too' },
  fix: { fr: 'choisissez un autre port', en: 'choose another port' },
};

function idleTooLong({ sessions }: Config): Problem[] {
  return Object.entries(sessions)
    .filter(([, { idleMs, absoluteMs }]) => idleMs > absoluteMs)
    .map(([role]) => ({
      key: `sessions.${role}.idle`,
      wrong: { fr: 'plus long que absolute', en: 'longer than absolute' },
      fix: { fr: 'donnez une durée plus courte', en: 'give a shorter one' },
    }));
}

/** One hash must not take the machine [security.md 7]. */
function tooDear({ hashing: { memoryKiB, passes } }: Config): Problem | null {
  if (memoryKiB * passes <= argon2Ceiling.workKiB) return null;
  const most = Math.floor(argon2Ceiling.workKiB / memoryKiB);
  return {
    key: 'hashing.passes',
    wrong: {
      fr: `${passes} passes sur ${memoryKiB} KiB dépassent 1 Gio en tout`,
      en: `${passes} passes over ${memoryKiB} KiB exceed 1 GiB in all`,
    },
    fix: {
      fr: `avec cette mémoire, ${most} passes au plus`,
      en: `with this memory, at most ${most} passes`,
    },
  };
}

const logoKinds: Record<string, (start: Buffer) => boolean> = {
  '.svg': (start) => /<svg[\s>]/i.test(start.toString('utf8')),
  '.png': (start) => start.subarray(0, 8).equals(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')),
};

function badLogo({ brand: { logoFile } }: Config): Problem | null {
  if (!logoFile) return null;
  const start = startOf(logoFile);
  if (start && logoKinds[extname(logoFile).toLowerCase()]?.(start)) return null;
  return {
    key: 'brand.logo',
    wrong: start
      ? { fr: `${logoFile} n'est ni un SVG ni un PNG`, en: `${logoFile} is neither an SVG nor a PNG` }
      : { fr: `${logoFile} ne peut être lu`, en: `${logoFile} cannot be read` },
    fix: {
      fr: 'un fichier .svg ou .png, dont le chemin est relatif à poterne.yaml',
      en: 'an .svg or .png file, its path relative to poterne.yaml',
    },
  };
}

/** The first bytes, where every kind shows itself, or null when it is no readable file. */
function startOf(file: string): Buffer | null {
  try {
    const descriptor = openSync(file, 'r');
    try {
      const start = Buffer.alloc(4_096);
      return start.subarray(0, readSync(descriptor, start));
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return null;
  }
}
