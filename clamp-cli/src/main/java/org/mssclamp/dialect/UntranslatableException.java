// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

/** Says why something cannot be said in rules of ours; the message goes behind a colon. */
final class UntranslatableException extends Exception {
    private static final long serialVersionUID = 1L;

    UntranslatableException(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
