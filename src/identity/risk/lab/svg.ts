/** How values lie along an axis: evenly, by their order of magnitude, or by how little is lacking to 1 (.9 .99 .999). */
export type Scale = 'linear' | 'log' | 'nines';

export type Axis = {
  label: string;
  from: number;
  to: number;
  scale?: Scale;
  ticks: readonly number[];
  /** How a tick reads. */
  write(value: number): string;
};

export type Series = {
  name: string;
  /** In the axes' own values; what is not finite is left out. */
  points: readonly (readonly [x: number, y: number])[];
  /** A line unless told. Bars stand on the lower end of the y axis. */
  kind?: 'line' | 'bars' | 'points';
  /** Which of the eight colours; the series' place in the list unless told. */
  colour?: number;
};

export type Chart = {
  title: string;
  /** One sentence for who does not see the picture. */
  description: string;
  x: Axis;
  y: Axis;
  series: readonly Series[];
  /** Straight lines across, with a word beside each: a threshold, a target. */
  marks?: readonly { at: number; axis: 'x' | 'y'; label: string }[];
  width?: number;
  height?: number;
};

/** Told apart by dashes too, for who does not tell colours apart. */
const dashes = ['none', '9 4', '2 4', '12 4 2 4', '5 5', '1 3', '14 6', '4 2'];

const style = `
:root{color-scheme:light dark;--bg:#fff;--ink:#14213d;--ink2:#47556e;--line:#e1e6ed;
--c0:#0b7a45;--c1:#1a56c4;--c2:#c2620a;--c3:#7b3fa0;--c4:#b3261e;--c5:#47556e;--c6:#00798c;--c7:#8a5200}
@media (prefers-color-scheme:dark){:root{--bg:#0c1220;--ink:#f0f4fa;--ink2:#b6c2d4;--line:#28344a;
--c0:#2fbd7b;--c1:#8ab4ff;--c2:#ee9a4d;--c3:#c79bea;--c4:#ff9d95;--c5:#97a5bb;--c6:#4fc3d6;--c7:#f2bd5e}}
text{font:13px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",Ubuntu,Arial,sans-serif;fill:var(--ink2)}
.bg{fill:var(--bg)}.title{font-size:16px;font-weight:600;fill:var(--ink)}.name{font-weight:600}
.grid{stroke:var(--line)}.axis{stroke:var(--ink2)}.mark{stroke:var(--ink2);stroke-dasharray:3 3}
.line{fill:none;stroke-width:2.25;stroke-linejoin:round;stroke-linecap:round}`;

const margin = { top: 48, bottom: 52, left: 72 };
const lineHeight = 17;

