// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.Locale;
import org.mssclamp.rule.Interface;

/** Where a replay has the paths of its packets from. */
enum PathSource {
    NOT_ASKED("no rule asks for paths"),
    HOST("paths are looked up in the routes of this host; what the kernel takes to answer is in the figures"),
    NO_WAY("paths are not looked up, and count as mtu-unknown: say by --out where the packets leave"),
    ABSENT("paths are not looked up, and count as mtu-unknown: this host does not have the interfaces of the packets");

    private final String description;

    PathSource(String description) {
        this.description = description;
    }

    /** Of packets that pass by these interfaces, each without index if this host does not have it. */
    static PathSource of(Interface in, Interface out) {
        if (in.isAbsent() || out.isAbsent()) {
            return ABSENT;
        }
        return out.index() == 0 ? NO_WAY : HOST;
    }

    /** The name in JSON. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** One line for people. */
    String description() {
        return description;
    }
}
