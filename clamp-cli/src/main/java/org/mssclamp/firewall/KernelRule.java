// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.firewall;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.InterfacePattern;
import org.mssclamp.rule.MarkMask;
import org.mssclamp.rule.MssRange;
import org.mssclamp.rule.PortRange;
import org.mssclamp.rule.Prefix;
import org.mssclamp.rule.SynKind;

/**
 * One rule of the kernel's, for SYNs of one family, in a chain of ours.
 *
 * @param ask what a packet must satisfy
 * @param verdict what becomes of it then
 */
record KernelRule(String chain, Family family, Ask ask, Verdict verdict) {
    /**
     * Everything of which a rule of the kernel can ask for one; a list holds alternatives.
     *
     * @param notFrom none of these; each is asked for
     * @param notTo none of these; each is asked for
     */
    record Ask(
            @Nullable InterfacePattern in,
            @Nullable InterfacePattern out,
            @Nullable Prefix from,
            @Nullable Prefix to,
            List<Prefix> notFrom,
            List<Prefix> notTo,
            List<PortRange> sourcePorts,
            List<PortRange> destinationPorts,
            Optional<MarkMask> mark,
            Optional<MssRange> mss,
            SynKind flags) {
        static final Ask NOTHING = new Ask(
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                SynKind.BOTH);
    }

    /** What becomes of a packet. */
    sealed interface Verdict {}

    /** It goes to another chain, and not on behind that unless it returns. */
    record Go(String chain, boolean returns) implements Verdict {}

    /** It is done with. */
    record Leave() implements Verdict {}

    /** Its MSS is lowered to a limit where it is larger; added where it is missing, if asked for. */
    record Lower(int limit, boolean adds) implements Verdict {}

    /** Its MSS is lowered to what the path carries; added where it is missing, if asked for. */
    record LowerToPath(boolean adds) implements Verdict {}
}
