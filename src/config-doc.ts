import type { z } from 'zod';
import { variables } from './config-environment.ts';
import { metaOf } from './config-leaf.ts';
import { fileKeys } from './config-schema.ts';

/** docs/configuration.md, from the schema's own words: it cannot say what the portal does not do. */
export function configurationAsMarkdown(): string {
  return `# Configuration

\`bin/poterne config check\` reads all of it and prints every problem at once. A wrong value, an unknown key or
an unsafe setting stops the start. Passwords, keys and addresses of servers stand in the environment; the rest in
\`poterne.yaml\`. Durations have a unit: \`30s\`, \`15min\`, \`1h\`, \`90d\`. \`deploy/poterne.yaml\` is a sample with
everything in it.

## Environment

| variable | type | default | meaning |
|---|---|---|---|
${Object.entries(variables)
  .map(([name, { type, standard, meaning }]) => row(`\`${name}\``, type, `\`${standard}\``, meaning.en))
  .join('\n')}

\`LC_ALL\`, \`LC_MESSAGES\` and \`LANG\` choose the language of the command line: French, unless they name another.

## poterne.yaml

| key | type | default | meaning |
|---|---|---|---|
${rowsOf(fileKeys, '').join('\n')}
`;
}

function rowsOf(keys: Record<string, z.ZodType>, before: string): string[] {
  return Object.entries(keys).flatMap(([name, schema]) => {
    const { meaning, type, standard, keys: inside, itemKeys } = metaOf(schema);
    const key = `${before}${name}`;
    if (inside) return [row(`**\`${key}\`**`, '', '', meaning.en), ...rowsOf(inside, `${key}.`)];
    const own = row(`\`${key}\``, type ?? '', standard ? `\`${standard}\`` : '', meaning.en);
    return itemKeys ? [own, ...rowsOf(itemKeys, `${key}[].`)] : [own];
  });
}

function row(...cells: string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
