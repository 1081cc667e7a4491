import { parse } from 'csv-parse/sync';

/** A text in pieces of any size. */
export type Pieces = AsyncIterable<string> | Iterable<string>;

/** A row's values by the names of their columns. */
export type Fields = Record<string, string>;
type Broken = 'fields' | 'quotes' | 'too-long';

/** A quoted value may run over so many lines; an unclosed quote eats no more than the first of them. */
const mostLines = 8;
const longestLine = 65_536;

/**
 * Reads CSV in pieces: LF or CRLF, quoted values, a byte order mark. A broken line is named by its number, the first
 * being 1, and costs itself alone; in a stream a parser would take everything up to the next quote for one value.
 */
export function createCsv({
  onHeader,
  onBroken,
}: {
  /** False: these columns are of no use, nothing more is read. */
  onHeader(columns: string[]): boolean;
  onBroken(line: number, why: Broken): void;
}) {
  return async function* rows(pieces: Pieces): AsyncGenerator<{ line: number; fields: Fields }> {
    let columns: string[] | null = null;
    for await (const { line, values } of records(linesOf(pieces), () => columns?.length ?? null, onBroken)) {
      if (columns === null) {
        columns = values.map((name) => name.trim());
        if (!onHeader(columns)) return;
        continue;
      }
      const fields: Fields = {};
      for (const [index, name] of columns.entries()) fields[name] = values[index]!;
      yield { line, fields };
    }
  };
}

type Line = { number: number; text: string };

async function* linesOf(pieces: Pieces): AsyncGenerator<Line> {
  let rest = '';
  let number = 0;
  const clean = (text: string) => {
    const bare = text.endsWith('\r') ? text.slice(0, -1) : text;
    return number === 1 ? bare.replace(/^\ufeff/, '') : bare;
  };
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop()!;
    for (const text of lines) {
      number += 1;
      yield { number, text: clean(text) };
    }
    // A file without an end of line is no log: it must not fill the memory.
    if (rest.length > longestLine) rest = rest.slice(0, longestLine + 1);
  }
  number += 1;
  if (rest !== '') yield { number, text: clean(rest) };
}

/** Puts lines together to records. `width` is how many values a record has, null for the first. */
async function* records(
  lines: AsyncGenerator<Line>,
  width: () => number | null,
  onBroken: (line: number, why: Broken) => void,
): AsyncGenerator<{ line: number; values: string[] }> {
  const waiting: Line[] = [];
  const next = async (): Promise<Line | null> => {
    const { value, done } = await lines.next();
    return done ? null : value;
  };
  for (;;) {
    const first = waiting.shift() ?? (await next());
    if (first === null) return;
    if (first.text.trim() === '') continue;
    const record = [first];
    while (isOpen(record) && record.length < mostLines) {
      const more = waiting.shift() ?? (await next());
      if (more === null) break;
      record.push(more);
    }
    let values = valuesOf(record, width());
    // What is no value over several lines is a stray quote: it costs at most its own line, the others are read again.
    if (typeof values === 'string' && record.length > 1) {
      waiting.unshift(...record.splice(1));
      values = valuesOf(record, width());
    }
    if (typeof values === 'string') onBroken(first.number, values);
    else yield { line: first.number, values };
  }
}

function isOpen(record: readonly Line[]): boolean {
  return record.reduce((count, { text }) => count + text.split('"').length - 1, 0) % 2 === 1;
}

function valuesOf(record: readonly Line[], width: number | null): string[] | Broken {
  const text = record.map((line) => line.text).join('\n');
  if (text.length > longestLine) return 'too-long';
  const values = text.includes('"') ? quotedValues(text, record.length === 1) : text.split(',');
  if (values === null) return 'quotes';
  return width === null || values.length === width ? values : 'fields';
}

/** Null unless the text is one record. Quotes may stand anywhere (`24" tv`) in one line alone: over several they mislead. */
function quotedValues(text: string, isOneLine: boolean): string[] | null {
  try {
    const options = { relax_column_count: true, relax_quotes: isOneLine, record_delimiter: '\n' };
    const records = parse(text, options) as string[][];
    return records.length === 1 ? records[0]! : null;
  } catch {
    return null;
  }
}
