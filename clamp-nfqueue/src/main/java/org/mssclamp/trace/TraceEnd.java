// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.trace;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.mssclamp.status.Json;

/** Why a trace is over. */
enum TraceEnd {
    COUNT("that was as many as were asked for"),
    TIMEOUT("the time is over");

    private final String description;

    TraceEnd(String description) {
        this.description = description;
    }

    /**
     * The last line.
     *
     * @param missed SYNs for it that came faster than they could be told
     */
    String render(boolean json, int traced, long missed) {
        if (!json) {
            return traced + (traced == 1 ? " SYN" : " SYNs") + " traced, " + missed + " missed; " + description + "\n";
        }
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("end", name().toLowerCase(Locale.ROOT));
        members.put("traced", traced);
        members.put("missed", missed);
        return Json.render(members) + "\n";
    }
}
