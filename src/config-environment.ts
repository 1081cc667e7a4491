import { isIP } from 'node:net';
import { resolve } from 'node:path';
import type { Problem } from './config-problems.ts';
import {
  accept,
  type Bilingual,
  isLoopbackHost,
  type Parse,
  refuse,
  shown,
  wholeNumber,
} from './config-values.ts';

export type Env = Record<string, string | undefined>;

/** One variable of the environment, as the documentation and the messages know it. */
type Variable<T> = {
  type: string;
  standard: string;
  meaning: Bilingual;
  parse: Parse<T>;
};

const origin: Parse<string> = (value) => {
  const fix = {
    fr: "donnez l'origine seule, par exemple https://connexion.exemple.fr",
    en: 'give the origin alone, for example https://sign-in.example.org',
  };
  const url = URL.parse(String(value));
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    return refuse(
      { fr: `${shown(value)} n'est pas une adresse web`, en: `${shown(value)} is not a web address` },
      fix,
    );
  }
  if (url.username || url.password || url.search || url.hash || !['', '/'].includes(url.pathname)) {
    return refuse(
      { fr: 'elle a un chemin ou autre chose de trop', en: 'it has a path or something else too many' },
      fix,
    );
  }
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname)) {
    return refuse(
      {
        fr: 'http est refusé en production : les mots de passe passeraient en clair',
        en: 'http is refused in production: passwords would travel in clear',
      },
      {
        fr: 'mettez https:// (le chiffrement est fait par votre mandataire, voir deploy/nginx.conf)',
        en: 'use https:// (your reverse proxy does the encryption, see deploy/nginx.conf)',
      },
    );
  }
  return accept(url.origin);
};

const hostToListen: Parse<string> = (value) =>
  isIP(String(value)) || value === 'localhost'
    ? accept(String(value))
    : refuse(
        { fr: `${shown(value)} n'est pas une adresse IP`, en: `${shown(value)} is not an IP address` },
        {
          fr: '127.0.0.1 (cette machine seule) ou 0.0.0.0 (toutes ses interfaces)',
          en: '127.0.0.1 (this machine alone) or 0.0.0.0 (all its interfaces)',
        },
      );

const port = wholeNumber(1, 65_535);

