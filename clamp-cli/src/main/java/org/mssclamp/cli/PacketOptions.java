// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.mssclamp.rule.Interface;
import org.mssclamp.rule.Prefix;
import picocli.CommandLine.Option;

/** The options that describe a packet. */
final class PacketOptions {
    private static final int CLIENT_PORT = 49152;
    private static final int SERVER_PORT = 443;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "ADDR",
            converter = Arguments.Address.class,
            description = "Source address.")
    @SuppressWarnings("NullAway.Init") // required
    private Prefix from;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "ADDR",
            converter = Arguments.Address.class,
            description = "Destination address, of the same family.")
    @SuppressWarnings("NullAway.Init") // required
    private Prefix to;

    @Option(
            names = "--in",
            paramLabel = "IF",
            converter = Arguments.InterfaceName.class,
            description = "Interface it comes in by.")
    private String in = Interface.NONE.name();

    @Option(
            names = "--out",
            paramLabel = "IF",
            converter = Arguments.InterfaceName.class,
            description = "Interface it leaves by.")
    private String out = Interface.NONE.name();

    @Option(
            names = "--sport",
            paramLabel = "N",
            converter = Arguments.Port.class,
            description = "Source port (default " + CLIENT_PORT + ", of a SYN-ACK " + SERVER_PORT + ").")
    private @Nullable Integer sourcePort;

    @Option(
            names = "--dport",
            paramLabel = "N",
            converter = Arguments.Port.class,
            description = "Destination port (default " + SERVER_PORT + ", of a SYN-ACK " + CLIENT_PORT + ").")
    private @Nullable Integer destinationPort;

    @Option(
            names = "--mss",
            paramLabel = "N|none",
            converter = Arguments.Mss.class,
            description = "MSS it announces (default 1460, over IPv6 1440).")
    private @Nullable OptionalInt mss;

    @Option(names = "--syn-ack", description = "The packet is the server's SYN-ACK.")
    private boolean synAck;

    @Option(
            names = "--mark",
            paramLabel = "N",
            converter = Arguments.Mark.class,
            description = "Packet mark (default 0).")
    private int mark;

    boolean mixesFamilies() {
        return from.family() != to.family();
    }

    Question question() {
        SampleSyn syn = new SampleSyn(
                from,
                to,
                sourcePort != null ? sourcePort : synAck ? SERVER_PORT : CLIENT_PORT,
                destinationPort != null ? destinationPort : synAck ? CLIENT_PORT : SERVER_PORT,
                mss != null ? mss : OptionalInt.of(SampleSyn.usualMss(from.family())),
                synAck);
        return new Question(syn, in, out, mark);
    }
}
