// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netfilter;

/** Of how many packets of a kind something holds. */
public enum Answer {
    /** Of none. */
    NO,
    /** Of some, and not of each: by addresses, ports, interfaces, rates and the like. */
    SOME,
    /** Of none, some or each: what is asked is not known here. */
    UNKNOWN,
    /** Of each. */
    YES;

    static Answer of(boolean holds) {
        return holds ? YES : NO;
    }

    Answer and(Answer other) {
        return compareTo(other) <= 0 ? this : other;
    }

    Answer or(Answer other) {
        return compareTo(other) >= 0 ? this : other;
    }

    Answer negatedIf(boolean negated) {
        return switch (this) {
            case NO -> of(negated);
            case YES -> of(!negated);
            case SOME, UNKNOWN -> this;
        };
    }
}