const storeUrl: Parse<string> = (value) => {
  const text = String(value);
  if (/^sqlite:.+/.test(text) && !text.includes('\0')) {
    const file = text.slice('sqlite:'.length).replace(/^\/\//, '');
    if (file === ':memory:') {
      return refuse(
        { fr: 'tout serait perdu à chaque arrêt', en: 'everything would be lost at each stop' },
        {
          fr: 'nommez un fichier : sqlite:/var/lib/poterne/poterne.db',
          en: 'name a file: sqlite:/var/lib/poterne/poterne.db',
        },
      );
    }
    return accept(`sqlite:${resolve(file)}`);
  }
  if (/^postgres(ql)?:\/\//.test(text) && URL.parse(text)) return accept(text);
  // Never echoed: it holds a password [security.md 40].
  return refuse(
    { fr: "ce n'est ni sqlite:CHEMIN ni postgres://…", en: 'it is neither sqlite:PATH nor postgres://…' },
    {
      fr: 'par exemple postgres://poterne:secret@127.0.0.1:5432/poterne',
      en: 'for example postgres://poterne:secret@127.0.0.1:5432/poterne',
    },
  );
};

const smtp: Parse<string> = (value) => {
  const url = URL.parse(String(value));
  if (url && ['smtp:', 'smtps:'].includes(url.protocol) && url.hostname) return accept(String(value));
  return refuse(
    { fr: "ce n'est pas une adresse smtp:// ou smtps://", en: 'it is not an smtp:// or smtps:// address' },
    {
      fr: 'par exemple smtps://utilisateur:secret@smtp.exemple.fr:465',
      en: 'for example smtps://user:secret@smtp.example.org:465',
    },
  );
};

/** Keys of 32 bytes, comma-separated base64url, newest first [security.md 38]. Never echoed. */
export const keyList: Parse<Buffer[]> = (value) => {
  const fix = {
    fr: "une clé se fait ainsi : head -c 32 /dev/urandom | basenc --base64url | tr -d '='",
    en: "make a key with: head -c 32 /dev/urandom | basenc --base64url | tr -d '='",
  };
  const texts = String(value)
    .split(',')
    .map((key) => key.trim());
  const keys = texts.map((key) => (/^[A-Za-z0-9_-]{43}=?$/.test(key) ? Buffer.from(key, 'base64url') : null));
  const bad = keys.findIndex((key) => key?.length !== 32);
  if (bad >= 0) {
    return refuse(
      {
        fr: `la clé n° ${bad + 1} n'a pas 32 octets en base64url`,
        en: `key ${bad + 1} is not 32 bytes of base64url`,
      },
      fix,
    );
  }
  if (keys.some((key) => new Set(key).size < 8)) {
    return refuse({ fr: 'une clé n’est pas aléatoire', en: 'a key is not random' }, fix);
  }
  if (new Set(keys.map((key) => key!.toString('hex'))).size < keys.length) {
    return refuse({ fr: 'une clé est là deux fois', en: 'a key is there twice' }, fix);
  }
  return accept(keys as Buffer[]);
};

const pepper: Parse<Buffer> = (value) => {
  const result = keyList(value);
  if (!result.ok) return result;
  return result.value.length === 1
    ? accept(result.value[0]!)
    : refuse(
        { fr: 'il y en a plusieurs', en: 'there are several' },
        { fr: 'donnez-en un seul', en: 'give only one' },
      );
};

const anything: Parse<string> = (value) => accept(String(value));

/** Every variable that the portal reads, and nothing else. */
export const variables = {
  PUBLIC_URL: {
    parse: origin,
    type: 'origin',
    standard: 'http://localhost:PORT',
    meaning: {
      fr: "l'adresse que voient les membres",
      en: 'the address that members see; anything but loopback is production',
    },
  },
  HOST: {
    parse: hostToListen,
    type: 'IP address',
    standard: '127.0.0.1',
    meaning: { fr: "l'interface écoutée", en: 'the interface to listen on' },
  },
  PORT: {
    parse: port,
    type: 'number',
    standard: '3000',
    meaning: { fr: 'le port écouté', en: 'the port to listen on' },
  },
  METRICS_PORT: {
    parse: port,
    type: 'number',
    standard: 'none',
    meaning: {
      fr: 'le port (boucle locale) de /metrics et /health',
      en: 'the loopback-only port of /metrics and /health',
    },
  },
  DATA_DIR: {
    parse: anything,
    type: 'path',
    standard: './data',
    meaning: { fr: 'le dossier des données', en: 'the folder of the data' },
  },
  DATABASE_URL: {
    parse: storeUrl,
    type: 'sqlite:PATH | postgres://…',
    standard: 'sqlite:$DATA_DIR/poterne.db',
    meaning: { fr: 'la base', en: 'the store' },
  },
  SMTP_URL: {
    parse: smtp,
    type: 'smtp://… | smtps://…',
    standard: 'none; `serve` needs it',
    meaning: { fr: 'le serveur de courriel', en: 'the mail server' },
  },
  POTERNE_CONFIG: {
    parse: anything,
    type: 'path',
    standard: './poterne.yaml if it exists',
    meaning: { fr: 'le fichier de configuration', en: 'the configuration file' },
  },
  SECRET_KEYS: {
    parse: keyList,
    type: 'base64url, 32 bytes each, comma-separated, newest first',
    standard: 'made once into $DATA_DIR/secret-keys',
    meaning: { fr: 'les clés du portail', en: "the portal's keys" },
  },
  PASSWORD_PEPPER: {
    parse: pepper,
    type: 'base64url, 32 bytes',
    standard: 'none',
    meaning: {
      fr: 'un secret mêlé aux empreintes, hors de la base',
      en: 'a secret mixed into the hashes, kept outside the store',
    },
  },
} satisfies Record<string, Variable<unknown>>;

type Read = {
  [Name in keyof typeof variables]: (typeof variables)[Name] extends Variable<infer T> ? T | null : never;
};

/** Reads every variable; an empty one counts as absent. Problems are added to the list given. */
export function readEnvironment(env: Env, problems: Problem[]): Read {
  const read: Record<string, unknown> = {};
  for (const [name, variable] of Object.entries(variables)) {
    const given = env[name]?.trim();
    const result = given ? (variable.parse as Parse<unknown>)(given) : accept(null);
    if (!result.ok) problems.push({ key: name, wrong: result.wrong, fix: result.fix });
    read[name] = result.ok ? result.value : null;
  }
  return read as Read;
}
