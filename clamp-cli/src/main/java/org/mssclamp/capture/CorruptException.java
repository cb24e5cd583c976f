// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.capture;

/** What is wrong with the octets of a capture. */
final class CorruptException extends Exception {
    private static final long serialVersionUID = 1L;

    CorruptException(String message) {
        super(message);
    }
}
