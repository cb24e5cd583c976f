// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

/** Which half of the handshake a rule is for. */
public enum SynKind {
    /** The client's SYN, without ACK. */
    SYN("syn"),
    /** The server's SYN-ACK. */
    SYN_ACK("syn-ack"),
    /** Either. */
    BOTH("both");

    private final String label;

    SynKind(String label) {
        this.label = label;
    }

    /** The name in configuration and output. */
    public String label() {
        return label;
    }

    boolean matches(boolean ack) {
        return this == BOTH || ack == (this == SYN_ACK);
    }
}
