// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.firewall;

import java.util.List;
import java.util.Optional;

/** A table such as {@code mangle}, with its chains in the order of the text. */
public record SavedTable(String name, List<SavedChain> chains) {
    /** Copies the list. */
    public SavedTable {
        chains = List.copyOf(chains);
    }

    public Optional<SavedChain> chain(String wanted) {
        return chains.stream().filter(chain -> chain.name().equals(wanted)).findFirst();
    }
}
