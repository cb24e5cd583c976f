// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Link names by index, as a {@link LinkMonitor} last saw them. For any thread.
 *
 * <p>A look-up reads an immutable table and allocates nothing; only a link too new for the table is asked of the kernel.
 */
public final class LinkNames {
    /** Of no link; also what a hook without one has. */
    public static final String NONE = "";

    private final IntFunction<String> kernel;
    private volatile Table table = new Table(Map.of());

    /**
     * Knows no link yet.
     *
     * @param kernel asks for one name, and answers {@link #NONE} if there is no such link
     */
    public LinkNames(IntFunction<String> kernel) {
        this.kernel = kernel;
    }

    /** The name of a link, {@link #NONE} for index 0 and for a link that is gone. */
    public String name(int index) {
        if (index == 0) {
            return NONE;
        }
        String name = table.name(index);
        return name == null ? kernel.apply(index) : name;
    }

    void replace(Map<Integer, String> names) {
        table = new Table(names);
    }

    /** An immutable hash table with open addressing, at most half full. */
    private static final class Table {
        private final int[] indexes;
        private final String[] names;
        private final int mask;

        Table(Map<Integer, String> links) {
            int capacity = Integer.highestOneBit(links.size() + 1) * 4;
            mask = capacity - 1;
            indexes = new int[capacity];
            names = new String[capacity];
            links.forEach(this::insert);
        }

        private void insert(int index, String name) {
            int place = index & mask;
            while (indexes[place] != 0) {
                place = (place + 1) & mask;
            }
            indexes[place] = index;
            names[place] = name;
        }

        @Nullable
        String name(int index) {
            int place = index & mask;
            while (indexes[place] != 0) {
                if (indexes[place] == index) {
                    return names[place];
                }
                place = (place + 1) & mask;
            }
            return null;
        }
    }
}
