// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mssclamp.packet.Family;
import org.mssclamp.probe.AddressText;
import org.mssclamp.probe.Hop;
import org.mssclamp.probe.Hop.Drop;
import org.mssclamp.probe.ProbeMethod;
import org.mssclamp.probe.ProbeResult;
import org.mssclamp.probe.ProbeVerdict;
import org.mssclamp.probe.Report;
import org.mssclamp.probe.SegmentBound.Owner;
import org.mssclamp.probe.SmallPackets;
import org.mssclamp.probe.TcpPath;

/**
 * What {@code probe} found, for people.
 *
 * <pre>
 * vpn.example.org (192.0.2.7), by an interface of MTU 1500
 *
 * small packets  ICMP echo: answered in 3.1 ms; UDP to a closed port: no answer
 * largest        1420 octets pass, 1421 do not (ICMP echo)
 * told by ICMP   nothing
 * TCP 443        MSS 1460 offered, 1460 received; a full segment, 1500 octets, is lost
 *
 * hop  address     MTU   time
 *   1  10.1.0.2    1500  0.3 ms
 *   2  10.2.0.2    1500  1.1 ms
 *   3  10.3.0.2    1420  3.0 ms   behind hop 2, which does not say so
 *
 * path MTU 1420, hop 2 (10.2.0.2) is silent: black hole; use mtu: 1420
 * 61 packets in 0.8 s
 * </pre>
 */
record ProbeText(String host, ProbeResult result, Palette palette) {
    private static final double NS_PER_MS = 1e6;
    private static final double NS_PER_SECOND = 1e9;
    private static final int IPV6_LEAST_MTU = 1280;

    String render() {
        StringBuilder text = new StringBuilder();
        String address = AddressText.of(result.target().address());
        text.append(host.equals(address) ? host : host + " (" + address + ")")
                .append(", by an interface of MTU " + result.localMtu() + "\n\n");
        line(
                text,
                "small packets",
                result.smallPackets().stream().map(this::smallPackets).collect(Collectors.joining("; ")));
        result.method().ifPresent(method -> {
            if (result.pathMtu().isPresent()) {
                line(text, "largest", largest() + " (" + method.description() + ")");
                line(text, "told by ICMP", told());
            }
        });
        result.target().port().ifPresent(port -> line(text, "TCP " + port, tcp(result.tcp())));
        if (!result.hops().isEmpty()) {
            text.append('\n').append(hops());
        }
        verdict(text);
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "%-15s%s%n", name, value));
    }

    private String smallPackets(SmallPackets small) {
        if (!small.permitted()) {
            return small.method().description() + ": not permitted";
        }
        String time = small.roundTrip().isZero() ? "" : " in " + milliseconds(small.roundTrip());
        return small.method().description() + ": " + (small.answered() ? "answered" + time : "no answer");
    }

    private static String milliseconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f ms", time.toNanos() / NS_PER_MS);
    }

    private String largest() {
        int mtu = result.pathMtu().orElseThrow();
        if (result.bound().isPresent()) {
            return mtu + " octets pass, larger segments cannot be made";
        }
        return result.refused().isPresent()
                ? mtu + " octets pass, " + result.refused().getAsInt() + " do not"
                : mtu + " octets pass";
    }

    private String told() {
        boolean kernelKnows =
                result.bound().filter(bound -> bound.owner() == Owner.KERNEL).isPresent();
        if (kernelKnows) {
            return "perhaps: TCP does not say by whom";
        }
        return result.reports().isEmpty()
                ? "nothing"
                : result.reports().stream().map(this::report).collect(Collectors.joining("; "));
    }

    private String report(Report report) {
        String mtu = report.mtu() == 0 ? "too big, without an MTU" : "MTU " + report.mtu();
        return AddressText.of(report.from()) + ": " + mtu
                + (result.isTrue(report) ? "" : ", which is not that of the path");
    }

    private String tcp(Optional<TcpPath> answer) {
        if (answer.isEmpty()) {
            return "no answer";
        }
        TcpPath tcp = answer.get();
        if (!tcp.open()) {
            return "refused: nobody listens there";
        }
        String received =
                tcp.mssReceived().isPresent() ? tcp.mssReceived().getAsInt() + " received" : "as much or more received";
        String segment = "a full segment, " + tcp.packetOctets() + " octets, ";
        return "MSS " + tcp.mssOffered() + " offered, " + received + "; "
                + switch (tcp.segment()) {
                    case THROUGH -> segment + "gets through";
                    case REDUCED ->
                        segment + "went in smaller ones"
                                + (tcp.mtuAfter() < tcp.packetOctets() ? ", for a path MTU of " + tcp.mtuAfter() : "");
                    case LOST -> segment + "is lost";
                    case UNDECIDED -> segment + "is not acknowledged in time, and was sent too seldom to tell";
                    case RESET -> segment + "is answered by a reset, which says nothing of sizes";
                    case NONE -> "no segment was sent";
                };
    }

    private String hops() {
        int width = Math.max(
                "address".length(),
                result.hops().stream()
                        .mapToInt(hop -> address(hop).length())
                        .max()
                        .orElse(0));
        String row = "%3s  %-" + width + "s  %5s  %9s  %s";
        StringBuilder table = new StringBuilder();
        table.append(String.format(Locale.ROOT, row, "hop", "address", "MTU", "time", "")
                        .stripTrailing())
                .append('\n');
        for (Hop hop : result.hops()) {
            String mtu = hop.mtu().isPresent() ? Integer.toString(hop.mtu().getAsInt()) : "?";
            String time = hop.roundTrip().isZero() ? "" : milliseconds(hop.roundTrip());
            String drop = hop.drop().map(this::drop).orElse("");
            table.append(String.format(Locale.ROOT, row, hop.number(), address(hop), mtu, time, drop)
                            .stripTrailing())
                    .append('\n');
        }
        return table.toString();
    }

    private static String address(Hop hop) {
        return hop.address().map(AddressText::of).orElse("no answer");
    }

    private String drop(Drop drop) {
        String place = drop.behind() == 0 ? "on the first link" : "behind hop " + drop.behind();
        String between = drop.upTo() > drop.behind() ? " or up to " + drop.upTo() : "";
        return place
                + between
                + drop.said()
                        .map(report -> ", as " + AddressText.of(report.from()) + " says")
                        .orElse(", and nobody says so");
    }

    private void verdict(StringBuilder text) {
        text.append('\n')
                .append(palette.strong(new ProbeVerdict(result).sentence()))
                .append('\n');
        boolean tooNarrow = result.target().family() == Family.IPV6
                && result.pathMtu().isPresent()
                && result.pathMtu().getAsInt() < IPV6_LEAST_MTU
                && result.refused().isPresent();
        if (tooNarrow) {
            text.append("hint: IPv6 wants every link to carry " + IPV6_LEAST_MTU + " octets (RFC 8200 5)\n");
        }
        boolean mayNotPing = result.smallPackets().stream()
                .anyMatch(small -> small.method() == ProbeMethod.ICMP && !small.permitted());
        if (mayNotPing) {
            text.append("hint: to send ICMP echo be root, or let your group by sysctl net.ipv4.ping_group_range\n");
        }
        text.append(String.format(
                Locale.ROOT,
                "%d packets in %.1f s%n",
                result.packets(),
                result.time().toNanos() / NS_PER_SECOND));
    }
}
