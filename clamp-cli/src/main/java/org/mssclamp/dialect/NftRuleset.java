// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mssclamp.dialect.Chains.Hook;

/** Chains of nft with their rules as text, named {@code FAMILY TABLE CHAIN}, and sets. Not thread-safe. */
final class NftRuleset {
    static final String DEFAULT_FAMILY = "ip";

    private static final Set<String> FAMILIES = Set.of("ip", "ip6", "inet", "arp", "bridge", "netdev");
    private static final List<String> HOOKS = List.of("prerouting", "input", "forward", "output", "postrouting");
    private static final Map<String, Integer> PRIORITIES =
            Map.of("raw", -300, "mangle", -150, "dstnat", -100, "filter", 0, "security", 50, "srcnat", 100, "out", 100);
    private static final Pattern HOOK = Pattern.compile("hook (\\w+).*?priority ([a-z]*)\\s*([+-]?)\\s*([0-9]{0,5})");
    private static final int PRIORITIES_OF_HOOK = 1_000_000;

    private final Map<String, List<Rule>> chains = new LinkedHashMap<>();
    private final Map<String, Hook> hooks = new HashMap<>();
    private final Map<String, String> sets = new HashMap<>();
    private final List<Entry> unread = new ArrayList<>();

    /**
     * A rule as it is written.
     *
     * @param original what people see of it
     * @param text its statements
     */
    private record Rule(int line, String original, String text) {}

    static boolean isFamily(String word) {
        return FAMILIES.contains(word);
    }

    void chain(String name) {
        chains.computeIfAbsent(name, key -> new ArrayList<>());
    }

    /** What {@code type filter hook forward priority mangle} says of a chain. */
    void hook(String chain, String text) {
        Matcher matcher = HOOK.matcher(text);
        if (!matcher.find()) {
            return;
        }
        String hook = matcher.group(1);
        int number = matcher.group(4).isEmpty() ? 0 : Integer.parseInt(matcher.group(4));
        int priority =
                PRIORITIES.getOrDefault(matcher.group(2), 0) + (matcher.group(3).equals("-") ? -number : number);
        int index = HOOKS.contains(hook) ? HOOKS.indexOf(hook) : HOOKS.size();
        hooks.put(chain, new Hook(chain, index * PRIORITIES_OF_HOOK + priority, hook.toUpperCase(Locale.ROOT)));
    }

    /** A rule for the end of a chain, or for its beginning. */
    void rule(String chain, int line, String original, String text, boolean isInserted) {
        chain(chain);
        List<Rule> rules = chains.getOrDefault(chain, new ArrayList<>());
        rules.add(isInserted ? 0 : rules.size(), new Rule(line, original, text));
    }

    /** More elements of a set, in braces. */
    void set(String name, String elements) {
        sets.merge(
                name,
                elements.strip(),
                (known, more) -> known.replaceFirst("}$", ", ") + more.replaceFirst("^\\{", ""));
    }

    /** What may clamp, and was not understood. */
    void unread(int line, String original, String reason) {
        unread.add(Entry.lost(line, original, reason));
    }

    /** What clamps in it. */
    List<Entry> entries() {
        Chains translated = new Chains();
        chains.forEach((name, rules) -> {
            for (Rule rule : rules) {
                translated.steps(name).add(new NftRule(rule.text(), name, sets).step(rule.line(), rule.original()));
            }
        });
        hooks.values().stream().filter(hook -> chains.containsKey(hook.chain())).forEach(translated::hook);
        List<Entry> entries = new ArrayList<>(unread);
        entries.addAll(ChainWalk.entries(translated));
        return entries;
    }
}
