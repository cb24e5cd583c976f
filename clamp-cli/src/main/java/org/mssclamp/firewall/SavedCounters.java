// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.firewall;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a rule or a chain has seen, as {@code iptables-save -c} writes it: {@code [packets:octets]}. */
public record SavedCounters(long packets, long octets) {
    private static final Pattern FORM = Pattern.compile("\\[([0-9]{1,18}):([0-9]{1,18})\\]");

    /** Empty for what has another form. */
    static Optional<SavedCounters> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new SavedCounters(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }
}
