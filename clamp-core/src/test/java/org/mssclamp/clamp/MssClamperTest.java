// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.clamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mssclamp.rule.RuleBuilder.rule;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mssclamp.packet.DecodeResult;
import org.mssclamp.packet.Family;
import org.mssclamp.packet.Octets;
import org.mssclamp.packet.SynBuilder;
import org.mssclamp.packet.SynPacket;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.PacketContext;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.Rule;
import org.mssclamp.rule.RuleBuilder;

class MssClamperTest {
    private static final int FRAGMENT = 44;
    private static final String MD5 = "1312" + "aa".repeat(16) + "0101";
    private static final String AO = "1d10 0101" + "aa".repeat(12);

    private final SynPacket syn = new SynPacket();
    private final PacketContext context = new PacketContext();
    private final MssClamper clamper = new MssClamper(Policy.DEFAULT, false, Paths.NONE);

    private ByteBuf decode(SynBuilder packet) {
        byte[] octets = packet.build();
        ByteBuf buffer = Octets.between(1, octets, 4);
        assertThat(syn.decode(buffer, 1, octets.length, octets.length)).isEqualTo(DecodeResult.SYN);
        return buffer;
    }

    private Outcome apply(MssClamper clamper, Rule rule) {
        return clamper.apply(rule, clamper.limit(rule.action(), syn, context), syn);
    }

    private void assertBecomes(SynBuilder expected, Outcome outcome, RuleBuilder rule, SynBuilder packet) {
        ByteBuf buffer = decode(packet);
        assertThat(apply(clamper, rule.build())).isEqualTo(outcome);
        assertThat(Octets.hex(buffer, 1, syn.length())).isEqualTo(Octets.hex(expected.build()));
        assertThat(Octets.isPoison(buffer, 0, 1)).isTrue();
        assertThat(Octets.isPoison(buffer, 1 + syn.length(), buffer.capacity() - 1 - syn.length()))
                .isTrue();
    }

