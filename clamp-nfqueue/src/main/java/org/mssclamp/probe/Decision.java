// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.probe;

/**
 * What became of the probes of one size.
 *
 * @param mtu named by {@link Kind#TOLD} and {@link Kind#TOO_BIG_HERE}, in octets; 0 if none, and for all others
 */
record Decision(Kind kind, int mtu) {
    enum Kind {
        /** One was answered. */
        PASSED,
        /** None was, though small packets beside them were. */
        REFUSED,
        /** ICMP says that it is too big. */
        TOLD,
        /** It does not leave this host. */
        TOO_BIG_HERE,
        /** Neither they nor small packets were answered. */
        SILENT
    }

    static final Decision PASSED = new Decision(Kind.PASSED, 0);
    static final Decision REFUSED = new Decision(Kind.REFUSED, 0);
    static final Decision SILENT = new Decision(Kind.SILENT, 0);
}
