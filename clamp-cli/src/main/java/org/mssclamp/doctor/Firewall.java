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

    private static final List<String> NFT_TEXT = List.of("nft", "-t", "list", "ruleset");

    private final Machine machine;
    private final List<KernelTable> tables = new ArrayList<>();
    private final List<KernelTable> unread = new ArrayList<>();
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
            take(save(family, "-nft"), family, program(family) + "-nft");
            // The programs make the tables if they are asked for what is in them.
            Look names = machine.read(legacyTables(family));
            if (!names.lines().isEmpty()) {
                takeLegacy(family, names.lines());
            } else if (!names.isAbsent()) {
                note(names);
            }
        }
        KernelRules ofNft = nft();
        if (refusal != null) {
            throw new UnseenException(refusal);
        }
        if (answers == 0) {
            throw new UnseenException("neither iptables nor nft is installed");
        }
        Set<String> ofIptables = namesInNft();
        ofNft.tables().stream()
                .filter(table -> !ofIptables.contains(table.name()))
                .forEach(tables::add);
        tables.addAll(unread);
        return new KernelRules(tables, ofNft.flowtables(), ofNft.asleep(), unread);
    }

    private KernelRules nft() {
        Look look = machine.run(NFT);
        note(look);
        KernelRules none = new KernelRules(List.of(), List.of());
        if (!(look instanceof Look.Seen seen)) {
            return none;
        }
        Optional<NftTables> read = NftTables.read(seen.text());
        if (read.isEmpty()) {
            note(new Look.Unseen("nft prints no JSON that is known here", false));
            return none;
        }
        if (!read.get().haveFlags()) {
            return read.get().rules();
        }
        Look text = machine.run(NFT_TEXT);
        if (text instanceof Look.Unseen unseen) {
            note(new Look.Unseen(unseen.why(), false));
        }
        return read.get().rules(String.join("\n", text.lines()));
    }

    /** What nft calls the tables that are those of iptables. */
    private Set<String> namesInNft() {
        return tables.stream()
                .filter(table -> table.program().endsWith("-nft"))
                .map(table -> (table.families().contains(Family.IPV4) ? "ip " : "ip6 ") + table.name())
                .collect(Collectors.toSet());
    }

    private void take(List<String> saving, Family family, String program) {
        Look look = machine.run(saving);
        note(look);
        if (look instanceof Look.Seen seen) {
            SavedRules saved = SavedRules.read(seen.text());
            if (!saved.unread().isEmpty()) {
                note(new Look.Unseen(
                        program + "-save prints what is not known here: "
                                + saved.unread().get(0).text(),
                        false));
            }
            tables.addAll(new IptablesTables(program, family).of(saved));
        }
    }

    /** Older systems have this kind alone, and no name for it. */
    private void takeLegacy(Family family, List<String> names) {
        String program = program(family) + "-legacy";
        if (!machine.run(save(family, "-legacy")).isAbsent()) {
            take(save(family, "-legacy"), family, program);
            return;
        }
        Look version = machine.run(List.of(program(family), "-V"));
        if (version instanceof Look.Seen seen && !seen.text().contains("nf_tables")) {
            take(save(family, ""), family, program(family));
            return;
        }
        names.forEach(name -> unread.add(new IptablesTables(program, family).unread(name)));
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
