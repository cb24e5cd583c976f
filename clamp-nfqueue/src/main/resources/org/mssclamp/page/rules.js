// SPDX-License-Identifier: Apache-2.0
// The rules in force, and what they did.

import { byId, fillTable, make, setText, showUnlessEmpty } from "./elements.js";
import { count, moment, rate } from "./figures.js";

const RULES = [
  {
    create: () => make("details", {}, make("summary"), make("pre")),
    update: (details, rule) => {
      setText(details.firstElementChild, rule.mode === "observe" ? `${rule.name} (observes)` : rule.name);
      setText(details.lastElementChild, rule.text);
    },
  },
  { text: (rule) => String(rule.number) },
  { text: (rule) => rate(rule.perSecond) },
  { text: (rule) => count(rule.matched) },
  { text: (rule) => count(rule.changed) },
  { text: (rule) => median(rule.mssBefore, rule.mssExact) },
  { text: (rule) => median(rule.mssAfter, rule.mssExact) },
  { text: (rule) => (rule.lastHit === null ? "never" : moment(rule.lastHit)) },
];

function median(mss, exact) {
  return mss === null ? "" : `${exact ? "" : "about "}${mss}`;
}

export class Rules {
  constructor(tables) {
    this.most = tables.mostRules;
    this.before = new Map();
    this.askedMs = 0;
  }

  /** @param total how many rules are in force; the document has the busiest */
  show(document, total) {
    const nowMs = performance.now();
    const seconds = (nowMs - this.askedMs) / 1000;
    const rules = document.rules.map((rule) => {
      const matchedBefore = this.before.get(rule.name);
      const grown = matchedBefore <= rule.matched ? rule.matched - matchedBefore : 0;
      return { ...rule, perSecond: grown / seconds };
    });
    this.before = new Map(document.rules.map((rule) => [rule.name, rule.matched]));
    this.askedMs = nowMs;
    fillTable(byId("rule-table"), rules, (rule) => rule.name, RULES);
    showUnlessEmpty(byId("rule-table"), rules.length === 0);
    const leftOut = byId("rules-left-out");
    leftOut.hidden = total <= rules.length;
    setText(leftOut, `These ${count(rules.length)} of ${count(total)} rules matched most; mssclamp rules show -c has all.`);
  }
}
