import { type Html, html } from './html.ts';

/** A QR code as one path of a square of `size` points, its quiet zone apart. */
export type Qr = { size: number; path: string };

/** Draws a text as a QR code. The library is read at the first one: few people ever need it. */
export async function qrOf(text: string): Promise<Qr> {
  const { default: library } = await import('qrcode');
  const { size, data } = library.create(text, { errorCorrectionLevel: 'M' }).modules;
  let path = '';
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const from = x;
      while (x < size && data[y * size + x]) x += 1;
      // One stroke for each run of dark points.
      if (x > from) path += `M${from} ${y}h${x - from}v1H${from}z`;
    }
  }
  return { size, path };
}

const quiet = 4;

/** Dark on light in both themes: cameras want it so. */
export function qrPicture({ size, path }: Qr, label: string): Html {
  const whole = size + 2 * quiet;
  return html`<svg role="img" aria-label="${label}" width="224" height="224" viewBox="${-quiet} ${-quiet} ${whole} ${whole}" shape-rendering="crispEdges"><path fill="#fff" d="M${-quiet} ${-quiet}h${whole}v${whole}H${-quiet}z"/><path fill="#000" d="${path}"/></svg>`;
}
