// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.path;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.mssclamp.packet.Family;
import org.mssclamp.path.MssCost.Fit;
import org.mssclamp.rule.Action;
import org.mssclamp.tunnel.Encapsulation;
import org.mssclamp.tunnel.Payload;
import org.mssclamp.tunnel.Tunnel;
import org.mssclamp.tunnel.TunnelStack;

/**
 * What the tunnels leave to TCP over one IP version.
 *
 * @param segment a full one of the largest MSS that fits
 * @param packet that segment in its tunnels
 * @param throughput of a connection with such segments
 * @param costs of that MSS, of some smaller and larger ones and of the one to be judged, in ascending order
 */
public record FamilyModel(Segment segment, Encapsulation packet, Throughput throughput, List<MssCost> costs) {
    private static final int A_LITTLE = 64;

    /** Copies the costs. */
    public FamilyModel {
        costs = List.copyOf(costs);
    }

    /** Empty if the tunnels do not carry the family, or leave less than a rule would write. */
    public static Optional<FamilyModel> of(Scenario scenario, Family family) {
        int mss = family.mss(scenario.innerMtu());
        if (mss < Action.FLOOR || !isCarried(scenario.tunnels(), family)) {
            return Optional.empty();
        }
        TunnelStack stack = scenario.tunnels().over(scenario.pathMtu());
        Segment segment = new Segment(family, mss, scenario.timestamps());
        Encapsulation packet = Encapsulation.of(stack, segment.packet()).orElseThrow();
        List<MssCost> costs = new ArrayList<>();
        for (int each : examples(scenario, family, mss)) {
            costs.add(cost(scenario, stack, new Segment(family, each, scenario.timestamps()), mss));
        }
        return Optional.of(
                new FamilyModel(segment, packet, throughput(scenario, segment.payload(), scenario.loss()), costs));
    }

    private static boolean isCarried(TunnelStack stack, Family family) {
        List<Tunnel> tunnels = stack.tunnels();
        Payload payload = family == Family.IPV4 ? Payload.IPV4 : Payload.IPV6;
        return tunnels.isEmpty() || tunnels.get(tunnels.size() - 1).carried().contains(payload);
    }

    /** The one that fits, one more, a little less, that of the bare path, and that of a peer that announces none. */
    private static TreeSet<Integer> examples(Scenario scenario, Family family, int mss) {
        TreeSet<Integer> examples = new TreeSet<>(
                List.of(family.defaultMss(), mss - A_LITTLE, mss, mss + 1, family.mss(scenario.pathMtu())));
        scenario.mss().ifPresent(examples::add);
        examples.removeIf(each -> each < Action.FLOOR || family.fixedHeaderOctets() + each > TunnelStack.MAX_PATH_MTU);
        return examples;
    }

    private static MssCost cost(Scenario scenario, TunnelStack stack, Segment segment, int fitting) {
        Fit fit = segment.mss() < fitting ? Fit.SMALL : segment.mss() == fitting ? Fit.RIGHT : Fit.LARGE;
        int onPath = segment.onPath(stack, scenario.innerMtu()).orElse(0);
        int packets = onPath == 0 ? 0 : segment.fragments(scenario.innerMtu()).size();
        double loss = switch (packets) {
            case 0 -> 1;
            case 1 -> scenario.loss();
            default -> 1 - Math.pow(1 - scenario.loss(), packets);
        };
        return new MssCost(
                segment.mss(),
                fit,
                segment.payload(),
                packets,
                onPath,
                loss,
                throughput(scenario, segment.payload(), loss));
    }

    private static Throughput throughput(Scenario scenario, int payload, double loss) {
        return new Throughput(payload, scenario.rttSeconds(), loss, scenario.windowOctets());
    }

    /** What of a full segment on the path is data, 0 to 1. */
    public double payloadShare() {
        return (double) segment.payload() / packet.outer();
    }
}
