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

/** What {@code nft -j -t list ruleset} prints; see libnftables-json(5). */
public final class NftTables {
    private static final Map<String, Set<Family>> FAMILIES =
            Map.of("ip", Set.of(Family.IPV4), "ip6", Set.of(Family.IPV6), "inet", Set.of(Family.IPV4, Family.IPV6));

    private static final Map<String, Integer> PRIORITIES =
            Map.of("raw", -300, "mangle", -150, "dstnat", -100, "filter", 0, "security", 50, "srcnat", 100);
    private static final Pattern PRIORITY = Pattern.compile("([a-z]+)(?: *([+-]) *([0-9]{1,8}))?");

    /** By family and name of the table. */
    private final Map<String, Map<String, List<JsonValue>>> chains = new LinkedHashMap<>();

    private final Map<String, Optional<Base>> bases = new LinkedHashMap<>();
    private final List<String> flowtables = new ArrayList<>();

    private NftTables() {}

    /** Never throws; none of a text that is something else. */
    public static KernelRules of(String text) {
        NftTables tables = new NftTables();
        JsonValue.read(text)
                .ifPresent(document -> document.get("nftables").elements().forEach(tables::take));
        return tables.rules();
    }

    private void take(JsonValue entry) {
        JsonValue chain = entry.get("chain");
        JsonValue rule = entry.get("rule");
        JsonValue flowtable = entry.get("flowtable");
        if (chain.has("name")) {
            rulesOf(table(chain), chain.get("name").text());
            bases.put(table(chain) + " " + chain.get("name").text(), base(chain));
        } else if (rule.has("expr")) {
            rulesOf(table(rule), rule.get("chain").text()).add(rule);
        } else if (flowtable.has("name")) {
            flowtables.add(table(flowtable) + " " + flowtable.get("name").text());
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

    private KernelRules rules() {
        List<KernelTable> tables = new ArrayList<>();
        chains.forEach((name, inside) -> {
            Set<Family> families = FAMILIES.get(name.substring(0, name.indexOf(' ')));
            if (families != null) {
                tables.add(new KernelTable(KernelTable.NFT, name, families, chains(name, inside)));
            }
        });
        return new KernelRules(tables, flowtables.stream().map(Flowtable::new).toList());
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
