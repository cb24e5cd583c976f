// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import java.util.List;
import java.util.function.IntFunction;
import org.mssclamp.channel.SilentChannel;
import org.mssclamp.rule.Interface;

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

    /** Those of no kernel: some interfaces, by their index, and no path. */
    public static Routes offline(List<Interface> interfaces) {
        Routes routes = new Routes(groups -> new SilentChannel(), index -> "");
        routes.links.replace(interfaces.stream()
                .map(known -> new Link(known, Links.UNKNOWN_MTU, Links.UNKNOWN_MTU))
                .toList());
        return routes;
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
        LinkMonitor monitor = new LinkMonitor(sockets.open(), links, changes, System::nanoTime);
        monitor.stop();
        try {
            monitor.list();
        } finally {
            monitor.run();
        }
    }

    /** Lists all links, and returns what follows the changes of links and routes once its parts run. */
    public RouteFollower follow() {
        // In this order: what changes while the links are listed is heard of.
        RouteMonitor routeMonitor = new RouteMonitor(sockets.open(RouteMonitor.GROUPS), changes);
        LinkMonitor linkMonitor = new LinkMonitor(sockets.open(LinkMonitor.GROUPS), links, changes, System::nanoTime);
        linkMonitor.list();
        return new RouteFollower(linkMonitor, routeMonitor);
    }
}
