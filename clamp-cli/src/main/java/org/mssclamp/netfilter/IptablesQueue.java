// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netfilter;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mssclamp.config.QueueNumbers;
import org.mssclamp.firewall.SavedOption;
import org.mssclamp.firewall.SavedTarget;

/** The target {@code NFQUEUE}; see iptables-extensions(8). */
final class IptablesQueue {
    private static final Pattern NUMBERS = Pattern.compile("([0-9]{1,5})(?::([0-9]{1,5}))?");
    private static final QueueNumbers DEFAULT = new QueueNumbers(0, 0);

    private IptablesQueue() {}

    static Effect of(SavedTarget target) {
        Optional<SavedOption> range = target.option("--queue-balance");
        QueueNumbers numbers = range.or(() -> target.option("--queue-num"))
                .map(option -> numbers(option.argument()))
                .orElse(DEFAULT);
        return new Effect.Queue(numbers, target.option("--queue-bypass").isPresent());
    }

    private static QueueNumbers numbers(String text) {
        Matcher matcher = NUMBERS.matcher(text);
        if (!matcher.matches()) {
            return DEFAULT;
        }
        int first = Integer.parseInt(matcher.group(1));
        return new QueueNumbers(first, matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2)));
    }
}
