// SPDX-License-Identifier: Apache-2.0
/**
 * What the kernel's routing says of a packet's path, by rtnetlink.
 *
 * <pre>
 *   RouteMonitor ──▶ RouteChanges ◀── LinkMonitor ──▶ Links      a thread each, for events
 *                         │                             │
 *                         ▼                             ▼
 *   packet ─▶ RoutePaths ─▶ RouteCache    RouteLookups ─▶ Lookup  the packet's thread
 *                 └── not known ──────────▲   │    ▲
 *                                 RouteRequest▼    │RouteReply
 *                                      RTM_GETROUTE
 * </pre>
 *
 * <p>{@link org.mssclamp.route.Routes} is the way in.
 */
@NullMarked
package org.mssclamp.route;

import org.jspecify.annotations.NullMarked;
