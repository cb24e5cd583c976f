// SPDX-License-Identifier: Apache-2.0
// The parts of the page, and the rounds that feed them.

import { byId, setText } from "./elements.js";
import { follow, get } from "./feed.js";
import { moment } from "./figures.js";
import { Model } from "./model.js";
import { Overview } from "./overview.js";
import { Recent } from "./recent.js";
import { Rules } from "./rules.js";

let parts = null;
let generation = 0;
let uptimeSeconds = 0;
let heardAt = new Date();

async function begin() {
  const tables = await get("tables.json");
  parts = { overview: new Overview(tables), rules: new Rules(tables), recent: new Recent(), model: new Model(tables) };
}

async function round() {
  if (parts === null) {
    await begin();
  }
  const status = await get("status.json");
  if (status.uptimeSeconds < uptimeSeconds) {
    parts.recent.forget();
  }
  uptimeSeconds = status.uptimeSeconds;
  parts.overview.show(status);
  parts.rules.show(await get("rules.json"), status.rules);
  const recent = parts.recent.path();
  if (recent !== null) {
    parts.recent.show(await get(recent));
  }
  heardAt = new Date();
  const next = status.configuration.generation;
  if (generation !== 0 && next !== generation) {
    say("live", `Live. Generation ${next} of the configuration is in force since ${moment(status.configuration.since)}`);
  }
  generation = next;
}

function say(state, text) {
  document.body.dataset.state = state;
  byId("connection").dataset.state = state;
  setText(byId("connection"), text);
}

const STATES = {
  live: () => "Live, each second",
  paused: () => "Paused while this tab is hidden",
  broken: () => "This page has a defect; the console of the browser has more",
  silent: () => `mssclampd does not answer; what is shown is of ${moment(heardAt)}`,
};

follow(round, (state) => say(state, STATES[state]()));
