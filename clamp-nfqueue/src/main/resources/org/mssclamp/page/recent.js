// SPDX-License-Identifier: Apache-2.0
// Some of the SYNs that came lately, and how the rules came to decide them.

import { byId, make, setText } from "./elements.js";
import { timeOfDay } from "./figures.js";

const MOST_SHOWN = 25;

function endpoint(packet, address, port) {
  return packet.family === "ipv6" ? `[${address}]:${port}` : `${address}:${port}`;
}

function mssText(before, after) {
  if (before === null && after === null) {
    return "no MSS";
  }
  return before === after ? `MSS ${before}` : `MSS ${before ?? "none"} → ${after}`;
}

function headline(syn) {
  const packet = syn.packet;
  const from = endpoint(packet, packet.from, packet.sport);
  const to = endpoint(packet, packet.to, packet.dport);
  const decider = syn.rules.findLast((rule) => rule.matches);
  const kind = packet.flags === "syn-ack" ? "SYN-ACK" : "SYN";
  const verdict = make("span", syn.changed ? { class: "changed" } : {}, `${syn.outcome}, ${mssText(syn.mssBefore, syn.mssAfter)}`);
  return make("summary", {}, `${timeOfDay(syn.time)} ${kind} ${from} > ${to}: `, verdict, decider ? `, by ${decider.name}` : "");
}

function ruleText(rule) {
  if (!rule.matches) {
    const shown = rule.wanted.slice(0, 4).join(", ");
    const more = rule.wanted.length > 4 ? `, and ${rule.wanted.length - 4} more` : "";
    return `${rule.name} is passed over: ${rule.key} is ${rule.value ?? "not given"}, wanted ${shown}${more}`;
  }
  const arithmetic = rule.arithmetic ? `${rule.arithmetic}: ` : "";
  const observed = rule.mode === "observe" ? " (mode: observe)" : "";
  return `${rule.name} ${rule.continue ? "continues" : "decides"}: ${arithmetic}${rule.outcome}${observed}`;
}

function pathText(path) {
  return `path ${path.direction}: MTU ${path.mtu ?? "unknown"}, ${path.origin}${path.out ? `, out ${path.out}` : ""}`;
}

function explanation(syn) {
  const packet = syn.packet;
  const parts = [];
  const options = syn.options.length > 0 ? `options ${syn.options.join(", ")}` : "no options";
  const ways = [packet.in ? `in ${packet.in}` : "", packet.out ? `out ${packet.out}` : ""].filter((way) => way !== "");
  parts.push(make("p", {}, [`queue ${syn.queue}`, ...ways, options].join(", ")));
  const before = (syn.rules[0]?.number ?? 1) - 1;
  if (before > 0) {
    parts.push(make("p", {}, `${before} rules before are passed over`));
  }
  const rules = syn.rules.map((rule) => {
    const lines = (rule.tunnelArithmetic ?? []).flatMap((sum) => [make("br"), sum]);
    return make("li", { value: rule.number }, ruleText(rule), ...lines);
  });
  parts.push(make("ol", {}, ...rules));
  if (syn.notAsked > 0) {
    parts.push(make("p", {}, `${syn.notAsked} more ${syn.notAsked === 1 ? "rule is" : "rules are"} not asked`));
  }
  parts.push(...syn.paths.map((path) => make("p", {}, pathText(path))));
  parts.push(make("p", {}, `${syn.outcome}: ${syn.description}`));
  if (!syn.faithful) {
    parts.push(make("p", {}, "This does not come to what the worker did; it is a defect in mssclampd, please report it."));
  }
  return parts;
}

export class Recent {
  constructor() {
    this.list = byId("recent-list");
    this.last = 0;
    this.held = false;
    const button = byId("recent-switch");
    button.addEventListener("click", () => {
      this.held = !this.held;
      button.setAttribute("aria-pressed", String(this.held));
    });
  }

  /** Where to ask; null while the list is held. */
  path() {
    return this.held ? null : `recent.json?after=${this.last}`;
  }

  /** From the beginning: another daemon numbers anew. */
  forget() {
    this.last = 0;
  }

  show({ syns }) {
    for (const syn of syns) {
      this.last = syn.number;
      this.list.prepend(this.entry(syn));
    }
    // What somebody reads stays.
    const surplus = Array.from(this.list.children).slice(MOST_SHOWN);
    surplus.filter((entry) => !entry.contains(document.activeElement)).forEach((entry) => entry.remove());
    byId("recent-empty").hidden = this.list.children.length > 0;
  }

  entry(syn) {
    const details = make("details", {}, headline(syn));
    // Most are never opened.
    details.addEventListener("toggle", () => details.append(...explanation(syn)), { once: true });
    return make("li", { "data-key": String(syn.number) }, details);
  }
}
