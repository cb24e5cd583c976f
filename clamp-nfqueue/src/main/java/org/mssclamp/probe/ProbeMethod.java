// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.probe;

import java.time.Duration;
import java.util.Locale;

/** What a probe is, and what answers it. */
public enum ProbeMethod {
    /** An echo request, answered by an echo reply of the same size: the way back has to carry it, too. */
    ICMP("ICMP echo", Duration.ofMillis(30)),
    /** A datagram to a port that nobody listens to, answered by port unreachable, which is small. */
    UDP("UDP to a closed port", Duration.ofMillis(30)),
    /** A segment of data on a connection of its own, answered by an acknowledgement; a receiver may delay that by 200 ms. */
    TCP("TCP", Duration.ofMillis(250));

    private final String description;
    private final Duration patience;

    ProbeMethod(String description, Duration patience) {
        this.description = description;
        this.patience = patience;
    }

    /** The name in output. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it is, for people. */
    public String description() {
        return description;
    }

    /** How much later than others an answer may come, at the least. */
    public Duration patience() {
        return patience;
    }
}
