// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.tunnel;

import java.util.List;
import java.util.stream.Stream;
import org.mssclamp.tunnel.Step.Header;

/** The steps of a tunnel, from the outside in. */
record Layers(List<Step> steps) {
    static Layers of(Step... steps) {
        return new Layers(List.of(steps));
    }

    Layers then(List<? extends Step> inner) {
        return new Layers(Stream.concat(steps.stream(), inner.stream()).toList());
    }

    Layers then(Step inner) {
        return then(List.of(inner));
    }

    Layers then(int octets, String name) {
        return then(new Header(octets, name));
    }

    Layers when(boolean isThere, int octets, String name) {
        return isThere ? then(octets, name) : this;
    }
}