/** The chart as one SVG text of its own: light or dark as its reader prefers, every word escaped, nothing fetched. */
export function drawChart(chart: Chart): string {
  const { title, description, x, y, series, marks = [], width = 820, height = 440 } = chart;
  const longest = Math.max(0, ...series.map(({ name }) => name.length));
  const right = width - Math.max(24, 34 + longest * 7.7);
  const bottom = height - margin.bottom;
  const atX = (value: number) => margin.left + share(x, value) * (right - margin.left);
  const atY = (value: number) => bottom - share(y, value) * (bottom - margin.top);
  const frame = { atX, atY, left: margin.left, right, top: margin.top, bottom };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="t d">`,
    `<title id="t">${escaped(title)}</title><desc id="d">${escaped(description)}</desc><style>${style}</style>`,
    `<rect class="bg" width="${width}" height="${height}"/>`,
    text(margin.left, 27, title, 'class="title"'),
    ...drawAxes({ x, y }, frame),
    ...marks.map((mark) => drawMark(mark, frame)),
    ...series.map((one, index) => drawSeries(one, index, frame)),
    ...drawNames(series, frame),
    '</svg>\n',
  ].join('\n');
}

type Frame = {
  atX(value: number): number;
  atY(value: number): number;
  left: number;
  right: number;
  top: number;
  bottom: number;
};

function drawAxes({ x, y }: Pick<Chart, 'x' | 'y'>, { atX, atY, left, right, top, bottom }: Frame): string[] {
  const middle = (top + bottom) / 2;
  return [
    ...y.ticks.map(
      (tick) =>
        `<path class="grid" d="M${left} ${round(atY(tick))}H${right}"/>${text(left - 10, atY(tick) + 4, y.write(tick), 'text-anchor="end"')}`,
    ),
    ...x.ticks.map(
      (tick) =>
        `<path class="axis" d="M${round(atX(tick))} ${bottom}v5"/>${text(atX(tick), bottom + 21, x.write(tick), 'text-anchor="middle"')}`,
    ),
    `<path class="axis" d="M${left} ${bottom}H${right}"/>`,
    text((left + right) / 2, bottom + 43, x.label, 'text-anchor="middle"'),
    text(18, middle, y.label, `text-anchor="middle" transform="rotate(-90 18 ${round(middle)})"`),
  ];
}

function drawMark({ at, axis, label }: NonNullable<Chart['marks']>[number], frame: Frame): string {
  const { atX, atY, left, right, top, bottom } = frame;
  if (axis === 'x') {
    const place = round(atX(at));
    return `<path class="mark" d="M${place} ${top}V${bottom}"/>${text(place + 5, top + 12, label)}`;
  }
  const place = round(atY(at));
  return `<path class="mark" d="M${left} ${place}H${right}"/>${text(left + 6, place - 5, label)}`;
}

function drawSeries({ points, kind = 'line', colour }: Series, index: number, frame: Frame): string {
  const ink = `var(--c${(colour ?? index) % dashes.length})`;
  const drawn = points
    .map(([x, y]) => [frame.atX(x), frame.atY(y)] as const)
    .filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y));
  if (kind === 'points') {
    return drawn.map(([x, y]) => `<circle cx="${round(x)}" cy="${round(y)}" r="4" fill="${ink}"/>`).join('');
  }
  if (kind === 'bars') {
    const wide = Math.max(1, (0.8 * (frame.right - frame.left)) / Math.max(1, points.length));
    return drawn
      .map(
        ([x, y]) =>
          `<rect x="${round(x - wide / 2)}" y="${round(y)}" width="${round(wide)}" height="${round(frame.bottom - y)}" fill="${ink}"/>`,
      )
      .join('');
  }
  const path = drawn.map(([x, y]) => `${round(x)} ${round(y)}`).join('L');
  return path
    ? `<path class="line" stroke="${ink}" stroke-dasharray="${dashes[index % dashes.length]}" d="M${path}"/>`
    : '';
}

/** Each name at the height where its line ends, pushed down where two would meet; the line's own dash before it. */
function drawNames(series: readonly Series[], { atY, right, top, bottom }: Frame): string[] {
  const ends = series
    .map(({ name, points, colour }, index) => {
      const end = atY(points.at(-1)?.[1] ?? Number.NaN);
      return { name, index, colour: colour ?? index, y: Number.isFinite(end) ? end : bottom };
    })
    .sort((a, b) => a.y - b.y);
  let last = top - lineHeight;
  for (const end of ends) last = end.y = Math.max(end.y, last + lineHeight);
  // Pushed past the lower end: the whole pile moves up again.
  let below = bottom + lineHeight;
  for (const end of ends.toReversed()) below = end.y = Math.min(end.y, below - lineHeight);
  return ends.map(
    ({ name, index, colour, y }) =>
      `<path class="line" stroke="var(--c${colour % dashes.length})" stroke-dasharray="${dashes[index % dashes.length]}" d="M${round(right + 4)} ${round(y)}h18"/>` +
      text(right + 27, y + 4, name, `class="name" style="fill:var(--c${colour % dashes.length})"`),
  );
}

/** Where a value lies between the ends of its axis, 0 to 1; what lies outside is put on the end. */
function share({ from, to, scale = 'linear' }: Axis, value: number): number {
  const place = (v: number) => {
    if (scale === 'log') return Math.log10(Math.max(v, Number.MIN_VALUE));
    return scale === 'nines' ? -Math.log10(Math.max(1 - v, 1e-9)) : v;
  };
  if (!Number.isFinite(value)) return Number.NaN;
  return Math.min(1, Math.max(0, (place(value) - place(from)) / (place(to) - place(from))));
}

function text(x: number, y: number, words: string, attributes = ''): string {
  return `<text x="${round(x)}" y="${round(y)}"${attributes ? ` ${attributes}` : ''}>${escaped(words)}</text>`;
}

const round = (value: number) => Math.round(value * 10) / 10;

function escaped(words: string): string {
  return words
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/\p{Cc}/gu, ' ');
}
