// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.probe;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.mssclamp.probe.Decision.Kind;

/**
 * Probes by one method, to the host or to a hop before it, and decides which sizes pass.
 *
 * <p>An answer proves a size. A loss may be chance, or the fault of who answers only so often a second; so each is followed or
 * preceded by a small control packet, and counts only if that is answered. Not thread-safe.
 */
final class ProbeLine implements AutoCloseable {
    /** Rounds in which neither was answered, after which there is no one to ask. */
    private static final int MOST_SILENT_ROUNDS = 25;

    private final Probing probing;
    private final ProbeMethod method;
    private final int hops;
    private final Pace pace;
    private final ProbeSocket control;
    private final Set<Report> reports = new LinkedHashSet<>();
    private Optional<ProbeAnswer> lastAnswer = Optional.empty();

    /** One to a hop, or with {@link ProbeSockets#ALL_HOPS} to the host. */
    ProbeLine(Probing probing, ProbeMethod method, int hops) {
        this.probing = probing;
        this.method = method;
        this.hops = hops;
        pace = probing.pace(method);
        control = probing.open(method, probing.controlOctets(), hops);
    }

    ProbeMethod method() {
        return method;
    }

    Pace pace() {
        return pace;
    }

    /** Who said that something is too big, in the order it came. */
    Set<Report> reports() {
        return reports;
    }

    /** The answer to the last control that was answered. */
    Optional<ProbeAnswer> lastAnswer() {
        return lastAnswer;
    }

    /** Whether one of a few small packets is answered. */
    boolean answers(int attempts) {
        for (int attempt = 0; attempt < attempts; attempt++) {
            if (passesControl()) {
                return true;
            }
        }
        return false;
    }

    /** Learns how often small packets are lost, and goes slower if that may be the fault of going fast. */
    void steady() {
        while (!pace.isSteady()) {
            passesControl();
        }
    }

    private boolean passesControl() {
        while (control.await(Duration.ZERO).isPresent()) {
            // A late answer says nothing of how long it took.
        }
        Optional<ProbeAnswer> answer = sendAndAwait(control).filter(this::isProof);
        pace.control(answer.isPresent());
        if (answer.isPresent()) {
            lastAnswer = answer;
        }
        return answer.isPresent();
    }

    /** Whether packets of a size pass; with {@code heed} it takes ICMP's word for it that they do not. */
    Decision decide(int octets, boolean heed) {
        try (ProbeSocket probe = probing.open(method, octets, hops)) {
            int losses = 0;
            int silentRounds = 0;
            boolean controlFirst = false;
            while (losses < pace.lossesThatRefuse()) {
                boolean controlPasses = controlFirst && passesControl();
                Optional<Decision> decision = decision(sendAndAwait(probe), probe, octets, heed);
                if (decision.isPresent()) {
                    return decision.get();
                }
                controlPasses |= !controlFirst && passesControl();
                if (controlPasses) {
                    losses++;
                } else if (++silentRounds == MOST_SILENT_ROUNDS) {
                    return Decision.SILENT;
                }
                // By turns, a limit of every second packet would always hit the same.
                controlFirst = probing.random().nextBoolean();
            }
            return decision(probe.await(pace.patience()), probe, octets, heed).orElse(Decision.REFUSED);
        }
    }

    /** What an answer decides; if that is nothing, what those decide that are behind it. */
    private Optional<Decision> decision(Optional<ProbeAnswer> first, ProbeSocket probe, int octets, boolean heed) {
        Optional<ProbeAnswer> next = first;
        while (next.isPresent()) {
            ProbeAnswer answer = next.get();
            if (isProof(answer)) {
                return Optional.of(Decision.PASSED);
            }
            if (answer.kind() == ProbeAnswer.Kind.TOO_BIG_HERE) {
                return Optional.of(new Decision(Kind.TOO_BIG_HERE, answer.mtu()));
            }
            if (answer.kind() == ProbeAnswer.Kind.TOO_BIG && answer.mtu() < octets) {
                reports.add(new Report(answer.from(), answer.mtu()));
                if (heed) {
                    return Optional.of(new Decision(Kind.TOLD, answer.mtu()));
                }
            }
            next = probe.await(pace.patience());
        }
        return Optional.empty();
    }

    /** That a hop has it proves as much of the way there. */
    private boolean isProof(ProbeAnswer answer) {
        return answer.kind() == ProbeAnswer.Kind.ARRIVED
                || (answer.kind() == ProbeAnswer.Kind.EXPIRED && hops != ProbeSockets.ALL_HOPS);
    }

    private Optional<ProbeAnswer> sendAndAwait(ProbeSocket socket) {
        pace.awaitTurn();
        long sentNs = probing.clock().nowNs();
        probing.send(socket);
        Optional<ProbeAnswer> answer = socket.await(pace.patience());
        if (answer.filter(this::isProof).isPresent()) {
            pace.measured(probing.clock().nowNs() - sentNs);
        }
        return answer;
    }

    @Override
    public void close() {
        control.close();
    }
}
