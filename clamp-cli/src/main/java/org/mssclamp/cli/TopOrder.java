// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.Comparator;
import java.util.Optional;

/** By what {@code top} sorts rules, and the key that asks for it. */
enum TopOrder {
    RATE('r', "rate"),
    CLAMPED('c', "clamped"),
    NAME('n', "name");

    private final char key;
    private final String label;

    TopOrder(char key, String label) {
        this.key = key;
        this.label = label;
    }

    static Optional<TopOrder> of(int key) {
        for (TopOrder order : values()) {
            if (order.key == key) {
                return Optional.of(order);
            }
        }
        return Optional.empty();
    }

    char key() {
        return key;
    }

    String label() {
        return label;
    }

    /** The first is shown first; of rules that are alike, the one written first. */
    Comparator<TopRates.OfRule> comparator() {
        return switch (this) {
            case RATE -> Comparator.comparingDouble(TopRates.OfRule::matched).reversed();
            case CLAMPED -> Comparator.comparingDouble(TopRates.OfRule::changed).reversed();
            case NAME -> Comparator.comparing(TopRates.OfRule::name);
        };
    }
}
