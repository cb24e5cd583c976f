// SPDX-License-Identifier: Apache-2.0
/**
 * The control socket, by which a running daemon is asked and told: one line in, text or one JSON document out.
 *
 * <pre>
 *   mssclamp, socat ─▶ ControlSocket ─▶ ControlServer ─▶ ControlConnection, a thread each ─▶ ControlCommand
 *                                                             └ ControlRequest, ControlAnswer
 * </pre>
 *
 * Nothing here touches the threads of packets: commands read counters, and hand what is to be changed to the main thread.
 */
@NullMarked
package org.mssclamp.control;

import org.jspecify.annotations.NullMarked;
