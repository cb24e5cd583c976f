// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netfilter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mssclamp.netfilter.KernelChain.Base;
import org.mssclamp.packet.Family;

/** What {@code nft -j -t list ruleset} prints; see libnftables-json(5). Not thread-safe. */
public final class NftTables {
    private static final Map<String, Set<Family>> FAMILIES =
            Map.of("ip", Set.of(Family.IPV4), "ip6", Set.of(Family.IPV6), "inet", Set.of(Family.IPV4, Family.IPV6));

    private static final Map<String, Integer> PRIORITIES =
            Map.of("raw", -300, "mangle", -150, "dstnat", -100, "filter", 0, "security", 50, "srcnat", 100);
    private static final Pattern PRIORITY = Pattern.compile("([a-z]+)(?: *([+-]) *([0-9]{1,8}))?");

    /** By family and name of the table. */
    private final Map<String, Map<String, List<JsonValue>>> chains = new LinkedHashMap<>();

    private final Map<String, Optional<Base>> bases = new LinkedHashMap<>();
    private final List<FlowtableOf> flowtables = new ArrayList<>();
    private boolean haveFlags;

    private record FlowtableOf(String table, String name) {}

    private NftTables() {}

    /** Never throws; empty of a text that is something else. */
    public static Optional<NftTables> read(String json) {
        return JsonValue.read(json)
                .map(document -> document.get("nftables"))
                .filter(entries -> entries.value() instanceof List)
                .map(entries -> {
                    NftTables tables = new NftTables();
                    entries.elements().forEach(tables::take);
                    return tables;
                });
    }

    /** Whether tables have flags, such as that they are dormant; {@code nft -t list ruleset} tells which. */
    public boolean haveFlags() {
        return haveFlags;
    }

    private void take(JsonValue entry) {
        haveFlags |= entry.get("table").has("flags");
        JsonValue chain = entry.get("chain");
        JsonValue rule = entry.get("rule");
        JsonValue flowtable = entry.get("flowtable");
        if (chain.has("name")) {
            rulesOf(table(chain), chain.get("name").text());
            bases.put(table(chain) + " " + chain.get("name").text(), base(chain));
        } else if (rule.has("expr")) {
            rulesOf(table(rule), rule.get("chain").text()).add(rule);
        } else if (flowtable.has("name")) {
            flowtables.add(
                    new FlowtableOf(table(flowtable), flowtable.get("name").text()));
        }
    }

    private static String table(JsonValue entry) {
        return entry.get("family").text() + " " + entry.get("table").text();
    }

    private List<JsonValue> rulesOf(String table, String chain) {
        return chains.computeIfAbsent(table, name -> new LinkedHashMap<>())
                .computeIfAbsent(chain, name -> new ArrayList<>());
    }

    private static Optional<Base> base(JsonValue chain) {
        int priority = priority(chain.get("prio"));
        boolean drops = chain.get("policy").text().equals("drop");
        boolean translates = chain.get("type").text().equals("nat");
        return Hook.named(chain.get("hook").text()).map(hook -> new Base(hook, priority, drops, translates));
    }

    /** A number, or a name with what is added to it. */
    private static int priority(JsonValue written) {
        Matcher matcher = PRIORITY.matcher(written.text());
        if (!matcher.matches()) {
            return (int) written.number().orElse(0);
        }
        int added = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
        return PRIORITIES.getOrDefault(matcher.group(1), 0) + ("-".equals(matcher.group(2)) ? -added : added);
    }

    /** All of them, in force. */
    public KernelRules rules() {
        return rules("");
    }

    /**
     * Those in force, and those that are dormant.
     *
     * @param text what {@code nft -t list ruleset} prints
     */
    public KernelRules rules(String text) {
        Set<String> dormant = DormantTables.of(text);
        List<KernelTable> tables = new ArrayList<>();
        List<KernelTable> asleep = new ArrayList<>();
        chains.forEach((name, inside) -> {
            Set<Family> families = FAMILIES.get(name.substring(0, name.indexOf(' ')));
            if (families != null) {
                (dormant.contains(name) ? asleep : tables)
                        .add(new KernelTable(KernelTable.NFT, name, families, chains(name, inside)));
            }
        });
        // What is in one stays there until it times out, but only rules of its table put connections there.
        List<Flowtable> used = flowtables.stream()
                .filter(flowtable -> !dormant.contains(flowtable.table()))
                .map(flowtable -> new Flowtable(flowtable.table() + " " + flowtable.name()))
                .toList();
        return new KernelRules(tables, used, asleep, List.of());
    }

    private List<KernelChain> chains(String table, Map<String, List<JsonValue>> inside) {
        List<KernelChain> made = new ArrayList<>();
        inside.forEach((name, written) -> {
            List<KernelRule> rules = new ArrayList<>();
            for (int i = 0; i < written.size(); i++) {
                rules.addAll(new NftRules(written.get(i), i + 1).rules());
            }
            made.add(new KernelChain(name, bases.getOrDefault(table + " " + name, Optional.empty()), rules));
        });
        return made;
    }
}
