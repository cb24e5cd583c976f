// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mssclamp.Seed;
import org.mssclamp.oracle.Divergence;
import org.mssclamp.oracle.KernelClamp;
import org.mssclamp.oracle.ReferenceClamp;

/** What came out of the kernel's clamp and out of ours, compared packet by packet. Not thread-safe. */
final class Comparison {
    private static final int FAILURES_SHOWN = 5;

    private final Map<Divergence, Integer> divergences = new EnumMap<>(Divergence.class);
    private final List<String> failures = new ArrayList<>();
    private int same;
    private int kept;

    /**
     * Compares the octets of one packet; null stands for a packet that did not come out.
     *
     * @param forwarded the packet as it comes out where no rule is
     * @param reference what ours should have done
     */
    void add(byte[] forwarded, ReferenceClamp reference, byte @Nullable [] kernel, byte @Nullable [] ours) {
        byte[] expected = reference.apply(forwarded).orElse(null);
        if (!Arrays.equals(ours, expected)) {
            fail("we do not keep the contract", forwarded, reference, expected, ours);
        }
        Optional<Divergence> divergence = Divergence.of(forwarded, reference);
        if (divergence.isPresent()) {
            divergences.merge(divergence.get(), 1, Integer::sum);
            addDiverging(forwarded, reference, kernel, ours);
        } else if (Arrays.equals(ours, kernel)) {
            same++;
        } else {
            fail("the kernel differs for no reason that has a name", forwarded, reference, kernel, ours);
        }
    }

    /** Compares the octets of a packet that the match of the kernel's rule and of ours keeps from both. */
    void addKeptByMatch(byte[] forwarded, byte @Nullable [] kernel, byte @Nullable [] ours) {
        kept++;
        if (!Arrays.equals(ours, kernel)) {
            failures.add("the same match does not do the same to " + hex(forwarded));
        }
    }

    /** The kernel does what it was seen to do, or it was mended and does what we do. */
    private void addDiverging(
            byte[] forwarded, ReferenceClamp reference, byte @Nullable [] kernel, byte @Nullable [] ours) {
        byte[] modelled = new KernelClamp(reference.limit()).apply(forwarded).orElse(null);
        if (!Arrays.equals(kernel, modelled) && !Arrays.equals(kernel, ours)) {
            fail("the kernel differs in a way not seen before", forwarded, reference, modelled, kernel);
        }
    }

    private void fail(
            String what,
            byte[] packet,
            ReferenceClamp reference,
            byte @Nullable [] expected,
            byte @Nullable [] actual) {
        failures.add(String.format(
                "%s, %s%n  packet   %s%n  expected %s%n  actual   %s",
                what, reference, hex(packet), hex(expected), hex(actual)));
    }

    private static String hex(byte @Nullable [] octets) {
        return octets == null ? "none" : HexFormat.of().formatHex(octets);
    }

    /** Checks that nothing differed but for a reason that has a name. */
    void assertNothingUnnamed() {
        assertThat(failures.subList(0, Math.min(failures.size(), FAILURES_SHOWN)))
                .as("%d failures, %s", failures.size(), Seed.REPLAY)
                .isEmpty();
    }

    /** Every reason that was met. */
    Set<Divergence> divergences() {
        return divergences.keySet();
    }

    /** How many packets came out of both the same. */
    int same() {
        return same + kept;
    }

    /** How many came out different, for some reason. */
    int diverging() {
        return divergences.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** A line for each reason, with how many packets fell under it. */
    String table(String title) {
        StringBuilder table =
                new StringBuilder(title).append(", ").append(Seed.REPLAY).append('\n');
        table.append(row("same", same, "octet for octet what the kernel's clamp makes of it"));
        if (kept > 0) {
            table.append(row("kept", kept, "what the match -p tcp -m tcp drops: neither gets it"));
        }
        divergences.forEach(
                (divergence, packets) -> table.append(row(divergence.label(), packets, divergence.description())));
        return table.toString();
    }

    private static String row(String name, int packets, String description) {
        return String.format("  %-30s %6d  %s%n", name, packets, description);
    }
}
