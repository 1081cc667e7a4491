import { dayMs } from '../../../core/clock.ts';
import { type Axis, drawChart } from '../lab/svg.ts';
import type { Replay } from './replay.ts';

export type ChartWords = {
  title: string;
  description: string;
  day: string;
  asked: string;
  happened: string;
  policy: string;
};

const daysPerPoint = 7;

/**
 * The share of sign-ins that were asked for a code, really and under the other policy: of the seven days up to each day,
 * as single days of a small portal jump. SVG text. There must be a sign-in.
 */
export function drawReplay({ perDay, happened, policy }: Replay, words: ChartWords): string {
  const days = [...perDay.keys()];
  const first = Math.min(...days);
  const last = Math.max(...days);
  const shares = (asked: ReadonlyMap<number, number>) => movingShares({ asked, all: perDay, first, last });
  const series = [
    { name: words.happened, points: shares(happened.perDay), colour: 5 },
    { name: words.policy, points: shares(policy.perDay), colour: 0 },
  ];
  const most = Math.max(0.01, ...series.flatMap(({ points }) => points.map(([, share]) => share)));
  const step = [0.01, 0.02, 0.05, 0.1, 0.2, 0.25].find((size) => most / size <= 6) ?? 0.25;
  const top = Math.ceil(most / step) * step;
  const y: Axis = {
    label: words.asked,
    from: 0,
    to: top,
    ticks: ticks(0, top, step),
    write: (share) => `${Math.round(share * 100)} %`,
  };
  const start = series[0]?.points[0]?.[0] ?? first;
  const every = Math.max(1, Math.ceil((last - start) / 7));
  const x: Axis = {
    label: words.day,
    from: start,
    to: Math.max(last, start + 1),
    ticks: ticks(start, last, every),
    write: (day) => new Date(day * dayMs).toISOString().slice(0, 10),
  };
  return drawChart({ title: words.title, description: words.description, x, y, series });
}

type Counts = {
  asked: ReadonlyMap<number, number>;
  all: ReadonlyMap<number, number>;
  first: number;
  last: number;
};

function movingShares({ asked, all, first, last }: Counts): [day: number, share: number][] {
  const points: [number, number][] = [];
  const sum = { asked: 0, all: 0 };
  const add = (day: number, sign: 1 | -1) => {
    sum.asked += sign * (asked.get(day) ?? 0);
    sum.all += sign * (all.get(day) ?? 0);
  };
  for (let day = first; day <= last; day += 1) {
    add(day, 1);
    if (day - daysPerPoint >= first) add(day - daysPerPoint, -1);
    // Before the first seven days are over there is less to go by; a short history has nothing else.
    const isWhole = day - first + 1 >= daysPerPoint || last - first < 2 * daysPerPoint;
    if (sum.all > 0 && isWhole) points.push([day, sum.asked / sum.all]);
  }
  return points;
}

function ticks(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.floor((to - from) / step + 1e-9) + 1 }, (_, i) => from + i * step);
}
