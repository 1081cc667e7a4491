import { type ErrorKey, errors } from './errors.ts';
import { wordsOf } from './words/index.ts';

/** docs/errors.md: what each code means, for the help desk, in both languages. */
export function errorsAsMarkdown(): string {
  const [fr, en] = [wordsOf('fr').errors, wordsOf('en').errors];
  const keys = Object.keys(errors) as ErrorKey[];
  const rows = keys.map(
    (key) =>
      `| [${errors[key].code}](#${anchor(key)}) | ${errors[key].status} | ${fr[key].title} | ${en[key].title} |`,
  );
  const parts = keys.map((key) =>
    [
      `## ${heading(key)}`,
      `HTTP status ${errors[key].status}. Ways on: ${errors[key].actions.join(', ')}.`,
      ...(
        [
          ['Français', fr],
          ['English', en],
        ] as const
      ).map(([language, words]) => {
        const { title, said, todo, desk } = words[key];
        return `**${language}.** ${title} ${said} ${todo}\n\n> ${desk}`;
      }),
    ].join('\n\n'),
  );
  return `# Error codes\n\nGenerated from the code by \`npm run docs\`. Under each code: what the person reads, then what the help desk should know.\n\n| code | status | français | English |\n|---|---|---|---|\n${rows.join('\n')}\n\n${parts.join('\n\n')}\n`;
}

const heading = (key: ErrorKey) => `${errors[key].code} ${key}`;
const anchor = (key: ErrorKey) => heading(key).toLowerCase().replaceAll(' ', '-');
