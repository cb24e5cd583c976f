// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.explain;

/** The few styles of text for people. */
public interface Style {
    /** None of them. */
    Style PLAIN = new Style() {};

    default String good(String text) {
        return text;
    }

    default String strong(String text) {
        return text;
    }

    default String faint(String text) {
        return text;
    }
}
