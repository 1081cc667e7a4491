import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Refusal } from './terminal.ts';

/** The file to write a result to, known to be of use before the work and not after it. Throws Refusal. */
export function fileToWrite(name: string): string {
  const file = resolve(name);
  const folder = dirname(file);
  if (!isFolder(folder))
    throw new Refusal({ fr: `${folder} n'est pas un dossier`, en: `${folder} is not a folder` });
  if (isFolder(file))
    throw new Refusal({
      fr: `${file} est un dossier, pas un fichier à écrire`,
      en: `${file} is a folder, not a file to write`,
    });
  return file;
}

/** The file to read, with its size in bytes. Throws Refusal. */
export function fileToRead(name: string): { path: string; size: number } {
  const path = resolve(name);
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isFile())
    throw new Refusal({ fr: `${path} n'est pas un fichier`, en: `${path} is not a file` });
  return { path, size: found.size };
}

const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
