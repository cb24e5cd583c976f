// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import org.mssclamp.channel.NetlinkChannel;

/** Opens sockets for rtnetlink. */
public interface RouteSockets {
    /** One that hears the events of some multicast groups, or of none. */
    NetlinkChannel open(int... groups);
}
