// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.mssclamp.config.Addresses;
import org.mssclamp.config.FormatException;
import org.mssclamp.config.Gateway;
import org.mssclamp.doctor.Machine;
import org.mssclamp.doctor.RecordedMachine;
import org.mssclamp.packet.SynPacket;
import org.mssclamp.probe.PathProbe;
import org.mssclamp.probe.ProbePlan;
import org.mssclamp.probe.ProbeResult;
import org.mssclamp.probe.ProbeTarget;
import org.mssclamp.probe.SimulatedPath;
import org.mssclamp.route.Links;
import org.mssclamp.route.MtuOrigin;
import org.mssclamp.route.PathAnswer;
import org.mssclamp.route.PathTrace;
import org.mssclamp.route.RoutePaths;
import org.mssclamp.route.Routes;
import org.mssclamp.rule.Direction;
import org.mssclamp.rule.Interface;
import org.mssclamp.rule.PacketContext;

/**
 * A gateway that is the same on every machine.
 *
 * <pre>
 *   wg0   MTU 1420               routes by the MTU of the interface
 *   eth0  MTU 1500               its route has mtu 1480 towards IPv4
 *   br0   MTU 9000
 * </pre>
 *
 * <p>IPsec policies protect what goes from 10.8.0.0/24 to 10.9.0.0/16 and to 172.16.0.0/12.
 */
final class FakeHost implements Host, Gateway {
    private static final List<GatewayInterface> INTERFACES = List.of(
            new GatewayInterface("wg0", 1420), new GatewayInterface("eth0", 1500), new GatewayInterface("br0", 9000));

    @Override
    public Gateway gateway() {
        return this;
    }

    @Override
    public List<GatewayInterface> interfaces() {
        return INTERFACES;
    }

    @Override
    public List<ProtectedTraffic> ipsecPolicies() {
        return List.of(policy("10.8.0.0/24", "10.9.0.0/16"), policy("10.8.0.0/24", "172.16.0.0/12"));
    }

    private static ProtectedTraffic policy(String from, String to) {
        try {
            return new ProtectedTraffic(Addresses.prefix(from), Addresses.prefix(to));
        } catch (FormatException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public Machine machine() {
        return new RecordedMachine(Path.of("src/test/resources/machine"));
    }

    private static Routes routes() {
        return Routes.offline(IntStream.range(0, INTERFACES.size())
                .mapToObj(i -> new Interface(i + 1, INTERFACES.get(i).name()))
                .toList());
    }

    @Override
    public Links links() {
        return routes().links();
    }

    /** Unlike the trace these are silent. */
    @Override
    public RoutePaths paths() {
        return routes().paths();
    }

    @Override
    public PathTrace trace() {
        return new Trace();
    }

    /** By an interface of 1500 octets, two routers and a link of 1420 behind the second, which does not say so. */
    @Override
    public ProbeResult probe(ProbeTarget target, ProbePlan plan, Consumer<String> progress) {
        SimulatedPath path = new SimulatedPath(1, 1500, 1500, 1420).silent();
        return new PathProbe(path, target, plan, path, new Random(1), progress).run();
    }

    /** The way there is by the outgoing interface, the way back by the incoming one. */
    private static final class Trace implements PathTrace {
        private final List<PathAnswer> answers = new ArrayList<>();

        @Override
        public void expect(SynPacket syn, PacketContext context, Direction direction) {}

        @Override
        public int mtu(SynPacket syn, PacketContext context, Direction direction) {
            answers.clear();
            if (context.out().index() == 0) {
                return UNKNOWN;
            }
            int mtu = Integer.MAX_VALUE;
            if (direction.includesForward()) {
                mtu = Math.min(mtu, ask(syn, Direction.FORWARD, context.out()));
            }
            if (direction.includesReverse()) {
                mtu = Math.min(mtu, ask(syn, Direction.REVERSE, context.in()));
            }
            return mtu == Integer.MAX_VALUE ? UNKNOWN : mtu;
        }

        private int ask(SynPacket syn, Direction direction, Interface by) {
            PathAnswer answer = answer(syn, direction, by);
            answers.add(answer);
            return answer.mtu().orElse(Integer.MAX_VALUE);
        }

        private static PathAnswer answer(SynPacket syn, Direction direction, Interface by) {
            if (by.index() == 0) {
                return new PathAnswer(direction, OptionalInt.empty(), MtuOrigin.NO_ROUTE, "", 0, true);
            }
            boolean hasMetric = by.name().equals("eth0") && syn.sourceHigh() == 0;
            int mtu = hasMetric ? 1480 : INTERFACES.get(by.index() - 1).mtu();
            MtuOrigin origin = hasMetric ? MtuOrigin.ROUTE : MtuOrigin.LINK;
            return new PathAnswer(direction, OptionalInt.of(mtu), origin, by.name(), 0, false);
        }

        @Override
        public List<PathAnswer> answers() {
            return answers;
        }

        @Override
        public void close() {}
    }
}
