// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import java.util.Map;

/** What keeps {@link Routes} current: parts that each run on a thread of their own until they are stopped. */
public final class RouteFollower {
    private final LinkMonitor links;
    private final RouteMonitor routes;

    RouteFollower(LinkMonitor links, RouteMonitor routes) {
        this.links = links;
        this.routes = routes;
    }

    /** The parts, by names for their threads. */
    public Map<String, Runnable> parts() {
        return Map.of("links", links, "routes", routes);
    }

    /** Ends the parts. For any thread. */
    public void stop() {
        links.stop();
        routes.stop();
    }
}
