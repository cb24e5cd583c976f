// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

import java.util.Optional;

/**
 * How packets reach a host whose path a rule has probed.
 *
 * @param host an address or a name
 * @param via the interface that all leaves by: of the routes only those by it count; empty if any will do
 * @param mark of each packet, 0 for none
 */
public record Way(String host, Optional<String> via, int mark) {
    /** As the routes have it. */
    public static Way to(String host) {
        return new Way(host, Optional.empty(), 0);
    }

    /** The mark as the kernel's tools write it; empty for none. */
    public Optional<String> markText() {
        return mark == 0 ? Optional.empty() : Optional.of(String.format("0x%x", mark));
    }

    @Override
    public String toString() {
        return host
                + via.map(name -> " via " + name).orElse("")
                + markText().map(text -> " mark " + text).orElse("");
    }
}
