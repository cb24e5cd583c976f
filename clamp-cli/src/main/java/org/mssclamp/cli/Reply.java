// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.List;
import org.mssclamp.clamp.Explanation;
import org.mssclamp.route.PathAnswer;

/**
 * What comes of a {@link Question}.
 *
 * @param paths what the kernel said of the packet's paths, as far as a rule asked
 */
record Reply(Explanation explanation, List<PathAnswer> paths) {
    Reply {
        paths = List.copyOf(paths);
    }
}
