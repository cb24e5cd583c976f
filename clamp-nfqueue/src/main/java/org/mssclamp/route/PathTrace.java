// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import java.util.List;
import org.mssclamp.clamp.Paths;

/** Paths of one packet, looked up when they are asked for, with what the kernel said of each. For explanation. */
public interface PathTrace extends Paths, AutoCloseable {
    /** At most one for each direction; none for a packet that has no route, as its hook knows no outgoing interface. */
    List<PathAnswer> answers();

    @Override
    void close();
}
