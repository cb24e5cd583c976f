// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.mssclamp.Seed;
import org.mssclamp.oracle.KernelClamp;
import org.mssclamp.oracle.ReferenceClamp;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Action;

/** What came out of the kernel's clamp to the path MTU and out of ours, compared packet by packet. Not thread-safe. */
final class PathComparison {
    /** Names the columns of {@link #row}. */
    static final String HEAD = String.format("%-58s %5s %5s %8s %6s", "path", "IPv4", "IPv6", "changed", "same");

    private static final int FAILURES_SHOWN = 5;

    private final PathCase path;
    private final Comparison samePath = new Comparison();
    private final Map<PathDivergence, Integer> divergences = new EnumMap<>(PathDivergence.class);
    private final Map<Family, Integer> packets = new EnumMap<>(Family.class);
    private final List<String> failures = new ArrayList<>();
    private int sameInSpite;
    private int changed;

    PathComparison(PathCase path) {
        this.path = path;
    }

    /**
     * Compares the octets of one packet; null stands for a packet that did not come out.
     *
     * @param forwarded the packet as it comes out where no rule is
     */
    void add(byte[] forwarded, byte @Nullable [] kernel, byte @Nullable [] ours) {
        Family family = forwarded[0] >> 4 == 4 ? Family.IPV4 : Family.IPV6;
        packets.merge(family, 1, Integer::sum);
        changed += Arrays.equals(forwarded, ours) ? 0 : 1;
        if (KernelClamp.isDroppedByMatch(forwarded)) {
            samePath.addKeptByMatch(forwarded, kernel, ours);
            return;
        }
        List<Integer> kernelMtus = fitting(path.kernelMtus(forwarded), kernel, mtu -> kernel(forwarded, mtu, family));
        List<Integer> candidates = path.answersElsewhere() ? path.ourMtus(forwarded) : kernelMtus;
        int ourMtu =
                fitting(candidates, ours, mtu -> ours(forwarded, mtu, family)).get(0);
        int kernelMtu = kernelMtus.contains(ourMtu) ? ourMtu : kernelMtus.get(0);
        int limit = ourMtu - family.fixedHeaderOctets();
        if (ourMtu == kernelMtu && limit >= Action.FLOOR) {
            samePath.add(forwarded, ReferenceClamp.addingMissing(limit), kernel, ours);
        } else {
            addDiverging(forwarded, family, kernelMtu, kernel, ourMtu, ours);
        }
    }

    /** Those MTUs for which this came out; all, if it is none. */
    private static List<Integer> fitting(
            List<Integer> mtus, byte @Nullable [] out, IntFunction<byte @Nullable []> clamp) {
        List<Integer> fitting = mtus.stream()
                .filter(mtu -> Arrays.equals(out, clamp.apply(mtu)))
                .toList();
        return fitting.isEmpty() ? mtus : fitting;
    }

    private static byte @Nullable [] kernel(byte[] forwarded, int mtu, Family family) {
        return KernelClamp.toPathMtu(mtu, family).apply(forwarded).orElse(null);
    }

    private static byte @Nullable [] ours(byte[] forwarded, int mtu, Family family) {
        int limit = mtu - family.fixedHeaderOctets();
        return limit < Action.FLOOR
                ? forwarded
                : ReferenceClamp.addingMissing(limit).apply(forwarded).orElse(null);
    }

    private void addDiverging(
            byte[] forwarded,
            Family family,
            int kernelMtu,
            byte @Nullable [] kernel,
            int ourMtu,
            byte @Nullable [] ours) {
        byte[] ourExpected = ours(forwarded, ourMtu, family);
        if (!Arrays.equals(ours, ourExpected)) {
            fail("we do not keep the contract, path MTU " + ourMtu, forwarded, ourExpected, ours);
        }
        byte[] kernelExpected = kernel(forwarded, kernelMtu, family);
        if (!Arrays.equals(kernel, kernelExpected)) {
            fail("the kernel does not clamp to the path MTU " + kernelMtu, forwarded, kernelExpected, kernel);
        }
        if (Arrays.equals(kernel, ours)) {
            sameInSpite++;
        } else {
            divergences.merge(reason(family, kernelMtu, ourMtu), 1, Integer::sum);
        }
    }

    private static PathDivergence reason(Family family, int kernelMtu, int ourMtu) {
        if (kernelMtu <= family.fixedHeaderOctets()) {
            return PathDivergence.NOTHING_FITS;
        }
        return ourMtu - family.fixedHeaderOctets() < Action.FLOOR
                ? PathDivergence.BELOW_FLOOR
                : PathDivergence.WAY_BACK;
    }

    private void fail(String what, byte[] packet, byte @Nullable [] expected, byte @Nullable [] actual) {
        failures.add(String.format(
                "%s%n  packet   %s%n  expected %s%n  actual   %s", what, hex(packet), hex(expected), hex(actual)));
    }

    private static String hex(byte @Nullable [] octets) {
        return octets == null ? "none" : HexFormat.of().formatHex(octets);
    }

    /** Checks that nothing differed but for a reason that has a name. */
    void assertNothingUnnamed() {
        samePath.assertNothingUnnamed();
        assertThat(failures.subList(0, Math.min(failures.size(), FAILURES_SHOWN)))
                .as("%d failures, %s", failures.size(), Seed.REPLAY)
                .isEmpty();
    }

    /** Every reason of the path that was met. */
    Set<PathDivergence> divergences() {
        return divergences.keySet();
    }

    /** How many packets of the family were compared. */
    int packets(Family family) {
        return packets.getOrDefault(family, 0);
    }

    /** How many packets we changed. */
    int changed() {
        return changed;
    }

    /** One line. */
    String row() {
        StringBuilder row = new StringBuilder(String.format(
                "%-58s %5d %5d %8d %6d",
                path, packets(Family.IPV4), packets(Family.IPV6), changed, samePath.same() + sameInSpite));
        divergences.forEach((reason, count) ->
                row.append(' ').append(reason.label()).append(' ').append(count));
        if (samePath.diverging() > 0) {
            row.append(" options ").append(samePath.diverging());
        }
        return row.toString();
    }
}
