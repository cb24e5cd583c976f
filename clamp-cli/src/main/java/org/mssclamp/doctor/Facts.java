// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.mssclamp.config.QueueSettings;
import org.mssclamp.daemon.KernelQueue;
import org.mssclamp.netfilter.Hook;
import org.mssclamp.netfilter.KernelRules;
import org.mssclamp.netfilter.KernelTable;
import org.mssclamp.netfilter.PacketKind;
import org.mssclamp.netfilter.Probe;
import org.mssclamp.netfilter.Walk;
import org.mssclamp.packet.Family;

/** What the checks look at: each thing is asked for once. Not thread-safe. */
final class Facts {
    private final Machine machine;
    private final Processes processes;
    private final Configured configured;
    private final Optional<Snapshot> before;
    private final Snapshot now;
    private final int seconds;
    private final Map<Integer, Optional<Owner>> owners = new HashMap<>();
    private final Map<Probe, Walk> walks = new HashMap<>();
    private final Forwarding forwarding;
    private @Nullable Feeds feeds;
    private @Nullable Look iptables;

    /** With a sample of so many seconds before it returns; 0 for none. */
    Facts(Machine machine, Configured configured, int seconds) {
        this.machine = machine;
        processes = new Processes(machine);
        forwarding = new Forwarding(machine);
        this.configured = configured;
        this.seconds = seconds;
        before = seconds == 0 ? Optional.empty() : Optional.of(Snapshot.first(machine));
        if (seconds > 0) {
            machine.await(seconds);
        }
        now = Snapshot.last(machine);
    }

    Machine machine() {
        return machine;
    }

    Configured configured() {
        return configured;
    }

    SortedMap<Integer, QueueSettings> queues() {
        return configured.queues();
    }

    /** Before the sample, if there is one. */
    Optional<Snapshot> before() {
        return before;
    }

    Snapshot now() {
        return now;
    }

    /** Of the sample. */
    int seconds() {
        return seconds;
    }

    KernelRules rules() throws UnseenException {
        return now.rules();
    }

    /** The rules that put packets into queues of the configuration. */
    Feeds feeds() throws UnseenException {
        Feeds known = feeds;
        if (known == null) {
            known = new Feeds(rules().rules(), queues().keySet());
            feeds = known;
        }
        return known;
    }

    /** The way of forwarded packets. */
    Walk walk(PacketKind kind, Family family) throws UnseenException {
        Probe probe = new Probe(kind, family);
        Walk walk = walks.get(probe);
        if (walk == null) {
            walk = Walk.of(rules(), probe, Hook.THROUGH);
            walks.put(probe, walk);
        }
        return walk;
    }

    /** Whether {@code iptables} is installed. */
    boolean hasIptables() {
        return !iptables().isAbsent();
    }

    /** Whether it is one of iptables that {@code iptables} by itself does not change. */
    boolean isOfOtherIptables(KernelTable table) {
        String other = String.join("", iptables().lines()).contains("nf_tables") ? "-legacy" : "-nft";
        return table.program().endsWith(other);
    }

    private Look iptables() {
        Look known = iptables;
        if (known == null) {
            known = machine.run(List.of("iptables", "-V"));
            iptables = known;
        }
        return known;
    }

    Forwarding forwarding() {
        return forwarding;
    }

    /** The families that are forwarded and that the configuration has rules for; if there is none such, both. */
    Set<Family> families() {
        Set<Family> families = EnumSet.allOf(Family.class);
        families.retainAll(configured.families());
        families.retainAll(forwarding.families());
        return families.isEmpty() ? EnumSet.allOf(Family.class) : families;
    }

    /** The setting of the kernel below {@code /proc/sys}; empty if there is none such, or it is no number. */
    OptionalLong setting(String name) {
        String text = String.join("", machine.read("/proc/sys/" + name).lines()).strip();
        try {
            return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException list) {
            return OptionalLong.empty();
        }
    }

    /** Who has a bound queue; empty if that process is not to be seen. */
    Optional<Owner> owner(KernelQueue queue) {
        return owners.computeIfAbsent(
                queue.portId(), portId -> now.socket(queue).flatMap(processes::ownerOf));
    }

    /** The daemon, if it has a queue. */
    Optional<Owner> daemon() {
        try {
            for (KernelQueue queue : now.queues()) {
                // To look for the owner of each may take long, if others have many.
                Optional<Owner> owner =
                        queues().containsKey(queue.number()) ? owner(queue).filter(Owner::isDaemon) : Optional.empty();
                if (owner.isPresent()) {
                    return owner;
                }
            }
            return Optional.empty();
        } catch (UnseenException unseen) {
            return Optional.empty();
        }
    }
}
