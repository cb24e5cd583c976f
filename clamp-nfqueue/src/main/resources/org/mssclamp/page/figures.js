// SPDX-License-Identifier: Apache-2.0
// Figures as mssclamp writes them on a terminal.

const COUNT = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const RATE = new Intl.NumberFormat("en-US", { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** What only root may know is null. */
export function count(number) {
  return number === null ? "unknown" : COUNT.format(number);
}

export function rate(number) {
  return RATE.format(number);
}

export function share(part, whole) {
  return whole === 0 ? "0.0 %" : `${RATE.format((100 * part) / whole)} %`;
}

/** A bound of service times; null is above all bounds. */
export function duration(ns) {
  if (ns === undefined) {
    return "";
  }
  if (ns === null) {
    return "over 1 s";
  }
  if (ns < 1e6) {
    return `${ns / 1e3} µs`;
  }
  return ns < 1e9 ? `${ns / 1e6} ms` : `${ns / 1e9} s`;
}

export function uptime(seconds) {
  const two = (number) => String(Math.floor(number)).padStart(2, "0");
  const days = Math.floor(seconds / 86400);
  return `${days > 0 ? `${days} d ` : ""}${two((seconds / 3600) % 24)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** In UTC, as mssclamp writes it. */
export function moment(instant) {
  return `${new Date(instant).toISOString().replace("T", " ").slice(0, 19)} UTC`;
}

export function timeOfDay(instant) {
  return new Date(instant).toISOString().slice(11, 19);
}

/** The sum of all queues of a figure by name. */
export function sumByName(queues, figuresOf) {
  const sums = new Map();
  for (const queue of queues) {
    for (const [name, value] of Object.entries(figuresOf(queue))) {
      sums.set(name, (sums.get(name) ?? 0) + value);
    }
  }
  return sums;
}

/** The distribution of all queues; they have the same bounds. */
export function sumOfDistributions(queues, distributionOf) {
  return queues.map(distributionOf).reduce(
    (sum, next) => ({ bounds: next.bounds, counts: next.counts.map((value, i) => value + (sum.counts[i] ?? 0)) }),
    { bounds: [], counts: [] },
  );
}

/** The bound within which that share of the values is: undefined if there are none, null if it is above all bounds. */
export function quantile(distribution, wanted) {
  const total = distribution.counts.reduce((sum, value) => sum + value, 0);
  if (total === 0) {
    return undefined;
  }
  let seen = 0;
  for (let i = 0; i < distribution.bounds.length; i++) {
    seen += distribution.counts[i];
    if (seen >= Math.ceil(wanted * total)) {
      return distribution.bounds[i];
    }
  }
  return null;
}
