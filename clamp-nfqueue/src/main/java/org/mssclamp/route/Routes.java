// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import java.util.function.IntFunction;

/** The kernel's links and routes, as far as packets need them. For any thread. */
public final class Routes {
    private final RouteSockets sockets;
    private final Links links;
    private final RouteChanges changes = new RouteChanges();

    /**
     * Knows nothing yet.
     *
     * @param interfaceNames asks the kernel for one name, and answers an empty text if there is no such link
     */
    public Routes(RouteSockets sockets, IntFunction<String> interfaceNames) {
        this.sockets = sockets;
        links = new Links(interfaceNames);
    }

    public Links links() {
        return links;
    }

    /** Opens a socket to ask by, for one worker. */
    public RoutePaths paths() {
        return new RoutePaths(sockets.open(), links, changes, System::nanoTime);
    }

    /** Opens a socket to ask by for one packet. */
    public PathTrace trace() {
        return new RouteTrace(sockets.open(), links);
    }

    /** Lists all links once, and follows no changes. */
    public void list() {
        RouteMonitor monitor = follow();
        monitor.stop();
        monitor.run();
    }

    /** Opens a socket, lists all links by it, and returns what follows their changes once it runs. */
    public RouteMonitor follow() {
        RouteMonitor monitor = new RouteMonitor(sockets.open(RouteGroup.numbers()), links, changes);
        monitor.list();
        return monitor;
    }
}
