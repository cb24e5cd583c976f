// SPDX-License-Identifier: Apache-2.0
// How the page asks the daemon: one request at a time, a round each second, none while nobody looks.

const ROUND_MS = 1000;
const PATIENCE_MS = 5000;

/** The daemon did not answer, or not as it should. */
export class Silence extends Error {}

/** A document of the daemon; throws a Silence if it does not come. */
export async function get(path, signal = AbortSignal.timeout(PATIENCE_MS)) {
  try {
    const response = await fetch(path, { cache: "no-store", signal });
    if (response.ok) {
      return await response.json();
    }
    throw new Silence(`${path}: ${(await response.text()).trim()}`);
  } catch (failure) {
    throw failure instanceof Silence ? failure : new Silence(`${path}: ${failure.message}`);
  }
}

/** Rounds without end. The listener hears "live", "paused", "silent" or, of a defect here, "broken" when that changes. */
export async function follow(round, listener) {
  let state = "";
  const enter = (next) => {
    if (next !== state) {
      state = next;
      listener(next);
    }
  };
  for (;;) {
    if (document.hidden) {
      enter("paused");
      await new Promise((shown) => document.addEventListener("visibilitychange", shown, { once: true }));
      continue;
    }
    const began = performance.now();
    try {
      await round();
      enter("live");
    } catch (failure) {
      if (!(failure instanceof Silence)) {
        reportError(failure);
      }
      enter(failure instanceof Silence ? "silent" : "broken");
    }
    const left = ROUND_MS - (performance.now() - began);
    await new Promise((over) => setTimeout(over, Math.max(left, 0)));
  }
}
