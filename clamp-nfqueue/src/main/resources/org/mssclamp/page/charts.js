// SPDX-License-Identifier: Apache-2.0
// The two charts, drawn by uPlot. What they show stands in a table beside.

import { timeOfDay } from "./figures.js";

/* global uPlot */
const HEIGHT = 200;
const SECONDS = 120;
const STILL_MS = 10000;

const darkness = matchMedia("(prefers-color-scheme: dark)");
const stillness = matchMedia("(prefers-reduced-motion: reduce)");

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

function axis(more = {}) {
  const grid = { stroke: colour("line"), width: 1 };
  return { stroke: colour("faint"), grid, ticks: grid, ...more };
}

const compact = new Intl.NumberFormat("en-US", { notation: "compact" });
const counts = (chart, splits) => splits.map((value) => compact.format(value));

const times = (chart, splits) => splits.map((seconds) => timeOfDay(1000 * seconds));

/** A chart that follows the width of its place and the colours of the page. */
class Chart {
  constructor(place, optionsOf) {
    this.place = place;
    this.optionsOf = optionsOf;
    this.data = null;
    this.plot = null;
    new ResizeObserver(() => this.fit()).observe(place);
    darkness.addEventListener("change", () => this.rebuild());
  }

  show(data) {
    this.data = data;
    if (this.plot) {
      this.plot.setData(data);
    } else {
      this.rebuild();
    }
  }

  fit() {
    if (this.plot && this.place.clientWidth > 0 && this.plot.width !== this.place.clientWidth) {
      this.plot.setSize({ width: this.place.clientWidth, height: HEIGHT });
    }
  }

  rebuild() {
    this.plot?.destroy();
    this.plot = null;
    if (this.data && this.place.clientWidth > 0) {
      const frame = {
        width: this.place.clientWidth,
        height: HEIGHT,
        legend: { show: false },
        cursor: { show: false },
      };
      this.plot = new uPlot({ ...frame, ...this.optionsOf() }, this.data, this.place);
    }
  }
}

/** Rates of the last two minutes; where motion is not wanted, drawn now and then. */
export class RateChart {
  constructor(place) {
    this.chart = new Chart(place, () => ({
      scales: { y: { range: (chart, low, high) => [0, Math.max(high, 1) * 1.1] } },
      axes: [axis({ space: 80, values: times }), axis({ values: counts, size: 56 })],
      series: [
        {},
        { stroke: colour("came"), width: 2, points: { show: false } },
        { stroke: colour("left"), width: 2, points: { show: false } },
      ],
    }));
    this.points = [[], [], []];
    this.drawn = -Infinity;
  }

  add(received, clamped) {
    const point = [Date.now() / 1000, received, clamped];
    this.points.forEach((values, i) => {
      values.push(point[i]);
      if (values.length > SECONDS) {
        values.shift();
      }
    });
    if (!stillness.matches || performance.now() - this.drawn >= STILL_MS) {
      this.drawn = performance.now();
      this.chart.show(this.points.map((values) => values.slice()));
    }
  }
}

/** Pairs of bars, one for each bucket in which there is anything. */
export class MssChart {
  constructor(place) {
    this.labels = [];
    const bars = (align) => uPlot.paths.bars({ size: [0.4, 48], align });
    this.chart = new Chart(place, () => ({
      scales: {
        x: { time: false, range: () => [-0.6, this.labels.length - 0.4] },
        y: { range: (chart, low, high) => [0, Math.max(high, 1) * 1.1] },
      },
      axes: [
        axis({
          splits: () => this.labels.map((label, i) => i),
          values: (chart, splits) => splits.map((i) => this.labels[i]),
          grid: { show: false },
        }),
        axis({ values: counts, size: 56 }),
      ],
      series: [
        {},
        { stroke: colour("came"), fill: colour("came"), paths: bars(-1), points: { show: false } },
        { stroke: colour("left"), fill: colour("left"), paths: bars(1), points: { show: false } },
      ],
    }));
  }

  show(buckets) {
    this.labels = buckets.map((bucket) => bucket.label);
    if (buckets.length > 0) {
      this.chart.show([
        buckets.map((bucket, i) => i),
        buckets.map((bucket) => bucket.before),
        buckets.map((bucket) => bucket.after),
      ]);
    }
  }
}
