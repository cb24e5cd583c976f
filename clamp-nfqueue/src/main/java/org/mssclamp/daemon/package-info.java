// SPDX-License-Identifier: Apache-2.0
/**
 * Process life: command line, configuration file, signals, log, and the order in which the parts start and stop.
 *
 * <pre>
 *   signals ──▶ Daemon ─▶ QueueWorker × queues, a thread each
 *   control ──▶   ├─────▶ LinkMonitor, a thread
 *     ▲           └─────▶ Changeover, at the start and at each reload
 *     └───────────────────── StatusSource, of what is in force
 * </pre>
 */
@NullMarked
package org.mssclamp.daemon;

import org.jspecify.annotations.NullMarked;
