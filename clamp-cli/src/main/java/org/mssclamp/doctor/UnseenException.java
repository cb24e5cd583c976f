// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

/** Why something could not be looked at. */
public final class UnseenException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String why;

    UnseenException(String why) {
        super(why);
        this.why = why;
    }

    String why() {
        return why;
    }
}
