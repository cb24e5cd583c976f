// SPDX-License-Identifier: Apache-2.0
// The daemon at a glance: what it runs, rates and outcomes, queues, MSS before and after.

import { byId, fillFacts, fillTable, showUnlessEmpty } from "./elements.js";
import { count, duration, moment, quantile, rate, sumByName, sumOfDistributions, uptime } from "./figures.js";
import { MssChart, RateChart } from "./charts.js";

const OUTCOMES = [
  { text: (outcome) => outcome.name },
  { text: (outcome) => count(outcome.packets) },
  { text: (outcome) => rate(outcome.lastSecond) },
  { text: (outcome) => rate(outcome.lastMinute) },
  { text: (outcome) => rate(outcome.sinceStart) },
  { text: (outcome) => outcome.description, kind: "text" },
];

const NAMED_COUNTS = [{ text: ([name]) => name }, { text: ([, value]) => count(value) }];

const QUEUES = [
  { text: (queue) => String(queue.number) },
  { text: stateOf, isBad: (queue) => !queue.bound || !queue.served },
  { text: (queue) => queue.onFailure },
  { text: (queue) => count(queue.events.received) },
  { text: (queue) => count(queue.waiting) },
  { text: (queue) => count(queue.bufferedOctets), isBad: (queue) => 2 * queue.bufferedOctets > queue.receiveBufferOctets },
  { text: (queue) => count(queue.receiveBufferOctets) },
  { text: (queue) => count(queue.lost), isBad: (queue) => queue.lost > 0 },
  { text: (queue) => duration(quantile(queue.serviceNs, 0.5)) },
  { text: (queue) => duration(quantile(queue.serviceNs, 0.99)) },
];

const EVENTS = [
  { text: (event) => event.name },
  { text: (event) => count(event.count) },
  { text: (event) => event.description, kind: "text" },
];

const BUCKETS = [
  { text: (bucket) => bucket.label },
  { text: (bucket) => count(bucket.before) },
  { text: (bucket) => count(bucket.after) },
];

function stateOf(queue) {
  if (!queue.bound) {
    return "not bound";
  }
  if (!queue.served) {
    return "no worker";
  }
  return queue.kept ? "bound, kept" : "bound";
}

export class Overview {
  constructor(tables) {
    this.tables = tables;
    this.rates = new RateChart(byId("rates-chart"));
    this.mss = new MssChart(byId("mss-chart"));
  }

  show(status) {
    this.showDaemon(status);
    this.showOutcomes(status.queues);
    this.showQueues(status.queues);
    this.showMss(status.queues);
    this.showNamed("oddities", status.oddities);
  }

  showDaemon(status) {
    const reload = status.lastReload;
    fillFacts(byId("daemon"), [
      ["version", status.version],
      ["up", uptime(status.uptimeSeconds)],
      ["rules", count(status.rules)],
      ["mode", status.observing ? "observes only, changes nothing" : "clamps"],
      ["generation", `${status.configuration.generation} since ${moment(status.configuration.since)}`],
      ["configuration", status.configuration.file, "wide"],
      [
        "last reload",
        reload ? `${reload.accepted ? "accepted" : "refused"} ${moment(reload.at)}: ${reload.outcome}` : "none",
        "wide",
      ],
    ]);
  }

  showOutcomes(queues) {
    const packets = sumByName(queues, (queue) => queue.outcomes);
    const per = (key) =>
      sumByName(queues, (queue) =>
        Object.fromEntries(Object.entries(queue.rates.outcomes).map(([name, rates]) => [name, rates[key]])),
      );
    const [lastSecond, lastMinute, sinceStart] = ["lastSecond", "lastMinute", "sinceStart"].map(per);
    const outcomes = this.tables.outcomes
      .filter(({ name }) => packets.get(name) > 0)
      .map(({ name, description }) => ({
        name,
        description,
        packets: packets.get(name),
        lastSecond: lastSecond.get(name) ?? 0,
        lastMinute: lastMinute.get(name) ?? 0,
        sinceStart: sinceStart.get(name) ?? 0,
      }));
    fillTable(byId("outcomes"), outcomes, (outcome) => outcome.name, OUTCOMES);
    showUnlessEmpty(byId("outcomes"), outcomes.length === 0);
    const received = queues.reduce((sum, queue) => sum + queue.rates.received.lastSecond, 0);
    const clamped = this.tables.outcomes
      .filter(({ changes }) => changes)
      .reduce((sum, { name }) => sum + (lastSecond.get(name) ?? 0), 0);
    this.rates.add(received, clamped);
  }

  showQueues(queues) {
    fillTable(byId("queue-table"), queues, (queue) => queue.number, QUEUES);
    showUnlessEmpty(byId("queue-table"), queues.length === 0);
    const counts = sumByName(queues, (queue) => queue.events);
    const events = this.tables.events
      .filter(({ name, loss }) => loss && counts.get(name) > 0)
      .map((event) => ({ ...event, count: counts.get(event.name) }));
    fillTable(byId("events"), events, (event) => event.name, EVENTS);
    showUnlessEmpty(byId("events"), events.length === 0);
  }

  showMss(queues) {
    const before = sumOfDistributions(queues, (queue) => queue.mssBefore);
    const after = sumOfDistributions(queues, (queue) => queue.mssAfter);
    const buckets = before.counts
      .map((value, i) => ({
        label: i < before.bounds.length ? count(before.bounds[i]) : "more",
        before: value,
        after: after.counts[i],
      }))
      .filter((bucket) => bucket.before + bucket.after > 0);
    byId("mss-figure").hidden = buckets.length === 0;
    fillTable(byId("mss-table"), buckets, (bucket) => bucket.label, BUCKETS);
    showUnlessEmpty(byId("mss-table"), buckets.length === 0);
    this.mss.show(buckets);
  }

  showNamed(id, counts) {
    const there = Object.entries(counts).filter(([, value]) => value > 0);
    fillTable(byId(id), there, ([name]) => name, NAMED_COUNTS);
    showUnlessEmpty(byId(id), there.length === 0);
  }
}