    private void assertStays(Outcome outcome, RuleBuilder rule, SynBuilder packet) {
        assertBecomes(packet, outcome, rule, packet);
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 255, 256, 536, 1400, 65495})
    void neverRaisesAnyMss(int limit) {
        byte[] packet = SynBuilder.ipv4().mss(0).build();
        ByteBuf buffer = Octets.exactly(packet);
        for (int mss = 0; mss <= 0xFFFF; mss++) {
            buffer.setShort(42, mss);
            assertThat(syn.decode(buffer, 0, packet.length, packet.length)).isEqualTo(DecodeResult.SYN);
            assertThat(apply(clamper, rule("").setMss(limit).build()))
                    .isEqualTo(mss > limit ? Outcome.CLAMPED : Outcome.ALREADY_LOW);
            assertThat(buffer.getUnsignedShort(42)).isEqualTo(Math.min(mss, limit));
        }
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void lowersEachOptionAboveTheLimit(Family family) {
        assertBecomes(
                SynBuilder.of(family).mss(1000).mss(1400).option("01").mss(1400).option("010101"),
                Outcome.CLAMPED,
                rule(""),
                SynBuilder.of(family)
                        .mss(1000)
                        .mss(1460)
                        .option("01")
                        .mss(65535)
                        .option("010101"));
        assertStays(
                Outcome.ALREADY_LOW, rule(""), SynBuilder.of(family).mss(1400).mss(1399));
    }

    @Test
    void keepsDataAndOtherOptions() {
        assertBecomes(
                SynBuilder.ipv6()
                        .option("0402 080a 01020304 00000000")
                        .mss(1400)
                        .data(11),
                Outcome.CLAMPED,
                rule(""),
                SynBuilder.ipv6()
                        .option("0402 080a 01020304 00000000")
                        .mss(1440)
                        .data(11));
    }

    @Test
    void keepsAWrongChecksumWrong() {
        assertBecomes(
                SynBuilder.ipv4().option("01").mss(1400).option("010101").checksumError(0x1234),
                Outcome.CLAMPED,
                rule(""),
                SynBuilder.ipv4().option("01").mss(1460).option("010101").checksumError(0x1234));
    }

    @Test
    void clampsWhatFollowsAMalformedMssOptionThatReceiversPassOver() {
        assertBecomes(
                SynBuilder.ipv4().option("0206 05b4 0000 0101").mss(1400),
                Outcome.CLAMPED,
                rule(""),
                SynBuilder.ipv4().option("0206 05b4 0000 0101").mss(1460));
    }

    @Test
    void leavesAloneWhatReceiversDoNotRead() {
        assertStays(Outcome.NO_MSS, rule(""), SynBuilder.ipv4().option("00 010101 020405b4"));
        assertStays(Outcome.NO_MSS, rule(""), SynBuilder.ipv4().option("c801 0101 020405b4"));
        assertStays(Outcome.NO_MSS, rule(""), SynBuilder.ipv4().option("c828 0101 020405b4"));
    }

    @Test
    void leavesAPassedPacketAlone() {
        assertStays(
                Outcome.PASSED,
                rule("").action(new Action.Pass()).adds(),
                SynBuilder.ipv4().mss(65535));
        assertStays(Outcome.PASSED, rule("").action(new Action.Pass()).adds(), SynBuilder.ipv4());
    }

    @Test
    void writesNothingBelowTheFloor() {
        assertStays(
                Outcome.BELOW_FLOOR,
                rule("").action(new Action.Mtu(103)),
                SynBuilder.ipv4().mss(1460));
        assertStays(
                Outcome.BELOW_FLOOR,
                rule("").action(new Action.Mtu(123)),
                SynBuilder.ipv6().mss(1440));
        assertStays(Outcome.BELOW_FLOOR, rule("").setMss(0).adds(), SynBuilder.ipv4());
        assertBecomes(
                SynBuilder.ipv4().mss(64),
                Outcome.CLAMPED,
                rule("").action(new Action.Mtu(104)),
                SynBuilder.ipv4().mss(1460));
        assertBecomes(
                SynBuilder.ipv6().mss(64),
                Outcome.CLAMPED,
                rule("").action(new Action.Mtu(124)),
                SynBuilder.ipv6().mss(1440));
    }

    @Test
    void leavesTcpAoAloneUnlessAskedToClampIt() {
        SynBuilder signed = SynBuilder.ipv4().mss(1460).option(AO);
        assertStays(Outcome.TCP_AO, rule(""), signed);
        assertStays(Outcome.ALREADY_LOW, rule("").setMss(1460), signed);
        ByteBuf buffer = decode(signed);
        assertThat(apply(new MssClamper(new Policy(false, true), false, Paths.NONE), rule("").build()))
                .isEqualTo(Outcome.CLAMPED);
        assertThat(Octets.hex(buffer, 1, syn.length()))
                .isEqualTo(Octets.hex(SynBuilder.ipv4().mss(1400).option(AO).build()));
    }

    @Test
    void clampsTcpMd5WhichDoesNotSignOptions() {
        assertBecomes(
                SynBuilder.ipv4().mss(1400).option(MD5),
                Outcome.CLAMPED,
                rule(""),
                SynBuilder.ipv4().mss(1460).option(MD5));
    }

    @Test
    void touchesNoPacketItCannotGiveBackWhole() {
        byte[] packet = SynBuilder.ipv4().mss(1460).data(100).build();
        ByteBuf buffer = Octets.exactly(packet);
        syn.decode(buffer, 0, 60, packet.length);
        assertThat(apply(clamper, rule("").build())).isEqualTo(Outcome.TRUNCATED);
        assertThat(apply(clamper, rule("").observe().build())).isEqualTo(Outcome.TRUNCATED);
        assertThat(Octets.hex(buffer, 0, packet.length)).isEqualTo(Octets.hex(packet));
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void addsTheSmallerOfLimitAndDefault(Family family) {
        int assumed = family == Family.IPV4 ? 536 : 1220;
        assertBecomes(SynBuilder.of(family).mss(assumed), Outcome.ADDED, rule("").adds(), SynBuilder.of(family));
        assertBecomes(
                SynBuilder.of(family).mss(assumed - 1),
                Outcome.ADDED,
                rule("").setMss(assumed - 1).adds(),
                SynBuilder.of(family));
        assertBecomes(
                SynBuilder.of(family).mss(64),
                Outcome.ADDED,
                rule("").setMss(64).adds(),
                SynBuilder.of(family));
    }

    @Test
    void addsBeforeTheOtherOptions() {
        assertBecomes(
                SynBuilder.ipv4().mss(536).option("0402 0303 07 00 0101"),
                Outcome.ADDED,
                rule("").adds(),
                SynBuilder.ipv4().option("0402 0303 07 00 0101"));
        assertBecomes(
                SynBuilder.ipv6().mss(1220).option("01".repeat(36)),
                Outcome.ADDED,
                rule("").adds(),
                SynBuilder.ipv6().option("01".repeat(36)));
    }

    @Test
    void addsOnlyWhereAsked() {
        assertStays(Outcome.NO_MSS, rule(""), SynBuilder.ipv4());
    }

    @Test
    void doesNotAddBesideAnOptionThatIsThere() {
        assertStays(Outcome.ALREADY_LOW, rule("").adds(), SynBuilder.ipv4().mss(0));
    }

    @Test
    void doesNotAddToMalformedOptions() {
        for (String options : new String[] {
            "0203 05 01", "0206 05b4 0000 0101", "0200 05b4", "c800 0101", "c805 0101", "010101 02", "0101 0204"
        }) {
            assertStays(
                    Outcome.NOT_ADDED_MALFORMED,
                    rule("").adds(),
                    SynBuilder.ipv4().option(options));
        }
    }

    @Test
    void doesNotAddToASignedHeader() {
        assertStays(Outcome.NOT_ADDED_SIGNED, rule("").adds(), SynBuilder.ipv4().option(MD5));
        assertStays(Outcome.NOT_ADDED_SIGNED, rule("").adds(), SynBuilder.ipv6().option(AO));
    }

    @Test
    void doesNotAddToAFragment() {
        assertStays(
                Outcome.NOT_ADDED_FRAGMENT, rule("").adds(), SynBuilder.ipv4().fragmentField(0x2000));
        for (String fragment : new String[] {"00 00 0001 12345678", "00 00 0000 12345678"}) {
            assertStays(
                    Outcome.NOT_ADDED_FRAGMENT,
                    rule("").adds(),
                    SynBuilder.ipv6().extension(FRAGMENT, fragment));
        }
    }

    @Test
    void doesNotAddToASynWithData() {
        assertStays(Outcome.NOT_ADDED_DATA, rule("").adds(), SynBuilder.ipv4().data(1));
        assertStays(Outcome.NOT_ADDED_DATA, rule("").adds(), SynBuilder.ipv6().data(1200));
    }

    @Test
    void doesNotAddToAFullHeader() {
        assertStays(Outcome.NOT_ADDED_FULL, rule("").adds(), SynBuilder.ipv4().option("01".repeat(40)));
    }

    @Test
    void doesNotAddBeyondTheBuffer() {
        byte[] packet = SynBuilder.ipv4().build();
        for (int behind = 0; behind < 4; behind++) {
            ByteBuf buffer = Octets.between(0, packet, behind);
            syn.decode(buffer, 0, packet.length, packet.length);
            assertThat(apply(clamper, rule("").adds().build())).isEqualTo(Outcome.NOT_ADDED_FULL);
            assertThat(Octets.hex(buffer, 0, packet.length)).isEqualTo(Octets.hex(packet));
        }
    }

    @Test
    void touchesNothingWhenItObserves() {
        assertStays(Outcome.WOULD_CLAMP, rule("").observe(), SynBuilder.ipv4().mss(1460));
        assertStays(Outcome.WOULD_ADD, rule("").observe().adds(), SynBuilder.ipv6());
        assertStays(Outcome.ALREADY_LOW, rule("").observe(), SynBuilder.ipv4().mss(1400));
        assertStays(
                Outcome.TCP_AO, rule("").observe(), SynBuilder.ipv4().mss(1460).option(AO));
        assertStays(
                Outcome.NOT_ADDED_DATA,
                rule("").observe().adds(),
                SynBuilder.ipv4().data(1));
    }

    @Test
    void observesWhateverTheModeOfTheRuleIfAskedTo() {
        MssClamper observer = new MssClamper(Policy.DEFAULT, true, Paths.NONE);
        decode(SynBuilder.ipv4().mss(1460));
        assertThat(apply(observer, rule("").build())).isEqualTo(Outcome.WOULD_CLAMP);
        decode(SynBuilder.ipv4());
        assertThat(apply(observer, rule("").adds().build())).isEqualTo(Outcome.WOULD_ADD);
    }
}
