// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.control;

/** Who may give a command. */
public enum Permission {
    READ("root, the daemon's user and the group"),
    CHANGE("root and the daemon's user");

    private final String holders;

    Permission(String holders) {
        this.holders = holders;
    }

    /** A few words for people. */
    public String holders() {
        return holders;
    }
}
