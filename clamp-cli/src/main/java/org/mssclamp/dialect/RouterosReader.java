// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mssclamp.dialect.ChainStep.Accept;
import org.mssclamp.dialect.ChainStep.After;
import org.mssclamp.dialect.ChainStep.Clamp;
import org.mssclamp.dialect.ChainStep.Jump;
import org.mssclamp.dialect.ChainStep.Nothing;
import org.mssclamp.dialect.ChainStep.Return;
import org.mssclamp.dialect.ChainStep.Unknown;
import org.mssclamp.dialect.ChainStep.Verdict;
import org.mssclamp.dialect.Chains.Hook;
import org.mssclamp.firewall.ShellWords;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Action.ClampToPmtu;
import org.mssclamp.rule.Action.SetMss;

/** Reads the rules below {@code /ip firewall mangle} and {@code /ipv6 firewall mangle} of an export of RouterOS. */
final class RouterosReader implements DialectReader {
    private static final List<String> HOOKS = List.of("prerouting", "input", "forward", "output", "postrouting");
    private static final String CHANGE_MSS = "change-mss";
    private static final String CONTINUED = "\\";
    private static final int MAX_MSS = 0xFFFF;

    @Override
    public List<Entry> read(String text) {
        Chains chains = new Chains();
        List<Entry> disabled = new ArrayList<>();
        StringBuilder begun = new StringBuilder();
        Family family = Family.IPV4;
        boolean isMangle = true;
        int number = 0;
        int beginning = 1;
        for (String line : text.lines().toList()) {
            number++;
            beginning = begun.isEmpty() ? number : beginning;
            String stripped = line.strip();
            if (stripped.endsWith(CONTINUED)) {
                begun.append(stripped, 0, stripped.length() - 1);
                continue;
            }
            String whole = begun + stripped;
            begun.setLength(0);
            if (whole.startsWith("/")) {
                family = whole.startsWith("/ipv6") ? Family.IPV6 : Family.IPV4;
                isMangle = whole.contains("mangle");
            }
            if (isMangle && !whole.startsWith("#")) {
                take(chains, disabled, beginning, whole, family);
            }
        }
        if (isMangle && !begun.isEmpty()) {
            take(chains, disabled, beginning, begun.toString(), family);
        }
        List<Entry> entries = new ArrayList<>(disabled);
        entries.addAll(ChainWalk.entries(chains));
        return entries;
    }

    private static void take(Chains chains, List<Entry> disabled, int line, String whole, Family family) {
        Map<String, String> settings = settings(whole);
        if (settings.isEmpty() && whole.contains(CHANGE_MSS)) {
            disabled.add(Entry.lost(line, whole, "a quotation mark in it does not end"));
        }
        if (!settings.containsKey("action") || !settings.containsKey("chain")) {
            return;
        }
        if (settings.getOrDefault("disabled", "no").equals("yes")) {
            if (settings.getOrDefault("action", "").equals(CHANGE_MSS)) {
                disabled.add(Entry.carried(line, whole).remark("it is disabled, so no rule"));
            }
            return;
        }
        String name = settings.getOrDefault("chain", "");
        String chain = family.label() + " " + name;
        chains.steps(chain).add(step(line, whole, settings, family));
        int hook = HOOKS.indexOf(name);
        if (hook >= 0) {
            chains.hook(new Hook(chain, hook, name.toUpperCase(Locale.ROOT)));
        }
    }

    private static Map<String, String> settings(String line) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String word : ShellWords.of(line.replace("'", "\\'")).orElse(List.of())) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                settings.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        return settings;
    }

    private static ChainStep step(int line, String whole, Map<String, String> settings, Family family) {
        Conditions conditions = new Conditions();
        Optional<String> loss = Optional.empty();
        try {
            conditions.family(family);
            RouterosMatches matches = new RouterosMatches(conditions);
            for (Map.Entry<String, String> setting : settings.entrySet()) {
                matches.take(setting.getKey(), setting.getValue());
            }
        } catch (UntranslatableException e) {
            loss = Optional.of(e.reason());
        }
        return new ChainStep(line, whole, "", conditions, loss, verdict(settings, family));
    }

    private static Verdict verdict(Map<String, String> settings, Family family) {
        boolean passes = settings.getOrDefault("passthrough", "yes").equals("yes");
        return switch (settings.getOrDefault("action", "")) {
            case CHANGE_MSS -> clamp(settings.getOrDefault("new-mss", ""), passes);
            case "accept" -> new Accept();
            case "return" -> new Return();
            case "jump" -> new Jump(family.label() + " " + settings.getOrDefault("jump-target", ""), true);
            case "drop" -> new Nothing();
            default -> passes ? new Nothing() : new Accept();
        };
    }

    private static Verdict clamp(String value, boolean passes) {
        After after = passes ? After.ON : After.OUT_OF_HOOK;
        if (value.equals("clamp-to-pmtu")) {
            return new Clamp(ClampToPmtu.DEFAULT, false, after);
        }
        try {
            int mss = Math.min(Literals.number(value), MAX_MSS);
            return new Clamp(new SetMss(mss, mss), false, after);
        } catch (UntranslatableException e) {
            return new Unknown(e.reason());
        }
    }
}
