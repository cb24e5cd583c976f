// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.mssclamp.channel.SilentChannel;
import org.mssclamp.rule.Interface;

/** Links as if a monitor had seen them, all of MTU 1500. */
public final class KnownLinks {
    private KnownLinks() {}

    /** Paths of which the kernel says nothing. */
    public static RoutePaths silentPaths() {
        return new RoutePaths(new SilentChannel(), new Links(index -> ""), new RouteChanges(), System::nanoTime);
    }

    /** Knows some links by their names, and asks for others. */
    public static Links of(Map<Integer, String> names, IntFunction<String> kernel) {
        List<Link> known = new ArrayList<>();
        names.forEach((index, name) -> known.add(new Link(new Interface(index, name), 1500, 1500)));
        Links links = new Links(kernel);
        links.replace(known);
        return links;
    }
}
