// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mssclamp.dialect.Conditions.Side;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Action;

/** Reads {@code ip tcp adjust-mss N} and {@code ipv6 tcp adjust-mss N} of IOS, of transit in both directions. */
final class CiscoReader implements DialectReader {
    private static final String ADJUST = "adjust-mss";

    @Override
    public List<Entry> read(String text) {
        List<Entry> entries = new ArrayList<>();
        String interfaceName = "";
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            List<String> words = ConfigLines.words(line);
            if (words.size() > 1 && words.get(0).equals("interface")) {
                interfaceName = String.join("", words.subList(1, words.size()));
            } else if (!words.isEmpty() && words.get(0).equals("exit")) {
                interfaceName = "";
            } else if (words.size() > 2
                    && words.get(2).equals(ADJUST)
                    && words.get(1).equals("tcp")) {
                entries.add(entry(number, line.strip(), words, interfaceName));
            }
        }
        return entries;
    }

    private static Entry entry(int number, String line, List<String> words, String interfaceName) {
        Optional<Family> family = Optional.of(words.get(0).equals("ipv6") ? Family.IPV6 : Family.IPV4);
        DeviceRules rules = new DeviceRules(number, line);
        try {
            Action action = DeviceRules.action(words.size() > 3 ? words.get(3) : "");
            if (!interfaceName.isEmpty()) {
                rules.clamp(Side.IN, interfaceName, family, action);
                return rules.clamp(Side.OUT, interfaceName, family, action).entry();
            }
            Conditions conditions = new Conditions();
            family.ifPresent(conditions::family);
            return rules.clamp(conditions, action, true)
                    .remark("it stands below no interface: for every one")
                    .entry();
        } catch (UntranslatableException e) {
            return rules.loss(e.reason()).entry();
        }
    }
}
