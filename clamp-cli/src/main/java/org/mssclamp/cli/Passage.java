// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

/**
 * Where and how packets pass the gateway, which a capture does not say.
 *
 * @param in interface they come in by, or an empty text
 * @param out interface they leave by, or an empty text
 */
record Passage(String in, String out, int mark) {
    /** What is said of it, behind something else; nothing if nothing is. */
    String described() {
        return (in.isEmpty() ? "" : ", in " + in)
                + (out.isEmpty() ? "" : ", out " + out)
                + (mark == 0 ? "" : ", mark 0x" + Integer.toHexString(mark));
    }
}
