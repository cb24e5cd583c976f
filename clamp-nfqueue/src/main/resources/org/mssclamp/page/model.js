// SPDX-License-Identifier: Apache-2.0
// What a stack of tunnels leaves of a path: the daemon computes, the form asks and draws.

import { byId, fillFacts, fillTable, make, setText } from "./elements.js";
import { get } from "./feed.js";
import { count, share } from "./figures.js";

const WAIT_MS = 150;
const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 1000;
const HEIGHT = 60;
const FIRST_TUNNEL = "wireguard";

const PARTS = [
  {
    create: () => make("span", {}, make("span", { class: "swatch" }), make("span")),
    update: (content, part) => {
      content.firstElementChild.className = `swatch ${part.style}`;
      setText(content.lastElementChild, part.name);
    },
  },
  { text: (part) => count(part.octets) },
  { text: (part) => share(part.octets, part.whole) },
];

function svg(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, String(value));
  }
  element.append(...children);
  return element;
}

/** A tunnel of the stack as form fields. */
class TunnelFields {
  constructor(tables) {
    this.tables = tables;
    this.select = make("select", {}, ...tables.tunnels.map((tunnel) => make("option", { value: tunnel.name }, tunnel.title)));
    this.select.value = FIRST_TUNNEL;
    this.parameters = make("div", { class: "fields" });
    this.note = make("p", { class: "note" });
    this.select.addEventListener("change", () => this.showParameters());
    this.showParameters();
  }

  preset() {
    return this.tables.tunnels.find((tunnel) => tunnel.name === this.select.value);
  }

  showParameters() {
    this.parameters.replaceChildren(...this.preset().parameters.map((parameter) => this.field(parameter)));
    const note = `${this.preset().note} Source: ${this.preset().source}`;
    // What stands between backquotes is a key or value.
    this.note.replaceChildren(...note.split("`").map((text, i) => (i % 2 === 1 ? make("code", {}, text) : text)));
  }

  field(parameter) {
    const control = this.control(parameter);
    control.dataset.key = parameter.key;
    return make("label", { title: parameter.meaning }, `${parameter.key}: ${parameter.meaning}`, control);
  }

  control(parameter) {
    if (parameter.choices.length > 0) {
      const select = make("select", {}, ...parameter.choices.map((choice) => make("option", { value: choice }, choice)));
      select.value = parameter.standard;
      return select;
    }
    const input = make("input", { type: "text", placeholder: parameter.allowed });
    if (parameter.isNumber) {
      input.inputMode = "numeric";
    }
    input.value = parameter.standard ?? "";
    return input;
  }

  /** As a configuration has it. */
  text() {
    const keys = [`type: ${this.select.value}`];
    for (const parameter of this.preset().parameters) {
      const value = this.parameters.querySelector(`[data-key="${parameter.key}"]`).value.trim();
      if (value !== (parameter.standard ?? "")) {
        keys.push(`${parameter.key}: ${JSON.stringify(value)}`);
      }
    }
    // Words and numbers stand without quotes.
    return `{ ${keys.join(", ").replace(/"([0-9A-Za-z-]+(?: [a-z]+)?)"/g, "$1")} }`;
  }
}

