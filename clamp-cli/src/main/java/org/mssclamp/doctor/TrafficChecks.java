// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

/** What the kernel's counters say of packets that were too big. */
final class TrafficChecks {
    private static final double FIVE_IN_A_HUNDRED = 0.05;
    /** The kernel counts one of IPv6 as Ip6InTooBigErrors, too: ip6_forward in net/ipv6/ip6_output.c. */
    private static final String[] TOO_BIG = {"IpFragFails", "Ip6FragFails"};

    private static final String[] FORWARDED = {"IpForwDatagrams", "Ip6OutForwDatagrams"};
    private static final Cure SHOW_TOO_BIG =
            Cures.advice("see where they go, and lower the MSS there: tcpdump -ni any -c 10"
                    + " 'icmp[0:2] = 0x0304 or icmp6[0] = 2'");

    private TrafficChecks() {}

    /** Few packets were too big for the way on. */
    static Finding fragmentation(Facts facts) throws UnseenException {
        ProtocolCounters now = facts.now().counters();
        if (facts.before().isPresent()) {
            long more = now.sum(TOO_BIG) - facts.before().get().counters().sum(TOO_BIG);
            return more > 0
                    ? Finding.warn(rate(more, facts) + " were too big for the way on", SHOW_TOO_BIG)
                    : Finding.ok("no packet was too big for the way on in the sample");
        }
        Ratio tooBig = Ratio.of(now.sum(TOO_BIG), now.sum(FORWARDED) + now.sum(TOO_BIG));
        String text = tooBig + " packets to forward were too big for the way on";
        return tooBig.isAbove(Ratio.ONE_IN_A_THOUSAND) ? Finding.warn(text, SHOW_TOO_BIG) : Finding.ok(text);
    }

    /** Few segments of connections of this machine itself were sent again. */
    static Finding retransmission(Facts facts) throws UnseenException {
        Ratio again = retransmitted(facts);
        String text = again + " segments of connections of this machine itself were sent again"
                + (facts.seconds() == 0 ? "" : " in the sample");
        return again.isAbove(FIVE_IN_A_HUNDRED)
                ? Finding.warn(text, Cures.advice("see which: ss -ntoi"))
                : Finding.ok(text);
    }

    private static Ratio retransmitted(Facts facts) throws UnseenException {
        ProtocolCounters now = facts.now().counters();
        long again = now.sum("TcpRetransSegs");
        long sent = now.sum("TcpOutSegs") + again;
        if (facts.before().isEmpty()) {
            return Ratio.of(again, sent);
        }
        ProtocolCounters before = facts.before().get().counters();
        long againBefore = before.sum("TcpRetransSegs");
        return Ratio.of(again - againBefore, sent - before.sum("TcpOutSegs") - againBefore);
    }

    private static String rate(long count, Facts facts) {
        return String.format("%.1f packets a second", (double) count / facts.seconds());
    }
}
