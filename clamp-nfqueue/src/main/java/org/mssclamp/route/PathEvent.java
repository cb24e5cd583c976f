// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import java.util.Locale;

/** Something that happens to the look-ups of paths. Each has a counter of the same name. */
public enum PathEvent {
    PATH_CACHED("the MTU of a path was known"),
    PATH_ASKED("the kernel was asked for the MTU of a path"),
    PATH_UNANSWERED("the kernel did not say the MTU of a path in time");

    private final String description;

    PathEvent(String description) {
        this.description = description;
    }

    /** The name in output and metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** One line for people. */
    public String description() {
        return description;
    }
}
