// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mssclamp.firewall.SavedRules;
import org.mssclamp.netfilter.IptablesTables;
import org.mssclamp.netfilter.KernelRules;
import org.mssclamp.netfilter.KernelTable;
import org.mssclamp.netfilter.NftTables;
import org.mssclamp.packet.Family;

/** Reads all rules in force, by the programs that show them. */
final class Firewall {
    /** What is said of a kernel that has no rules of that kind. */
    private static final Pattern LACKING = Pattern.compile("Invalid argument|not supported");

    /** Without the elements of named sets, of which there may be a hundred thousand. */
    private static final List<String> NFT = List.of("nft", "-t", "-j", "list", "ruleset");

    private final Machine machine;
    private final List<KernelTable> tables = new ArrayList<>();
    private int answers;
    private @Nullable String refusal;

    private Firewall(Machine machine) {
        this.machine = machine;
    }

    /** Lets the programs run that {@link #read} will ask. */
    static void begin(Machine machine) {
        machine.begin(NFT);
        for (Family family : Family.values()) {
            machine.begin(save(family, "-nft"));
        }
    }

    private static String program(Family family) {
        return family == Family.IPV4 ? "iptables" : "ip6tables";
    }

    /** Their names, if there are any. */
    private static String legacyTables(Family family) {
        return family == Family.IPV4 ? "/proc/net/ip_tables_names" : "/proc/net/ip6_tables_names";
    }

    private static List<String> save(Family family, String kind) {
        return List.of(program(family) + kind + "-save", "-c");
    }

    /** Throws if there may be rules that are not shown to us. */
    static KernelRules read(Machine machine) throws UnseenException {
        return new Firewall(machine).read();
    }

    private KernelRules read() throws UnseenException {
        for (Family family : Family.values()) {
            take(family, "-nft");
            // The programs make the tables if they are asked for what is in them.
            boolean hasLegacy = !machine.read(legacyTables(family)).lines().isEmpty();
            if (hasLegacy) {
                take(family, "-legacy");
            }
        }
        Look nft = machine.run(NFT);
        note(nft);
        if (refusal != null) {
            throw new UnseenException(refusal);
        }
        if (answers == 0) {
            throw new UnseenException("neither iptables nor nft is installed");
        }
        KernelRules ofNft =
                nft instanceof Look.Seen seen ? NftTables.of(seen.text()) : new KernelRules(List.of(), List.of());
        Set<String> ofIptables = namesInNft();
        ofNft.tables().stream()
                .filter(table -> !ofIptables.contains(table.name()))
                .forEach(tables::add);
        return new KernelRules(tables, ofNft.flowtables());
    }

    /** What nft calls the tables that are those of iptables. */
    private Set<String> namesInNft() {
        return tables.stream()
                .filter(table -> table.program().endsWith("-nft"))
                .map(table -> (table.families().contains(Family.IPV4) ? "ip " : "ip6 ") + table.name())
                .collect(Collectors.toSet());
    }

    private void take(Family family, String kind) {
        Look look = machine.run(save(family, kind));
        String program = program(family) + kind;
        if (look.isAbsent() && kind.equals("-legacy")) {
            // Older systems have this kind alone, and no name for it.
            look = machine.run(List.of(program(family) + "-save", "-c"));
            program = program(family);
        }
        note(look);
        if (look instanceof Look.Seen seen) {
            tables.addAll(new IptablesTables(program, family).of(SavedRules.read(seen.text())));
        }
    }

    private void note(Look look) {
        if (look instanceof Look.Seen) {
            answers++;
        } else if (look instanceof Look.Unseen unseen
                && !unseen.absent()
                && !LACKING.matcher(unseen.why()).find()) {
            refusal = Optional.ofNullable(refusal).orElse(unseen.why());
        }
    }
}