export class Model {
  constructor(tables) {
    this.tables = tables;
    this.tunnels = [];
    this.asking = new AbortController();
    this.timer = 0;
    const mtu = byId("model-path-mtu");
    mtu.min = tables.pathMtu.low;
    mtu.max = tables.pathMtu.high;
    mtu.value = tables.pathMtu.standard;
    const form = byId("model-form");
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => this.askSoon());
    byId("model-add").addEventListener("click", () => this.add());
    this.add();
  }

  add() {
    const tunnel = new TunnelFields(this.tables);
    this.tunnels.push(tunnel);
    const remove = make("button", { type: "button" }, "Remove");
    const up = make("button", { type: "button" }, "Further out");
    const kind = make("label", {}, "Type", tunnel.select);
    tunnel.item = make("li", {}, make("div", { class: "fields" }, kind, up, remove), tunnel.parameters, tunnel.note);
    remove.addEventListener("click", () => this.remove(tunnel));
    up.addEventListener("click", () => this.moveOut(tunnel, up));
    byId("model-tunnels").append(tunnel.item);
    this.order();
  }

  remove(tunnel) {
    this.tunnels = this.tunnels.filter((other) => other !== tunnel);
    tunnel.item.remove();
    byId("model-add").focus();
    this.order();
  }

  moveOut(tunnel, button) {
    const place = this.tunnels.indexOf(tunnel);
    if (place > 0) {
      const outer = this.tunnels[place - 1];
      this.tunnels.splice(place - 1, 2, tunnel, outer);
      outer.item.before(tunnel.item);
      button.focus();
      this.order();
    }
  }

  order() {
    byId("model-tunnels-empty").hidden = this.tunnels.length > 0;
    this.askSoon();
  }

  askSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT_MS);
  }

  /** Only the last question counts. */
  async ask() {
    this.asking.abort();
    this.asking = new AbortController();
    const signal = this.asking.signal;
    const query = new URLSearchParams({
      "path-mtu": byId("model-path-mtu").value,
      family: byId("model-family").value,
      timestamps: String(byId("model-timestamps").checked),
    });
    if (this.tunnels.length > 0) {
      query.set("tunnels", `[${this.tunnels.map((tunnel) => tunnel.text()).join(", ")}]`);
    }
    try {
      this.show(await get(`model.json?${query}`, signal));
    } catch (failure) {
      if (!signal.aborted) {
        setText(byId("model-problem"), failure.message);
        byId("model-result").hidden = true;
      }
    }
  }

  show(model) {
    setText(byId("model-problem"), model.problem ?? "");
    byId("model-result").hidden = model.problem !== null;
    if (model.problem !== null) {
      return;
    }
    fillFacts(byId("model-figures"), [
      ["MSS", `${count(model.mss)} octets`],
      ["MTU inside", `${count(model.innerMtu)} octets`],
      ["payload of a full segment", `${count(model.payload)} octets`],
      ["share of payload", share(model.payload, model.outerOctets)],
      ["packet outside", `${count(model.outerOctets)} octets`],
      ["of the path unused", `${count(model.unused)} octets`],
    ]);
    byId("model-warnings").replaceChildren(...model.warnings.map((warning) => make("li", {}, warning)));
    let tunnels = 0;
    const parts = model.parts.map((part) => ({
      ...part,
      whole: model.outerOctets,
      style: `part-${part.kind}${part.kind === "tunnel" && tunnels++ % 2 === 1 ? " next" : ""}`,
    }));
    this.draw(model, parts);
    fillTable(byId("model-parts"), parts.map((part, i) => ({ ...part, i })), (part) => part.i, PARTS);
    byId("model-way").hidden = model.tunnels === null;
    setText(byId("model-arithmetic"), model.arithmetic.join("\n"));
    setText(byId("model-rule"), model.tunnels === null ? "" : `tunnel: ${model.tunnels}`);
  }

  draw(model, parts) {
    const scale = WIDTH / model.pathMtu;
    let x = 0;
    const shapes = parts.map((part) => {
      const shape = svg(
        "rect",
        { class: part.style, x: x * scale, y: 0, width: part.octets * scale, height: HEIGHT, "data-octets": part.octets },
        svg("title", {}, `${part.name}, ${part.octets} octets`),
      );
      x += part.octets;
      return shape;
    });
    if (model.unused > 0) {
      const unused = { class: "part-unused", x: x * scale, y: 0, width: model.unused * scale, height: HEIGHT };
      shapes.push(svg("rect", unused, svg("title", {}, `unused, ${model.unused} octets`)));
    }
    const drawing = { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img" };
    byId("model-drawing").replaceChildren(svg("svg", { ...drawing, "aria-labelledby": "model-caption" }, ...shapes));
  }
}
