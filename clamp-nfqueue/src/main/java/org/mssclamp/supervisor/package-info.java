// SPDX-License-Identifier: Apache-2.0
/**
 * The supervisor that started the daemon: what it is told, what it keeps for us, and what it hands over.
 *
 * <pre>
 *   daemon ──READY=1, RELOADING=1, STOPPING=1, STATUS=…, WATCHDOG=1──▶ supervisor
 *          ──FDSTORE=1, FDNAME=queue-0, a descriptor───────────────▶   │ store
 *   successor ◀──LISTEN_FDS=1, LISTEN_FDNAMES=queue-0, descriptor 3────┘
 * </pre>
 *
 * The protocol is that of sd_notify(3) and sd_listen_fds(3); systemd speaks it, and others do.
 */
@NullMarked
package org.mssclamp.supervisor;

import org.jspecify.annotations.NullMarked;
