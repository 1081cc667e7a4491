import { readFile } from 'node:fs/promises';

const listFile = new URL('./common.txt', import.meta.url);

/** A password as the list holds it: NFC and lower case, for comparing only. */
export function comparable(password: string): string {
  return password.normalize('NFC').toLowerCase();
}

export type CommonPasswords = {
  /** Whether the password is one of the common ones, whatever its case. Throws when the list cannot be read. */
  has(password: string): Promise<boolean>;
};

/** The common passwords of 13 characters or more [security.md 4, 6.2.4]; the list is read at first need. */
export function createCommonPasswords(): CommonPasswords {
  let reading: Promise<Set<string>> | null = null;
  const list = (): Promise<Set<string>> => {
    reading ??= readList().catch((fault) => {
      // A fault of the disk must not last longer than itself.
      reading = null;
      throw fault;
    });
    return reading;
  };
  return { has: async (password) => (await list()).has(comparable(password)) };
}

async function readList(): Promise<Set<string>> {
  const text = await readFile(listFile, 'utf8');
  // Sources and licences stand above the first empty line.
  return new Set(
    text
      .slice(text.indexOf('\n\n') + 2)
      .split('\n')
      .filter((line) => line !== ''),
  );
}
