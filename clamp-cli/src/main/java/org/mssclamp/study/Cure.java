// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.study;

import java.util.OptionalInt;

/**
 * What to write behind {@code mtu:} in a rule.
 *
 * @param mtu 0 if nothing is known that helps
 * @param known whether packets of that size are known to arrive, or someone said so
 */
record Cure(int mtu, boolean known) {
    /** What someone said the path carries. */
    static Cure known(int mtu) {
        return new Cure(mtu, true);
    }

    /** By sizes alone. */
    static Cure of(Gap gap) {
        if (gap.arrived() >= Gap.SAFE_MTU) {
            return known(gap.arrived());
        }
        return new Cure(gap.vanished() > Gap.SAFE_MTU ? Gap.SAFE_MTU : gap.arrived(), false);
    }

    OptionalInt number() {
        return mtu > 0 ? OptionalInt.of(mtu) : OptionalInt.empty();
    }

    /** A sentence of it, behind a blank; or nothing. */
    String text() {
        if (mtu == 0) {
            return "";
        }
        return " Write mtu: " + mtu
                + (known ? "." : ", which is safe, until mssclamp probe has found the exact number.");
    }
}
