// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.path;

import java.util.Locale;

/** What the model computes by, and who says so. */
public enum Formula {
    /** From the path to the inner MTU. */
    INNER_MTU(
            "inner MTU = path MTU - headers, rounded down to the blocks of a cipher",
            "each tunnel names its own: mssclamp presets NAME, docs/tunnels.md"),
    /** From the inner MTU to the MSS. */
    MSS("MSS = inner MTU - 40 for IPv4, - 60 for IPv6, whatever options there are", "RFC 9293 3.7.1; RFC 6691 2"),
    /** What the options leave of it. */
    PAYLOAD(
            "payload of a full segment = MSS - TCP options; 12 octets with timestamps (10, and 2 to align them)",
            "RFC 9293 3.7.1; RFC 7323 3.2 and appendix A"),
    /** What a router makes of a packet that is too large, if it may: only of IPv4, and only without DF. */
    FRAGMENTS(
            "each fragment of an IPv4 packet but the last = 20 + (inner MTU - 20 rounded down to a multiple of 8); routers cut"
                    + " none with DF, and none of IPv6",
            "RFC 791 3.2; RFC 8200 5"),
    /** A segment goes if all of its fragments do. */
    FRAGMENT_LOSS(
            "loss of a segment in n fragments = 1 - (1 - loss)^n",
            "C. Kent, J. Mogul, Fragmentation Considered Harmful, SIGCOMM 1987: one lost, all lost"),
    /** Bound by loss. */
    LOSS_RATE(
            "rate <= payload / RTT x sqrt(3/2) / sqrt(loss)",
            "M. Mathis, J. Semke, J. Mahdavi, T. Ott, The Macroscopic Behavior of the TCP Congestion Avoidance Algorithm, ACM"
                    + " CCR 27(3), 1997; without delayed acknowledgments"),
    /** Bound by loss, with time-outs. */
    TIMEOUT_RATE(
            "rate <= payload / (RTT x sqrt(2 loss/3) + 4 RTT x 3 sqrt(3 loss/8) x loss x (1 + 32 loss^2))",
            "RFC 5348 3.1, b = 1 and t_RTO = 4 RTT; after J. Padhye, V. Firoiu, D. Towsley, J. Kurose, SIGCOMM 1998"),
    /** Bound by the window. */
    WINDOW_RATE("rate <= window / RTT", "RFC 7323 1.1, the bandwidth-delay product"),
    /** The shift that a window needs. */
    WINDOW_SCALE(
            "window scale = the least s of 0 to 14 with window <= 65535 x 2^s; the MSS is not in it",
            "RFC 7323 2.2 and 2.3");

    private final String text;
    private final String source;

    Formula(String text, String source) {
        this.text = text;
        this.source = source;
    }

    /** The name in output. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The formula. */
    public String text() {
        return text;
    }

    /** RFC and section, or paper. */
    public String source() {
        return source;
    }
}
