import { lineCount, type Problem } from './files.ts';

const written = /\.(?:ts|cjs|js|css|html|md|sh|ya?ml|json|sql|conf)$|^(?:bin|deploy|\.ci)\//;
const generated = /^package-lock\.json$/;
// Put together here so that this file does not find itself.
const promises = new RegExp(`\\b(?:${['TO' + 'DO', 'FIX' + 'ME', 'X'.repeat(3), 'HA' + 'CK'].join('|')})\\b`);

const mayBeLong = /\.test\.ts$|(?:^|\/)(?:words|migrations)\/|pages\.ts$/;
const longest = 300;
const browserLongest = 60;

/** The rules that read a file as plain text: promises left in it, and its length [style.md 1, 20]. */
export function checkText(file: string, text: string): Problem[] {
  return [...promisesIn(file, text), ...lengthOf(file, text)];
}

function promisesIn(file: string, text: string): Problem[] {
  if (!written.test(file) || generated.test(file)) return [];
  return text.split('\n').flatMap((line, index) => {
    const found = promises.exec(line);
    return found
      ? [{ where: `${file}:${index + 1}`, what: `«${found[0]}» promises work: do it, or open an issue` }]
      : [];
  });
}

function lengthOf(file: string, text: string): Problem[] {
  const lines = lineCount(text);
  if (/^src\/ui\/browser\/.*\.ts$/.test(file) && !file.endsWith('.test.ts') && lines >= browserLongest) {
    return [{ where: file, what: `${lines} lines: a browser module stays under ${browserLongest}` }];
  }
  if (/^src\/.*\.ts$/.test(file) && !mayBeLong.test(file) && lines > longest) {
    return [{ where: file, what: `${lines} lines: past ${longest} it is two ideas, make two files` }];
  }
  return [];
}
