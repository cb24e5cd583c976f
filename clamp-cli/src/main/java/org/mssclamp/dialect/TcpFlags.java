// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import org.mssclamp.rule.SynKind;

/** Which SYNs a condition on the octet of TCP flags is for; those have no flags but SYN and ACK. */
final class TcpFlags {
    private static final int SYN = 0x02;
    private static final int ACK = 0x10;
    private static final int ALL = 0x3F;
    private static final Map<String, Integer> NAMES = Map.ofEntries(
            Map.entry("fin", 0x01),
            Map.entry("syn", SYN),
            Map.entry("rst", 0x04),
            Map.entry("psh", 0x08),
            Map.entry("ack", ACK),
            Map.entry("urg", 0x20),
            Map.entry("ecn", 0x40),
            Map.entry("ece", 0x40),
            Map.entry("cwr", 0x80),
            Map.entry("all", ALL),
            Map.entry("none", 0));

    private TcpFlags() {}

    /** The bits of a name in lower case. */
    static int bits(String name) throws UntranslatableException {
        Integer bits = NAMES.get(name);
        if (bits == null) {
            throw new UntranslatableException(Shown.of(name) + " is no flag of TCP");
        }
        return bits;
    }

    /** The halves of the handshake whose flags satisfy the condition. */
    static Set<SynKind> kinds(IntPredicate condition) {
        Set<SynKind> kinds = EnumSet.noneOf(SynKind.class);
        if (condition.test(SYN)) {
            kinds.add(SynKind.SYN);
        }
        if (condition.test(SYN | ACK)) {
            kinds.add(SynKind.SYN_ACK);
        }
        return kinds;
    }

    /** The halves that a state of connection tracking has: a SYN begins one, a SYN-ACK belongs to one. */
    static Set<SynKind> kindsOfStates(Iterable<String> states, boolean negated) throws UntranslatableException {
        Set<SynKind> kinds = EnumSet.noneOf(SynKind.class);
        for (String state : states) {
            switch (state) {
                case "new" -> kinds.add(SynKind.SYN);
                case "established" -> kinds.add(SynKind.SYN_ACK);
                case "related", "invalid" -> {}
                default -> throw new UntranslatableException("the state " + Shown.of(state) + " of a connection");
            }
        }
        return negated ? EnumSet.complementOf(EnumSet.of(SynKind.BOTH, kinds.toArray(SynKind[]::new))) : kinds;
    }
}
