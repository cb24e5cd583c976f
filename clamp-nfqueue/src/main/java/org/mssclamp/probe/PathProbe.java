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
import org.mssclamp.probe.SegmentBound.Owner;

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

    /** In the order of preference. */
    private static final List<ProbeMethod> DATAGRAMS = List.of(ProbeMethod.ICMP, ProbeMethod.UDP);

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
        Optional<Findings> byDatagrams = findByDatagrams(max);
        Optional<TcpPath> tcp = connect();
        if (smallPackets.stream().noneMatch(SmallPackets::permitted)) {
            // Says what is not permitted.
            probing.open(DATAGRAMS.get(0), probing.controlOctets(), ProbeSockets.ALL_HOPS)
                    .close();
        }
        Findings findings = byDatagrams
                .or(() -> tcp.filter(TcpPath::open).flatMap(path -> findByTcp(path, max)))
                .orElse(Findings.NONE);
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
                findings.bound(),
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
            Optional<SegmentBound> bound,
            List<Report> reports) {
        /** The same, where it was not the path that ended the search. */
        Findings boundBy(Owner owner) {
            SegmentBound segments = new SegmentBound(pathMtu.orElseThrow(), owner);
            return new Findings(method, ending, pathMtu, OptionalInt.empty(), Optional.of(segments), reports);
        }

        static final Findings NONE = new Findings(
                Optional.empty(),
                Ending.UNREACHABLE,
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                List.of());
    }

    private Optional<Findings> findByDatagrams(int max) {
        List<ProbeLine> lines = new ArrayList<>();
        try {
            for (ProbeMethod method : DATAGRAMS) {
                if (isPermitted(method)) {
                    lines.add(new ProbeLine(probing, method, ProbeSockets.ALL_HOPS));
                }
            }
            List<ProbeLine> answered = lines.stream().filter(this::isAnswered).toList();
            return answered.stream().findFirst().map(line -> search(line, max));
        } finally {
            lines.forEach(ProbeLine::close);
        }
    }

    /** Where one is not, another may do. */
    private boolean isPermitted(ProbeMethod method) {
        boolean permitted = probing.sockets().permits(method, probing.target());
        if (!permitted) {
            smallPackets.add(new SmallPackets(method, false, Duration.ZERO, false));
        }
        return permitted;
    }

    private boolean isAnswered(ProbeLine line) {
        progress.accept("trying " + line.method().description());
        boolean answered = line.answers(ATTEMPTS);
        smallPackets.add(new SmallPackets(line.method(), answered, line.pace().roundTrip(), true));
        return answered;
    }

    private Optional<TcpPath> connect() {
        if (probing.target().port().isEmpty() || !isPermitted(ProbeMethod.TCP)) {
            return Optional.empty();
        }
        progress.accept("sending a full segment by TCP");
        Optional<TcpPath> tcp = probing.sockets().connect(probing.target(), TCP_PATIENCE);
        smallPackets.add(new SmallPackets(ProbeMethod.TCP, tcp.isPresent(), Duration.ZERO, true));
        return tcp;
    }

    /** By segments, none of which is larger than those that the connection allowed in the end. */
    private Optional<Findings> findByTcp(TcpPath path, int max) {
        try (ProbeLine line = new ProbeLine(probing, ProbeMethod.TCP, ProbeSockets.ALL_HOPS)) {
            progress.accept("trying " + line.method().description());
            if (!line.answers(ATTEMPTS)) {
                return Optional.empty();
            }
            int possible = Math.max(path.possibleOctets(), probing.controlOctets());
            Findings findings = search(line, Math.min(max, possible));
            boolean isBounded = possible < max && findings.pathMtu().equals(OptionalInt.of(possible));
            return Optional.of(
                    isBounded ? findings.boundBy(path.owner(probing.target().family())) : findings);
        }
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
        Findings findings = new Findings(
                Optional.of(line.method()),
                ending,
                found ? OptionalInt.of(search.pathMtu()) : OptionalInt.empty(),
                found ? search.refused() : OptionalInt.empty(),
                Optional.empty(),
                List.copyOf(line.reports()));
        // Meanwhile ICMP has told the kernel so, and no larger segments were sent.
        boolean isKept =
                found && line.method() == ProbeMethod.TCP && search.keptHere().equals(findings.pathMtu());
        return isKept ? findings.boundBy(Owner.KERNEL) : findings;
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
