// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netfilter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mssclamp.firewall.SavedOption;
import org.mssclamp.firewall.SavedRule;
import org.mssclamp.firewall.SavedTarget;
import org.mssclamp.rule.MarkMask;

/** How a rule has to do with packet marks; see {@code mark}, {@code MARK} and {@code CONNMARK} in iptables-extensions(8). */
final class IptablesMarks {
    private static final MarkMask ALL = new MarkMask(-1, -1);

    private IptablesMarks() {}

    static List<MarkUse> of(SavedRule rule) {
        List<MarkUse> uses = new ArrayList<>();
        rule.options().stream()
                .filter(option ->
                        option.module().equals("mark") && option.name().equals("--mark"))
                .forEach(option -> parse(option.argument())
                        .ifPresent(mark -> uses.add(new MarkUse(false, option.negated(), mark))));
        rule.target().flatMap(IptablesMarks::set).ifPresent(mark -> uses.add(new MarkUse(true, false, mark)));
        return uses;
    }

    private static Optional<MarkMask> set(SavedTarget target) {
        if (target.name().equals("CONNMARK")) {
            return target.option("--restore-mark")
                    .map(restored -> target.option("--nfmask")
                            .flatMap(option -> parse(option.argument()))
                            .map(mask -> new MarkMask(mask.value(), mask.value()))
                            .orElse(ALL));
        }
        return target.name().equals("MARK")
                ? target.options().stream().findFirst().flatMap(IptablesMarks::set)
                : Optional.empty();
    }

    private static Optional<MarkMask> set(SavedOption option) {
        return parse(option.argument()).map(mark -> switch (option.name()) {
            case "--or-mark" -> new MarkMask(mark.value(), mark.value());
            case "--and-mark" -> new MarkMask(0, ~mark.value());
            // Bits of the value outside the mask are inverted.
            default -> new MarkMask(mark.value(), mark.mask() | mark.value());
        });
    }

    /** Of {@code value} or {@code value/mask}; empty for what is neither. */
    static Optional<MarkMask> parse(String text) {
        int slash = text.indexOf('/');
        try {
            int value = bits(slash < 0 ? text : text.substring(0, slash));
            return Optional.of(new MarkMask(value, slash < 0 ? -1 : bits(text.substring(slash + 1))));
        } catch (NumberFormatException unknown) {
            return Optional.empty();
        }
    }

    private static int bits(String text) {
        return Long.decode(text).intValue();
    }
}
