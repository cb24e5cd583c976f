// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.probe;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.mssclamp.probe.Hop.Drop;
import org.mssclamp.probe.LineSearch.End;

/**
 * Asks each hop on the way what arrives there.
 *
 * <p>A router looks at the hops that are left before it looks at the size (ip_forward of the kernel): so one that tells of no
 * hops left has got the packet whole, and if the next does not, the link between is too narrow, and it is for the first to say
 * so.
 */
final class HopTrace {
    private static final int MOST_HOPS = 30;
    private static final int ATTEMPTS = 5;

    /** Nobody behind so many hops in a row that answer nothing is asked. */
    private static final int MOST_SILENT = 5;

    private final Probing probing;
    private final ProbePlan plan;
    private final ProbeMethod method;
    private final Consumer<String> progress;
    private final List<Hop> hops = new ArrayList<>();
    private int narrowest;
    private int silent;

    HopTrace(Probing probing, ProbePlan plan, ProbeMethod method, Consumer<String> progress) {
        this.probing = probing;
        this.plan = plan;
        this.method = method;
        this.progress = progress;
    }

    /**
     * Runs it to the host.
     *
     * @param max what leaves this host, in octets
     * @param pathMtu what arrives at the host, so at every hop
     */
    List<Hop> run(int max, int pathMtu) {
        narrowest = max;
        for (int number = 1; number <= MOST_HOPS && silent < MOST_SILENT; number++) {
            String prefix = "hop " + number + ": ";
            progress.accept(prefix + "who is there?");
            try (ProbeLine line = new ProbeLine(probing, method, number)) {
                if (!line.answers(ATTEMPTS)) {
                    silent++;
                    hops.add(new Hop(number, Optional.empty(), OptionalInt.empty(), Duration.ZERO, Optional.empty()));
                    continue;
                }
                silent = 0;
                hops.add(hop(line, number, pathMtu, text -> progress.accept(prefix + text)));
                if (line.lastAnswer().filter(HopTrace::isHost).isPresent()) {
                    break;
                }
            }
        }
        return hops;
    }

    private static boolean isHost(ProbeAnswer answer) {
        return answer.kind() == ProbeAnswer.Kind.ARRIVED;
    }

    private Hop hop(ProbeLine line, int number, int pathMtu, Consumer<String> told) {
        Optional<InetAddress> address = line.lastAnswer().map(ProbeAnswer::from);
        Duration roundTrip = line.pace().roundTrip();
        LineSearch search =
                new LineSearch(line, plan.search(probing.controlOctets(), pathMtu, narrowest), pathMtu, told);
        if (search.run() != End.FOUND) {
            return new Hop(number, address, OptionalInt.empty(), roundTrip, Optional.empty());
        }
        // A router may answer no large packets and forward them all the same.
        int mtu = Math.max(search.pathMtu(), pathMtu);
        Optional<Drop> drop = mtu < narrowest ? Optional.of(drop(line, number, mtu)) : Optional.empty();
        narrowest = mtu;
        return new Hop(number, address, OptionalInt.of(mtu), roundTrip, drop);
    }

    /** Behind the last hop that got all, or one of those since that answer nothing. */
    private Drop drop(ProbeLine line, int number, int mtu) {
        int behind = 0;
        Optional<InetAddress> router = Optional.empty();
        for (Hop hop : hops) {
            if (hop.mtu().isPresent()) {
                behind = hop.number();
                router = hop.address();
            }
        }
        Optional<Report> said =
                line.reports().stream().filter(report -> report.mtu() == mtu).findFirst();
        return new Drop(behind, router, number - 1, said);
    }
}
