import {
  closeSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { keyList } from './config-environment.ts';
import { type Parsed, refuse } from './config-values.ts';
import { newToken } from './core/tokens.ts';

/**
 * The keys in DATA_DIR/secret-keys, made at the first start and the same ever after [security.md 38].
 * Safe with two portals starting at once: the first file wins. With `make` false nothing is written.
 */
export function keysInFolder(dataDir: string, { make = true } = {}): Parsed<Buffer[]> {
  const file = join(dataDir, 'secret-keys');
  try {
    if (!lstatSync(file, { throwIfNoEntry: false })) {
      if (!make) return { ok: true, value: [Buffer.from(newToken(), 'base64url')] };
      makeFile(dataDir, file);
    }
    const found = lstatSync(file);
    if (!found.isFile()) {
      return refuse(
        { fr: `${file} n'est pas un fichier`, en: `${file} is not a file` },
        { fr: 'déplacez-le', en: 'move it away' },
      );
    }
    // A key that others of the machine can read signs their forgeries too.
    if ((found.mode & 0o077) !== 0) {
      return refuse(
        { fr: `d'autres que vous peuvent lire ${file}`, en: `others can read ${file}` },
        { fr: `chmod 600 ${file}`, en: `chmod 600 ${file}` },
      );
    }
    return keyList(
      readFileSync(file, 'utf8')
        .trim()
        .split(/\s*[\n,]\s*/)
        .join(','),
    );
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? String(error);
    return refuse(
      { fr: `${file} ne peut être lu ni écrit (${why})`, en: `${file} cannot be read or written (${why})` },
      {
        fr: 'donnez ce dossier à l’utilisateur du portail, ou donnez SECRET_KEYS',
        en: "give this folder to the portal's user, or give SECRET_KEYS",
      },
    );
  }
}

function makeFile(folder: string, file: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const draft = `${file}.${newToken().slice(0, 12)}`;
  const handle = openSync(draft, 'wx', 0o600);
  try {
    writeSync(handle, `${newToken()}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  try {
    // A link, unlike a rename, never replaces the keys that another process made meanwhile.
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(draft);
  }
}
