// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

/** Whether a rule acts. */
public enum Mode {
    /** It changes what it decides. */
    ENFORCE("enforce"),
    /** It counts what it would change, and touches nothing. */
    OBSERVE("observe");

    private final String label;

    Mode(String label) {
        this.label = label;
    }

    /** The name in configuration and output. */
    public String label() {
        return label;
    }
}
