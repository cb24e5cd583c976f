// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.packet;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.mssclamp.Seed;

class TcpOptionCursorTest {
    private final TcpOptionCursor cursor = new TcpOptionCursor();

    @Test
    void findsNothingInAHeaderWithoutOptions() {
        assertThat(walk("")).isEmpty();
        assertThat(cursor.endedMalformed()).isFalse();
    }

    @Test
    void findsEachOptionOfALinuxSyn() {
        List<String> options = walk(
                "0204 05b4" // MSS 1460
                        + "0402" // SACK permitted
                        + "080a 01020304 00000000" // timestamps
                        + "01" // no operation
                        + "0303 07"); // window scale
        assertThat(options).containsExactly("2/4@20", "4/2@24", "8/10@26", "3/3@37");
        assertThat(cursor.endedMalformed()).isFalse();
        assertThat(cursor.endedBeforeOctets()).isFalse();
    }

    @Test
    void passesNoOperationsOver() {
        assertThat(walk("01010101")).isEmpty();
        assertThat(cursor.endedMalformed()).isFalse();
        assertThat(cursor.endedBeforeOctets()).isFalse();
    }

    @Test
    void endsAtTheEndOfOptionList() {
        assertThat(walk("0402 00 01 020405b4")).containsExactly("4/2@20");
        assertThat(cursor.endedMalformed()).isFalse();
        assertThat(cursor.endedBeforeOctets()).isTrue();
    }

    @Test
    void takesZerosBehindTheEndForPadding() {
        assertThat(walk("0402 0000 00000000")).containsExactly("4/2@20");
        assertThat(cursor.endedBeforeOctets()).isFalse();
    }

    @Test
    void endsAtALengthBelowTwo() {
        assertMalformed("c800 0101 020405b4");
        assertMalformed("c801 0101 020405b4");
        assertMalformed("0200 05b4");
        assertMalformed("0201 05b4");
        assertMalformed("0402 0200 05b4 0101", "4/2@20");
    }

    @Test
    void endsAtALengthBeyondTheHeader() {
        assertMalformed("0205 05b4");
        assertMalformed("02ff 05b4");
        assertMalformed("c828 0101 020405b4");
        assertMalformed("0402 01 0306 0101 01", "4/2@20");
    }

    @Test
    void endsAtAnOptionCutByTheEnd() {
        assertMalformed("010101 02"); // a kind and no length
        assertMalformed("0101 0204"); // a length and no value
        assertMalformed("01 0204 05"); // half a value
    }

    private void assertMalformed(String options, String... found) {
        assertThat(walk(options)).containsExactly(found);
        assertThat(cursor.endedMalformed()).isTrue();
        assertThat(cursor.advance()).isFalse();
    }

    @Test
    void takesAnOptionThatFillsTheHeaderToItsLastOctet() {
        assertThat(walk("fe28" + "aa".repeat(38))).containsExactly("254/40@20");
        assertThat(cursor.endedMalformed()).isFalse();
    }

    @Test
    void findsTenMssOptionsAtMost() {
        assertThat(walk("020405b4".repeat(10))).hasSize(10);
    }

    @Test
    void forgetsTheHeaderBefore() {
        walk("0200 05b4");
        walk("020405b4");
        assertThat(cursor.endedMalformed()).isFalse();
    }

    @Test
    void agreesWithANaiveWalkOverAnyOctets() {
        SplittableRandom random = new SplittableRandom(Seed.VALUE);
        for (int round = 0; round < 100_000; round++) {
            byte[] options = new byte[4 * random.nextInt(11)];
            for (int i = 0; i < options.length; i++) {
                options[i] = (byte) (random.nextInt(4) == 0 ? random.nextInt(256) : random.nextInt(6));
            }
            List<String> expected = new ArrayList<>();
            boolean malformed = naiveWalk(options, expected);
            String hex = Octets.hex(options);
            assertThat(walk(hex)).as("%s, %s", hex, Seed.REPLAY).isEqualTo(expected);
            assertThat(cursor.endedMalformed()).as("%s, %s", hex, Seed.REPLAY).isEqualTo(malformed);
        }
    }

    private static boolean naiveWalk(byte[] options, List<String> found) {
        int i = 0;
        while (i < options.length && options[i] != 0) {
            if (options[i] == 1) {
                i++;
                continue;
            }
            int length = i + 1 < options.length ? options[i + 1] & 0xFF : 0;
            if (length < 2 || i + length > options.length) {
                return true;
            }
            found.add((options[i] & 0xFF) + "/" + length + "@" + (20 + i));
            i += length;
        }
        return false;
    }

    /** Each option as kind/length@offset. */
    private List<String> walk(String options) {
        byte[] octets = Octets.hex(options);
        ByteBuf buffer = Octets.exactly(Octets.hex("03e80fa0 01020304 00000000 0002faf0 00000000", options));
        buffer.setByte(12, (5 + octets.length / 4) << 4);
        TcpHeader tcp = new TcpHeader();
        assertThat(tcp.wrap(buffer, 0, buffer.capacity()) && tcp.holdsOptions(buffer.capacity()))
                .isTrue();
        cursor.wrap(tcp);
        List<String> found = new ArrayList<>();
        while (cursor.advance()) {
            found.add(cursor.kind() + "/" + cursor.length() + "@" + cursor.index());
        }
        return found;
    }
}
