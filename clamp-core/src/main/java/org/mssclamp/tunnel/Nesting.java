// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.tunnel;

import java.util.Set;
import java.util.function.Function;

/**
 * Where a tunnel may stand among others.
 *
 * @param payload what it is to the tunnel outside it
 * @param carried what may stand inside
 */
record Nesting(Function<Settings, Payload> payload, Function<Settings, Set<Payload>> carried) {
    static Nesting in(Payload payload, Set<Payload> carried) {
        return new Nesting(settings -> payload, settings -> carried);
    }

    /** Of a tunnel that is told its outer IP version. */
    static Nesting inOuterIp(Set<Payload> carried) {
        return new Nesting(Settings::outerPayload, settings -> carried);
    }
}
