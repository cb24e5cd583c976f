// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.trace;

import java.util.Map;
import org.mssclamp.status.Json;

/** SYNs that came faster than they could be told, since the last such line. */
record TraceGap(long missed) {
    String render(boolean json) {
        return json
                ? Json.render(Map.of("missed", missed)) + "\n"
                : missed + (missed == 1 ? " SYN" : " SYNs") + " missed about here\n\n";
    }
}
