// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.explain;

import java.util.List;
import org.mssclamp.clamp.Explanation;
import org.mssclamp.route.PathAnswer;

/**
 * What comes of a SYN.
 *
 * @param paths what the kernel said of the packet's paths, as far as a rule asked
 * @param absent interfaces of the packet that this host does not have, so that it knows no path
 */
public record Reply(Explanation explanation, List<PathAnswer> paths, List<String> absent) {
    public Reply {
        paths = List.copyOf(paths);
        absent = List.copyOf(absent);
    }
}
