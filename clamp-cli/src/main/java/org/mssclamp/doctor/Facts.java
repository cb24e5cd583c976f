// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.EnumMap;
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
import org.mssclamp.netfilter.Effect;
import org.mssclamp.netfilter.Hook;
import org.mssclamp.netfilter.KernelRules;
import org.mssclamp.netfilter.KernelTable;
import org.mssclamp.netfilter.PacketKind;
import org.mssclamp.netfilter.Placed;
import org.mssclamp.netfilter.Probe;
import org.mssclamp.netfilter.Walk;
import org.mssclamp.packet.Family;

/** What the checks look at: each thing is asked for once. Not thread-safe. */
final class Facts {
    private static final Map<Family, String> FORWARDING =
            Map.of(Family.IPV4, "/proc/sys/net/ipv4/ip_forward", Family.IPV6, "/proc/sys/net/ipv6/conf/all/forwarding");

    private final Machine machine;
    private final Processes processes;
    private final Configured configured;
    private final Optional<Snapshot> before;
    private final Snapshot now;
    private final int seconds;
    private final Map<Integer, Optional<Owner>> owners = new HashMap<>();
    private final Map<Walk.Guess, Map<Probe, Walk>> walks = new EnumMap<>(Walk.Guess.class);
    private @Nullable Look iptables;

    /** With a sample of so many seconds before it returns; 0 for none. */
    Facts(Machine machine, Configured configured, int seconds) {
        this.machine = machine;
        processes = new Processes(machine);
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

    /** The rules that put packets into a queue that the daemon is to have, or into any of these. */
    List<Placed> feeds(Set<Integer> numbers) throws UnseenException {
        return rules().rules().stream()
                .filter(placed -> placed.rule().effect() instanceof Effect.Queue queue
                        && numbers.stream().anyMatch(queue::feeds))
                .toList();
    }

    /** Those of all queues of the configuration. */
    List<Placed> feeds() throws UnseenException {
        return feeds(queues().keySet());
    }

    /** The way of forwarded packets. */
    Walk walk(PacketKind kind, Family family, Walk.Guess guess) throws UnseenException {
        Probe probe = new Probe(kind, family);
        Map<Probe, Walk> known = walks.computeIfAbsent(guess, unknown -> new HashMap<>());
        Walk walk = known.get(probe);
        if (walk == null) {
            walk = Walk.of(rules(), probe, Hook.THROUGH, guess);
            known.put(probe, walk);
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

    /** The families that are forwarded; both if none is. */
    Set<Family> families() {
        Set<Family> forwarded = forwarded();
        return forwarded.isEmpty() ? EnumSet.allOf(Family.class) : forwarded;
    }

    Set<Family> forwarded() {
        Map<Family, String> values = new EnumMap<>(Family.class);
        FORWARDING.forEach((family, path) ->
                values.put(family, String.join("", machine.read(path).lines()).strip()));
        Set<Family> families = EnumSet.noneOf(Family.class);
        values.forEach((family, value) -> {
            if (!value.isEmpty() && !value.equals("0")) {
                families.add(family);
            }
        });
        return families;
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
                Optional<Owner> owner = owner(queue).filter(Owner::isDaemon);
                if (queues().containsKey(queue.number()) && owner.isPresent()) {
                    return owner;
                }
            }
            return Optional.empty();
        } catch (UnseenException unseen) {
            return Optional.empty();
        }
    }
}
