// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.firewall;

import java.util.List;
import java.util.Optional;

/**
 * All that {@code iptables-save} or {@code ip6tables-save} printed, with counters ({@code -c}) or without.
 *
 * @param tables in the order of the text; the text does not say of which family
 * @param unread lines that are nothing of that kind
 */
public record SavedRules(List<SavedTable> tables, List<Line> unread) {
    /**
     * A line of the text.
     *
     * @param number from 1
     */
    public record Line(int number, String text) {}

    /** Copies the lists. */
    public SavedRules {
        tables = List.copyOf(tables);
        unread = List.copyOf(unread);
    }

    /** Never throws, whatever the text; a table that comes twice continues. */
    public static SavedRules read(String text) {
        return new SavedRulesReader().read(text);
    }

    public Optional<SavedTable> table(String wanted) {
        return tables.stream().filter(table -> table.name().equals(wanted)).findFirst();
    }
}
