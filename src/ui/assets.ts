import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { extname } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { paths } from '../routes.ts';
import type { Brand } from './brand.ts';
import { defaultBrand } from './brand.ts';
import { buttonShades, linkShades } from './contrast.ts';

/** A file as it is sent, in the encodings a browser may ask for. */
export type Asset = {
  type: string;
  etag: string;
  body(encoding: 'identity' | 'br' | 'gzip'): Promise<Buffer>;
};

/** The style sheet, the script and the logo under hashed, immutable names. `find` takes a URL's path. */
export type Assets = {
  /** `app` stands beside `css` on the pages of who is signed in. */
  paths: { css: string; app: string; js: string; logo: string };
  find(path: string): Asset | null;
};

const logoTypes: Record<string, string> = {
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
};

/** Reads, joins and names everything once. Throws when the operator's logo can't be read or is of another kind. */
export function createAssets(brand: Brand): Assets {
  const found = new Map<string, Asset>();
  const put = (name: string, extension: string, type: string, bytes: Buffer) => {
    const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 12);
    const path = `${paths.assets}${name}-${hash}${extension}`;
    found.set(path, assetOf(bytes, type, `"${hash}"`));
    return path;
  };

  const logoFile = brand.logoFile ?? new URL('./logo.svg', import.meta.url);
  const logoExtension = extname(String(logoFile)).toLowerCase();
  const logoType = logoTypes[logoExtension];
  if (!logoType) throw new Error(`the logo must be svg, png, webp or jpeg: ${String(logoFile)}`);
  return {
    paths: {
      css: put('poterne', '.css', 'text/css; charset=utf-8', Buffer.from(styleSheet(brand))),
      app: put('app', '.css', 'text/css; charset=utf-8', Buffer.from(appSheet())),
      js: put('poterne', '.js', 'text/javascript; charset=utf-8', Buffer.from(script())),
      logo: put('logo', logoExtension, logoType, readFileSync(logoFile)),
    },
    find: (path) => found.get(path) ?? null,
  };
}

/** Compressed at its first use, best quality, then kept. */
function assetOf(bytes: Buffer, type: string, etag: string): Asset {
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  const encoders = {
    identity: async () => bytes,
    br: () => promisify(brotliCompress)(bytes, quality),
    gzip: () => promisify(gzip)(bytes, { level: 9 }),
  };
  const kept = new Map<keyof typeof encoders, Promise<Buffer>>();
  return {
    type,
    etag,
    body(encoding) {
      const known = kept.get(encoding);
      if (known) return known;
      const made = encoders[encoding]();
      kept.set(encoding, made);
      return made;
    },
  };
}

/** The four layers in order, without comments and indentation, then the operator's colours. */
export function styleSheet(brand: Brand): string {
  const layers = ['tokens', 'base', 'fields', 'pages'];
  return [`@layer ${layers.join(',')};`, ...layers.map(layerOf), operatorColours(brand)].join('');
}

/** What only pages of who is signed in need: the first page does without it [style.md 20]. */
export const appSheet = (): string => layerOf('app');

function layerOf(layer: string): string {
  return shorten(readFileSync(new URL(`./styles/${layer}.css`, import.meta.url), 'utf8'));
}

/** Comments and the spaces that mean nothing; « + » and « : » keep theirs, which may mean something. */
function shorten(css: string): string {
  return css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .replace(/(\{|;)([a-z-]+): /g, '$1$2:')
    .replace(/;\}/g, '}')
    .trim();
}

function operatorColours({ colours }: Brand): string {
  const rules = (theme: 'light' | 'dark') => {
    const button = buttonShades(colours.primary, theme);
    const link = linkShades(colours.link, theme);
    const primary = `--green:${button.base};--green-hover:${button.hover};--green-active:${button.active};--on-green:${button.on}`;
    return [
      colours.primary === defaultBrand.colours.primary ? '' : primary,
      colours.link === defaultBrand.colours.link ? '' : `--blue:${link.base};--blue-hover:${link.hover}`,
    ]
      .filter(Boolean)
      .join(';');
  };
  if (rules('light') === '') return '';
  return `@layer tokens{:root{${rules('light')}}@media(prefers-color-scheme:dark){:root{${rules('dark')}}}}`;
}

/** Every browser module in a block of its own: one request, no shared names. */
export function script(): string {
  const folder = new URL('./browser/', import.meta.url);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => {
      const source = readFileSync(new URL(name, folder), 'utf8').replace(/^export \{\};$/m, '');
      const plain = stripTypeScriptTypes(source)
        .replace(/^\s*\/\/.*$/gm, '')
        .replace(/\n\s*/g, '\n')
        .replace(/[ \t]{2,}/g, ' ');
      return `{${plain.trim()}}`;
    })
    .join('\n');
}
