// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.probe;

import java.util.Optional;
import org.mssclamp.probe.Hop.Drop;
import org.mssclamp.probe.SegmentBound.Owner;

/** What a probe comes to, in one sentence, with the rule to write. */
public record ProbeVerdict(ProbeResult result) {
    /** The rule, as it stands in a configuration; empty if none is needed, or which one is not known. */
    public Optional<String> rule() {
        boolean isTold =
                result.bound().filter(bound -> bound.owner() == Owner.KERNEL).isPresent();
        return (result.refused().isPresent() || isTold) && !result.isContradicted()
                ? Optional.of("mtu: " + result.pathMtu().orElseThrow())
                : Optional.empty();
    }

    /** For people; without an end. */
    public String sentence() {
        return switch (result.ending()) {
            case UNREACHABLE ->
                result.tcp().map(this::unanswered).orElse("no answer to packets of any size: this is no matter of MTU");
            case UNSTEADY -> "answers ceased or contradict each other while sizes were tried: no path MTU was found";
            case FOUND ->
                result.isContradicted()
                        ? contradicted(result.tcp().orElseThrow())
                        : result.bound()
                                .map(this::bounded)
                                .orElseGet(() -> rule().map(this::narrow).orElseGet(this::wide));
        };
    }

    /** Nothing but what a connection came to. */
    private String unanswered(TcpPath tcp) {
        String port = "TCP port " + result.target().port().orElseThrow();
        return tcp.open()
                ? port
                        + " takes connections and acknowledges no data, and nothing else is answered: no size can be tried"
                : port + " is closed, and nothing else is answered: no size can be tried; name a port that is open";
    }

    private String contradicted(TcpPath tcp) {
        ProbeMethod method = result.method().orElseThrow();
        int mtu = result.pathMtu().orElseThrow();
        if (!result.isRefuted()) {
            return mtu + " octets pass by " + method.description() + ", yet a TCP segment of " + tcp.packetOctets()
                    + " is lost each time: TCP goes another way, or is treated in another";
        }
        return "no more than " + mtu + " octets pass by " + method.description() + ", yet a TCP segment of "
                + tcp.packetOctets() + " gets through: "
                + (method == ProbeMethod.ICMP
                        ? "large echoes are filtered, or the way back carries no more"
                        : "TCP goes another way, or is treated in another")
                + "; mtu: " + mtu + " is safe";
    }

    private String bounded(SegmentBound bound) {
        return switch (bound.owner()) {
            case HOST ->
                "path MTU " + bound.octets()
                        + " or more: the host takes no larger segments of TCP, and nothing else is answered";
            case KERNEL ->
                "path MTU " + bound.octets() + ", or so ICMP or a route has told the kernel here, which makes no"
                        + " larger segments of TCP: where ICMP does not come through, use " + rule().orElseThrow();
        };
    }

    private String wide() {
        int mtu = result.pathMtu().orElseThrow();
        return result.tried() == result.localMtu()
                ? "path MTU " + mtu + ", all that the interface here carries: this path needs no rule"
                : "path MTU " + mtu + " or more: larger packets were not asked for";
    }

    private String narrow(String rule) {
        String mtu = "path MTU " + result.pathMtu().orElseThrow();
        if (!result.isBlackHole()) {
            return mtu + ", and " + teller() + " says so: where ICMP does not come through, use " + rule;
        }
        int pathMtu = result.pathMtu().orElseThrow();
        Optional<Report> wrong = result.reports().stream()
                .filter(report -> report.mtu() < pathMtu)
                .findFirst();
        if (wrong.isPresent()) {
            return mtu + ", though " + AddressText.of(wrong.get().from()) + " says "
                    + (wrong.get().mtu() == 0
                            ? "only that packets are too big"
                            : wrong.get().mtu() + ", which is wrong")
                    + ": use " + rule;
        }
        return mtu + ", "
                + result.narrowest()
                        .flatMap(Hop::drop)
                        .map(ProbeVerdict::silent)
                        .orElse("nobody says so") + ": black hole; use " + rule;
    }

    private String teller() {
        return result.reports().stream()
                .filter(result::isTrue)
                .map(Report::from)
                .findFirst()
                .or(() -> result.narrowest()
                        .flatMap(Hop::drop)
                        .flatMap(Drop::said)
                        .map(Report::from))
                .map(AddressText::of)
                .orElseThrow();
    }

    private static String silent(Drop drop) {
        if (drop.upTo() > drop.behind()) {
            return "one of the hops " + Math.max(drop.behind(), 1) + "-" + drop.upTo() + " is silent";
        }
        if (drop.behind() == 0) {
            return "the link from here to hop 1 is narrower than its interface";
        }
        return "hop " + drop.behind()
                + drop.router()
                        .map(address -> " (" + AddressText.of(address) + ")")
                        .orElse("") + " is silent";
    }
}
