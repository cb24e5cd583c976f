// SPDX-License-Identifier: Apache-2.0
/**
 * The page for browsers: files as they are, and documents that its scripts ask for.
 *
 * <pre>
 *   HttpPages ─▶ StatusPage ─┬ PageFile      what is read once: text, style, scripts
 *                            ├ Snapshot      status and rules, at most a quarter of a second old
 *                            ├ Tables        outcomes, events and tunnels, as code has them
 *                            └ PathModel     what a stack of tunnels leaves of a path
 * </pre>
 *
 * It can only be read. While nobody does, it does nothing.
 */
@NullMarked
package org.mssclamp.page;

import org.jspecify.annotations.NullMarked;
