// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.mssclamp.packet.Octets;
import org.mssclamp.packet.SynBuilder;

/** The octets are those of a little-endian machine; addresses are in network order on any. */
class RouteRequestTest {
    private static final int BEFORE = 8;
    private static final int MOST_OCTETS = 128;

    private static final String PROTOCOL = "05001b00" + "06000000";
    private static final String NO_MARK = "08001000" + "00000000";

    private final RouteRequest request = new RouteRequest();

    private String asRouted(RouteQuery query) {
        return written(buffer -> request.write(buffer, BEFORE, 7, query));
    }

    private String asOwn(RouteQuery query) {
        return written(buffer -> request.writeAsOwn(buffer, BEFORE, 7, query));
    }

    private static String written(ToIntFunction<ByteBuf> writing) {
        ByteBuf buffer = Octets.between(BEFORE + MOST_OCTETS, new byte[0], 0);
        int length = writing.applyAsInt(buffer);
        assertThat(Octets.isPoison(buffer, 0, BEFORE)).isTrue();
        assertThat(Octets.isPoison(buffer, BEFORE + length, MOST_OCTETS - length))
                .isTrue();
        return Octets.hex(buffer, BEFORE, length);
    }

    @Test
    void asksForAnIpv4PacketAsItIsRouted() {
        assertThat(asRouted(new RoutedSyn(SynBuilder.ipv4(), 3, 4, 0).forward()))
                .isEqualTo("44000000" + "1a00" + "0100" + "07000000" + "00000000" // GETROUTE, REQUEST
                        + "02202000" + "00000000" + "00000000" // AF_INET, 32 bits of both, tos 0
                        + "08000100" + "c6336402" // DST 198.51.100.2
                        + "08000200" + "c0000201" // SRC 192.0.2.1
                        + "08000300" + "03000000" // IIF
                        + NO_MARK
                        + PROTOCOL);
    }

    @Test
    void asksForAnIpv6PacketAsItIsRouted() {
        assertThat(asRouted(new RoutedSyn(SynBuilder.ipv6(), 3, 4, 0).forward()))
                .isEqualTo("5c000000" + "1a00" + "0100" + "07000000" + "00000000"
                        + "0a808000" + "00000000" + "00000000" // AF_INET6, 128 bits of both
                        + "14000100" + "20010db8ffff00000000000000000002"
                        + "14000200" + "20010db8000000000000000000000001"
                        + "08000300" + "03000000"
                        + NO_MARK
                        + PROTOCOL);
    }

    @Test
    void asksForThePathBackFromWhereThePacketGoes() {
        assertThat(asRouted(new RoutedSyn(SynBuilder.ipv4(), 3, 4, 0).reverse()))
                .contains("08000100" + "c0000201" + "08000200" + "c6336402" + "08000300" + "04000000");
        assertThat(asRouted(new RoutedSyn(SynBuilder.ipv6(), 3, 4, 0).reverse()))
                .contains("14000100" + "20010db8000000000000000000000001" + "14000200"
                        + "20010db8ffff00000000000000000002" + "08000300" + "04000000");
    }

    @Test
    void asksWithoutInterfaceForWhatThisHostSends() {
        assertThat(asRouted(new RoutedSyn(SynBuilder.ipv4(), 0, 4, 0).forward()))
                .isEqualTo("3c000000" + "1a00" + "0100" + "07000000" + "00000000" + "02202000" + "00000000" + "00000000"
                        + "08000100" + "c6336402" + "08000200" + "c0000201" + NO_MARK + PROTOCOL);
    }

    @Test
    void asksAsOwnWithoutSourceByTheInterfaceItLeaves() {
        assertThat(asOwn(new RoutedSyn(SynBuilder.ipv4(), 3, 4, 0).forward()))
                .isEqualTo("3c000000" + "1a00" + "0100" + "07000000" + "00000000"
                        + "02200000" + "00000000" + "00000000" // no bits of source
                        + "08000100" + "c6336402"
                        + "08000400" + "04000000" // OIF
                        + NO_MARK
                        + PROTOCOL);
        assertThat(asOwn(new RoutedSyn(SynBuilder.ipv6(), 3, 4, 0).forward()))
                .isEqualTo("48000000" + "1a00" + "0100" + "07000000" + "00000000" + "0a800000" + "00000000" + "00000000"
                        + "14000100" + "20010db8ffff00000000000000000002" + "08000400" + "04000000" + NO_MARK
                        + PROTOCOL);
    }

    @Test
    void leavesTheInterfaceOfAnswersToTheirRoute() {
        assertThat(asOwn(new RoutedSyn(SynBuilder.ipv4(), 3, 4, 0).reverse()))
                .isEqualTo("34000000" + "1a00" + "0100" + "07000000" + "00000000" + "02200000" + "00000000" + "00000000"
                        + "08000100" + "c0000201" + NO_MARK + PROTOCOL);
    }

    @Test
    void tellsTheMarkInBothQuestions() {
        RouteQuery query = new RoutedSyn(SynBuilder.ipv4(), 3, 4, 0xDEADBEEF).forward();
        assertThat(asRouted(query)).endsWith("08001000" + "efbeadde" + PROTOCOL);
        assertThat(asOwn(query)).endsWith("08001000" + "efbeadde" + PROTOCOL);
    }

    @Test
    void tellsDscpWithoutEcn() {
        RouteQuery ipv4 = new RoutedSyn(SynBuilder.ipv4().trafficClass(0xBB)).forward();
        RouteQuery ipv6 = new RoutedSyn(SynBuilder.ipv6().trafficClass(0xBB)).reverse();
        assertThat(rtmsg(asRouted(ipv4))).isEqualTo("022020" + "b8" + "00000000" + "00000000");
        assertThat(rtmsg(asRouted(ipv6))).isEqualTo("0a8080" + "b8" + "00000000" + "00000000");
        assertThat(rtmsg(asOwn(ipv4))).isEqualTo("022000" + "b8" + "00000000" + "00000000");
    }

    private static String rtmsg(String message) {
        return message.substring(2 * 16, 2 * 28);
    }
}
