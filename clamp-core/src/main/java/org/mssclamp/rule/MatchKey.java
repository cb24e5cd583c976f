// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

/** What a rule can ask of a packet, in the order it is asked. */
public enum MatchKey {
    FAMILY("family"),
    IN("in"),
    OUT("out"),
    FLAGS("flags"),
    SPORT("sport"),
    DPORT("dport"),
    MARK("mark"),
    MSS("mss"),
    FROM("from"),
    TO("to");

    private final String label;

    MatchKey(String label) {
        this.label = label;
    }

    /** The key in the configuration. */
    public String label() {
        return label;
    }
}
