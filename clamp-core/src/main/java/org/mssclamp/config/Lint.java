// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.List;

/** Warns of what is legal and unwise. */
final class Lint {
    private Lint() {}

    static void warn(Section file, List<WrittenRule> rules) {
        if (rules.isEmpty()) {
            file.whole().warn("there are no rules: every packet passes unchanged", null);
        }
    }
}
