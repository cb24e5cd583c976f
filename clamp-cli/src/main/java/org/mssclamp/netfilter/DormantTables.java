// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netfilter;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tables that {@code nft -t list ruleset} shows with {@code flags dormant}: the kernel calls none of their chains.
 *
 * <p>In JSON a table has its flags, too, but nft 1.0.6 prints memory that it has freed in their place
 * (table_flags_json in src/json.c); so there it is only seen that there are some.
 */
final class DormantTables {
    private static final Pattern TABLE = Pattern.compile("table (\\S+) (\\S+) \\{.*");
    private static final Pattern DORMANT = Pattern.compile("\\tflags (?:\\S+,\\s*)?dormant\\b.*");

    private DormantTables() {}

    /** By family and name. */
    static Set<String> of(String text) {
        Set<String> dormant = new HashSet<>();
        String table = "";
        for (String line : text.lines().toList()) {
            Matcher matcher = TABLE.matcher(line);
            if (matcher.matches()) {
                table = matcher.group(1) + " " + matcher.group(2);
            } else if (DORMANT.matcher(line).matches()) {
                dormant.add(table);
            }
        }
        return dormant;
    }
}
