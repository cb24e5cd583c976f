// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.supervisor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A descriptor that the supervisor hands over at start, as sd_listen_fds(3) has it.
 *
 * @param name under which it was stored
 * @param descriptor its number; ours to close
 */
public record HandedOver(String name, int descriptor) {
    /** SD_LISTEN_FDS_START. */
    private static final int FIRST_DESCRIPTOR = 3;

    /** What sd_listen_fds_with_names calls one without a name. */
    private static final String NAMELESS = "unknown";

    /**
     * All that are handed over.
     *
     * @param environment of this process
     * @param pid of this process: what was meant for another, such as the one that started us, is not ours
     */
    public static List<HandedOver> parse(Map<String, String> environment, long pid) {
        if (!Long.toString(pid).equals(environment.get("LISTEN_PID"))) {
            return List.of();
        }
        int count = count(environment.getOrDefault("LISTEN_FDS", ""));
        String[] names = environment.getOrDefault("LISTEN_FDNAMES", "").split(":", -1);
        List<HandedOver> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = i < names.length && !names[i].isEmpty() ? names[i] : NAMELESS;
            all.add(new HandedOver(name, FIRST_DESCRIPTOR + i));
        }
        return all;
    }

    private static int count(String text) {
        return text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
    }
}
