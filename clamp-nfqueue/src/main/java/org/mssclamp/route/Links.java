// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Interface;

/**
 * Links by index, as a {@link LinkMonitor} last saw them. For any thread.
 *
 * <p>A look-up reads an immutable table and allocates nothing; only the name of a link too new for the table is asked of
 * the kernel.
 */
public final class Links {
    /** Stands for the MTU of a link that is not in the table. */
    static final int UNKNOWN_MTU = -1;

    private final IntFunction<String> kernel;
    private volatile Table table = new Table(List.of());

    /**
     * Knows no link yet.
     *
     * @param kernel asks for one name, and answers an empty text if there is no such link
     */
    public Links(IntFunction<String> kernel) {
        this.kernel = kernel;
    }

    /** The link as an interface of packets; {@link Interface#NONE} for index 0 and for a link that is gone. */
    public Interface interfaceOf(int index) {
        if (index == 0) {
            return Interface.NONE;
        }
        Link link = table.link(index);
        return link == null ? ask(index) : link.identity();
    }

    /** The link of this name as an interface of packets; one without index if there is none. */
    public Interface interfaceNamed(String name) {
        return table.links()
                .map(Link::identity)
                .filter(link -> link.name().equals(name))
                .findFirst()
                .orElse(new Interface(0, name));
    }

    private Interface ask(int index) {
        String name = kernel.apply(index);
        return name.isEmpty() ? Interface.NONE : new Interface(index, name);
    }

    /** The largest packet of a family that the link carries, in octets, or {@link #UNKNOWN_MTU}. */
    int mtu(int index, Family family) {
        Link link = table.link(index);
        return link == null ? UNKNOWN_MTU : link.mtu(family);
    }

    void replace(Collection<Link> links) {
        table = new Table(links);
    }

    /** An immutable hash table with open addressing, at most half full. */
    private static final class Table {
        private final @Nullable Link[] places;
        private final int mask;

        Table(Collection<Link> links) {
            int capacity = Integer.highestOneBit(links.size() + 1) * 4;
            mask = capacity - 1;
            places = new Link[capacity];
            links.forEach(this::insert);
        }

        Stream<Link> links() {
            return Arrays.stream(places).filter(Objects::nonNull).map(Objects::requireNonNull);
        }

        private void insert(Link link) {
            int place = link.identity().index() & mask;
            while (places[place] != null) {
                place = (place + 1) & mask;
            }
            places[place] = link;
        }

        @Nullable
        Link link(int index) {
            int place = index & mask;
            Link link = places[place];
            while (link != null && link.identity().index() != index) {
                place = (place + 1) & mask;
                link = places[place];
            }
            return link;
        }
    }
}
