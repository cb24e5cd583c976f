// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.probe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Consumer;
import org.mssclamp.probe.ProbeResult.Ending;

/**
 * Finds out what the path to a host carries, and believes nobody but the host.
 *
 * <pre>
 *   small packets ─▶ which methods are answered ─▶ LineSearch by the first of them ─▶ a TCP connection ─▶ HopTrace
 * </pre>
 */
public final class PathProbe {
    /** How often a small packet is tried before its method counts as not answered. */
    private static final int ATTEMPTS = 3;

    /** For a full segment: time for the kernel to send it again, after 200, 400, 800 and 1600 ms. */
    private static final Duration TCP_PATIENCE = Duration.ofMillis(3_500);

    private final Probing probing;
    private final ProbePlan plan;
    private final Consumer<String> progress;
    private final List<SmallPackets> smallPackets = new ArrayList<>();

    /**
     * A probe of one path.
     *
     * @param progress is told what it is at
     */
    public PathProbe(
            ProbeSockets sockets,
            ProbeTarget target,
            ProbePlan plan,
            ProbeClock clock,
            Random random,
            Consumer<String> progress) {
        probing = new Probing(sockets, target, clock, random);
        this.plan = plan;
        this.progress = progress;
    }

    /** Runs it; throws {@link org.mssclamp.channel.ErrnoException} if nothing can be sent. */
    public ProbeResult run() {
        long beganNs = probing.clock().nowNs();
        int localMtu = probing.sockets().localMtu(probing.target());
        int max = Math.max(Math.min(plan.maxMtu().orElse(localMtu), localMtu), probing.controlOctets());
        Findings findings = find(max);
        Optional<TcpPath> tcp = Optional.empty();
        if (probing.target().port().isPresent()) {
            progress.accept("sending a full segment by TCP");
            tcp = probing.sockets().connect(probing.target(), TCP_PATIENCE);
            smallPackets.add(new SmallPackets(ProbeMethod.TCP, tcp.isPresent(), Duration.ZERO));
        }
        boolean traced = plan.trace() && findings.pathMtu().isPresent();
        List<Hop> hops = traced
                ? new HopTrace(probing, plan, tracer(), progress)
                        .run(max, findings.pathMtu().getAsInt())
                : List.of();
        return new ProbeResult(
                probing.target(),
                plan.strategy(),
                localMtu,
                max,
                smallPackets,
                findings.method(),
                findings.ending(),
                findings.pathMtu(),
                findings.refused(),
                findings.reports(),
                tcp,
                hops,
                probing.packets(),
                Duration.ofNanos(probing.clock().nowNs() - beganNs));
    }

    /** What a search came to. */
    private record Findings(
            Optional<ProbeMethod> method,
            Ending ending,
            OptionalInt pathMtu,
            OptionalInt refused,
            List<Report> reports) {}

    private Findings find(int max) {
        try (ProbeLine icmp = line(ProbeMethod.ICMP);
                ProbeLine udp = line(ProbeMethod.UDP)) {
            boolean byIcmp = isAnswered(icmp);
            boolean byUdp = isAnswered(udp);
            if (byIcmp || byUdp) {
                return search(byIcmp ? icmp : udp, max);
            }
        }
        if (probing.target().port().isPresent()) {
            try (ProbeLine tcp = line(ProbeMethod.TCP)) {
                progress.accept("trying " + tcp.method().description());
                if (tcp.answers(ATTEMPTS)) {
                    return search(tcp, max);
                }
            }
        }
        return new Findings(Optional.empty(), Ending.UNREACHABLE, OptionalInt.empty(), OptionalInt.empty(), List.of());
    }

    private ProbeLine line(ProbeMethod method) {
        return new ProbeLine(probing, method, ProbeSockets.ALL_HOPS);
    }

    private boolean isAnswered(ProbeLine line) {
        progress.accept("trying " + line.method().description());
        boolean answered = line.answers(ATTEMPTS);
        smallPackets.add(new SmallPackets(line.method(), answered, line.pace().roundTrip()));
        return answered;
    }

    private Findings search(ProbeLine line, int max) {
        line.steady();
        LineSearch search =
                new LineSearch(line, plan.search(probing.controlOctets(), SearchPlan.BASE, max), 0, progress);
        Ending ending = switch (search.run()) {
            case FOUND -> Ending.FOUND;
            case NOTHING_PASSES, UNSTEADY -> Ending.UNSTEADY;
        };
        boolean found = ending == Ending.FOUND;
        return new Findings(
                Optional.of(line.method()),
                ending,
                found ? OptionalInt.of(search.pathMtu()) : OptionalInt.empty(),
                found ? search.refused() : OptionalInt.empty(),
                List.copyOf(line.reports()));
    }

    /** Routers answer to either, hosts perhaps only to one. */
    private ProbeMethod tracer() {
        return smallPackets.stream()
                .filter(small -> small.answered() && small.method() != ProbeMethod.TCP)
                .map(SmallPackets::method)
                .findFirst()
                .orElse(ProbeMethod.UDP);
    }
}
