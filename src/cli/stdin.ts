import { Misuse } from './terminal.ts';

const maxBytes = 4_096;

/**
 * The password on stdin, without the line's end that echo and editors add; nothing else is touched
 * [security.md 2]. Throws Misuse from a keyboard (it would show on the screen) and for what is not UTF-8.
 */
export async function readPasswordFromStdin(stdin: NodeJS.ReadStream): Promise<string> {
  if (stdin.isTTY) {
    throw new Misuse({
      fr: "--password-stdin attend un fichier ou un tube, pas le clavier : le mot de passe s'afficherait",
      en: '--password-stdin wants a file or a pipe, not the keyboard: the password would show',
    });
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stdin) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length > maxBytes)
      throw new Misuse({
        fr: 'stdin contient bien plus qu’un mot de passe',
        en: 'stdin holds far more than a password',
      });
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
    return text.replace(/\r?\n$/, '');
  } catch {
    throw new Misuse({ fr: "le mot de passe n'est pas en UTF-8", en: 'the password is not UTF-8' });
  }
}
