import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Axis, drawChart } from './svg.ts';

const x: Axis = { label: 'x', from: 0, to: 10, ticks: [0, 5, 10], write: String };
const y: Axis = { label: 'y', from: 0.001, to: 1, scale: 'log', ticks: [0.01, 0.1, 1], write: String };
const base = { title: 'T', description: 'D', x, y };

describe('a chart', () => {
  it('escapes every word it is given', () => {
    const evil = '<script>&"\u0007';
    const svg = drawChart({
      title: evil,
      description: evil,
      x: { ...x, label: evil, write: () => evil },
      y,
      series: [{ name: evil, points: [[1, 0.5]] }],
      marks: [{ at: 1, axis: 'x', label: evil }],
    });
    assert.doesNotMatch(svg, /<script|\p{Cc}(?<!\n)/u);
    assert.equal(svg.match(/&lt;script&gt;&amp;&quot;/g)?.length, 9);
  });

  it('draws what can be drawn of a broken series', () => {
    const points = [
      [0, 0.1],
      [Number.NaN, 0.2],
      [5, Number.POSITIVE_INFINITY],
      [10, 0],
    ] as [number, number][];
    for (const kind of ['line', 'bars', 'points'] as const) {
      const svg = drawChart({
        ...base,
        series: [
          { name: 'a', points, kind },
          { name: 'none', points: [] },
        ],
      });
      assert.doesNotMatch(svg, /NaN|Infinity/);
    }
  });

  it('keeps the names of lines that end together apart', () => {
    const series = ['a', 'b', 'c', 'd'].map((name) => ({
      name,
      points: [[10, 0.001]] as [number, number][],
    }));
    const heights = [
      ...drawChart({ ...base, series }).matchAll(/<text x="[\d.]+" y="([\d.]+)" class="name"/g),
    ].map(([, height]) => Number(height));
    assert.equal(heights.length, 4);
    assert.ok(heights.every((height, i) => i === 0 || height - heights[i - 1]! >= 17));
    assert.ok(Math.max(...heights) <= 440 - 52 + 5);
  });

  it('follows the reader into the dark', () => {
    assert.match(drawChart({ ...base, series: [] }), /prefers-color-scheme:dark/);
  });
});
