// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;
import org.mssclamp.Seed;
import org.mssclamp.channel.FakeEntry;
import org.mssclamp.channel.FakePacket;
import org.mssclamp.netlink.NetlinkMessage;
import org.mssclamp.oracle.Dice;
import org.mssclamp.rule.MarkMask;

/** Whatever lies in a slot, nothing outside the message is read, and the worker goes on. */
class QueueMessageFuzzTest {
    private static final int MUTATIONS = 100_000;
    private static final int MUTATIONS_FOR_THE_WORKER = 1_000;

    /** Message 0x0300 with header, interfaces, mark, capture length, checksum state and a SYN. */
    private static final byte[] MESSAGE = HexFormat.of()
            .parseHex("80000000000300000000000000000000" + "02000005" + "0b000100" + "00000001" + "080002" + "00"
                    + "08000500" + "00000001" + "08000600" + "00000002" + "08000300" + "00000007"
                    + "08000d00" + "0000002c" + "08000e00" + "00000001" + "30000a00"
                    + HexFormat.of().formatHex(ServedQueue.ipv4Syn()));

    /** An error for a verdict. */
    private static final byte[] ERROR = HexFormat.of()
            .parseHex("24000000020000010100000000000000" + "feffffff" + "20000000010301000100000000000000");

    @AutoClose
    private final ServedQueue queue = new ServedQueue(Optional.of(new MarkMask(1, 1)));

    private final NetlinkMessage message = new NetlinkMessage();
    private final QueuedPacket packet = new QueuedPacket();

    QueueMessageFuzzTest() throws BindException {
        queue.worker.bind();
    }

    /** A message that names a packet. */
    static byte[] message() {
        return MESSAGE.clone();
    }

    /** A message that says what became of a verdict. */
    static byte[] error() {
        return ERROR.clone();
    }

    static List<byte[]> messages() {
        return List.of(message(), error());
    }

    @MethodSource("messages")
    @FuzzTest
    void readsNothingOutsideTheMessage(byte[] octets) {
        // A buffer that ends with the message: what reads behind it throws.
        ByteBuf buffer = Unpooled.wrappedBuffer(octets);
        if (!message.wrap(buffer, 0, octets.length)) {
            return;
        }
        assertThat(message.end()).isBetween(NetlinkMessage.HEADER_OCTETS, octets.length);
        if (message.isWholeError()) {
            assertThat(message.answeredType()).isBetween(0, 0xFFFF);
        }
        if (!packet.wrap(buffer, 0, message.end())) {
            return;
        }
        assertThat(packet.payloadIndex()).isBetween(NetlinkMessage.HEADER_OCTETS, message.end());
        assertThat(packet.payloadLength()).isBetween(0, message.end() - packet.payloadIndex());
        assertThat(packet.wireLength()).isGreaterThanOrEqualTo(packet.payloadLength());
    }

    @MethodSource("messages")
    @FuzzTest
    void goesOnAfterAnyMessage(byte[] octets) {
        queue.kernel.deliver(octets);
        FakeEntry next = queue.serve(FakePacket.of(ServedQueue.ipv4Syn()));
        assertThat(next.verdicts()).isNotEmpty();
        FakeEntry nextButOne = queue.serve(FakePacket.of(ServedQueue.ipv4Syn()));
        assertThat(nextButOne.verdict().payload()).isPresent();
    }

    @Test
    void standsMutatedMessages() {
        Dice dice = new Dice(Seed.VALUE);
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] octets = mutated(dice);
            try {
                readsNothingOutsideTheMessage(octets);
                if (i < MUTATIONS_FOR_THE_WORKER) {
                    goesOnAfterAnyMessage(octets);
                }
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(Seed.REPLAY + ": " + HexFormat.of().formatHex(octets), e);
            }
        }
    }

    private static byte[] mutated(Dice dice) {
        if (dice.oneIn(10)) {
            return dice.octets(dice.below(100));
        }
        byte[] octets = dice.oneIn(8) ? ERROR.clone() : MESSAGE.clone();
        for (int i = dice.below(4); i >= 0; i--) {
            octets[dice.below(octets.length)] = (byte) dice.oneOf(0, 1, 4, 0x7F, 0x80, 0xFF, dice.below(256));
        }
        return dice.oneIn(3) ? Arrays.copyOf(octets, dice.below(octets.length + 1)) : octets;
    }
}
