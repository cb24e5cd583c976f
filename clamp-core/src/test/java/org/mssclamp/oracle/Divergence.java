// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.oracle;

import static org.mssclamp.oracle.NaivePacket.u16;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A reason for which our octets are not the kernel's. */
public enum Divergence {
    ODD_OFFSET("MSS value at an odd offset: the kernel breaks the checksum"),
    REPEATED_MSS("several MSS options: the kernel lowers the first, we lower each"),
    END_OF_OPTIONS("MSS behind End of Option List: the kernel reads on, we do not"),
    MALFORMED_OPTIONS("MSS behind a malformed option: the kernel reads on, we do not"),
    TCP_AO_LEFT("signed with TCP-AO: the kernel breaks the signature, we leave the packet"),
    NOT_ADDED("no MSS, missing-mss: leave; the kernel adds one"),
    ADD_REFUSED_MALFORMED("no MSS, malformed options: the kernel adds one, we do not"),
    ADD_REFUSED_SIGNED("no MSS, signed with TCP-MD5 or TCP-AO: the kernel adds one, we do not"),
    ADD_REFUSED_FRAGMENT("no MSS, a fragment: the kernel adds one, we do not"),
    MALFORMED_HEADER_ACCEPTED("no whole TCP header: the kernel drops the packet, we accept it"),
    SECOND_OCTET_FRAGMENT_ACCEPTED("IPv4 fragment offset 1: the kernel's -m tcp drops it, we accept it"),
    EXTENSION_HEADERS_ACCEPTED(
            "IPv6 headers that cannot be walked: the kernel's -p tcp drops the packet, we accept it");

    private final String description;

    Divergence(String description) {
        this.description = description;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** One line for people. */
    public String description() {
        return description;
    }

    /** Why the kernel, clamping to the same limit, makes something else of a packet; empty if it does not. */
    public static Optional<Divergence> of(byte[] octets, ReferenceClamp ours) {
        Optional<byte[]> expected = ours.apply(octets);
        Optional<byte[]> kernel = new KernelClamp(ours.limit()).apply(octets);
        NaivePacket packet = NaivePacket.of(octets);
        if (kernel.isEmpty()) {
            return expected.isEmpty() ? Optional.empty() : Optional.of(ofDropped(packet));
        }
        // What we drop (malformed: drop), the kernel drops too.
        if (Arrays.equals(expected.orElseThrow(), kernel.get())) {
            return Optional.empty();
        }
        ReceivedOptions options = ReceivedOptions.of(packet);
        boolean kernelAdds = kernel.get().length > octets.length;
        return Optional.of(kernelAdds ? ofAdded(packet, options, ours) : ofLowered(packet, options, ours));
    }

    private static Divergence ofDropped(NaivePacket packet) {
        if (packet.version() == 4 && packet.fragmentOffset() == 8) {
            return SECOND_OCTET_FRAGMENT_ACCEPTED;
        }
        return packet.beginsTcp() ? MALFORMED_HEADER_ACCEPTED : EXTENSION_HEADERS_ACCEPTED;
    }

    private static Divergence ofAdded(NaivePacket packet, ReceivedOptions options, ReferenceClamp ours) {
        if (!ours.addsMissing()) {
            return NOT_ADDED;
        }
        if (options.isMalformed()) {
            return ADD_REFUSED_MALFORMED;
        }
        if (options.isSigned()) {
            return ADD_REFUSED_SIGNED;
        }
        if (packet.fragment()) {
            return ADD_REFUSED_FRAGMENT;
        }
        throw new AssertionError("the kernel adds an MSS and we do not, for no reason that has a name");
    }

    private static Divergence ofLowered(NaivePacket packet, ReceivedOptions options, ReferenceClamp ours) {
        if (!options.mssValues().contains(KernelClamp.firstMss(packet))) {
            return options.endsMalformed() ? MALFORMED_OPTIONS : END_OF_OPTIONS;
        }
        if (options.isSignedByAo() && !ours.clampsAo()) {
            return TCP_AO_LEFT;
        }
        boolean laterTooLarge =
                options.mssValues().stream().skip(1).anyMatch(value -> u16(packet.octets(), value) > ours.limit());
        return laterTooLarge ? REPEATED_MSS : ODD_OFFSET;
    }
}
