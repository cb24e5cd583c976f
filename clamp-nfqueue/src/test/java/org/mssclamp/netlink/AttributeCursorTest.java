// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The octets are those of a little-endian machine. */
class AttributeCursorTest {
    private final AttributeCursor cursor = new AttributeCursor();

    private record Attribute(int type, String value, int statedLength) {}

    private List<Attribute> attributes(String hex) {
        return attributes(hex, hex.length() / 2);
    }

    private List<Attribute> attributes(String hex, int length) {
        ByteBuf buffer = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump("a5a5a5" + hex));
        cursor.wrap(buffer, 3, 3 + length);
        List<Attribute> attributes = new ArrayList<>();
        while (cursor.advance()) {
            String value = ByteBufUtil.hexDump(buffer, cursor.valueIndex(), cursor.length());
            attributes.add(new Attribute(cursor.type(), value, cursor.statedLength()));
        }
        return attributes;
    }

    @Test
    void findsNothingInNothing() {
        assertThat(attributes("")).isEmpty();
        assertThat(attributes("040001")).isEmpty();
    }

    @Test
    void walksAttributesOfEveryPadding() {
        assertThat(attributes("04000100" + "05000200aaffffff" + "06000300aabbffff" + "07000400aabbccff"
                        + "08000500aabbccdd" + "09000600aabbccddee"))
                .containsExactly(
                        new Attribute(1, "", 0),
                        new Attribute(2, "aa", 1),
                        new Attribute(3, "aabb", 2),
                        new Attribute(4, "aabbcc", 3),
                        new Attribute(5, "aabbccdd", 4),
                        new Attribute(6, "aabbccddee", 5));
    }

    @Test
    void endsAtALengthBelowItsOwnHeader() {
        for (String length : List.of("0000", "0100", "0200", "0300")) {
            assertThat(attributes("04000100" + length + "0200" + "04000300")).containsExactly(new Attribute(1, "", 0));
        }
    }

    @Test
    void givesWhatIsThereOfAnAttributeCutShort() {
        assertThat(attributes("ffff0a00" + "aabbcc")).containsExactly(new Attribute(10, "aabbcc", 0xFFFB));
        assertThat(attributes("08000a00" + "aabbccdd", 4)).containsExactly(new Attribute(10, "", 4));
        assertThat(attributes("08000a00" + "aabbccdd", 7)).containsExactly(new Attribute(10, "aabbcc", 4));
    }

    @Test
    void needsNoPaddingBehindTheLast() {
        assertThat(attributes("05000100aa")).containsExactly(new Attribute(1, "aa", 1));
    }

    @Test
    void leavesTheFlagsOutOfTheType() {
        assertThat(attributes("04000b80" + "04000c40" + "0400ffff"))
                .extracting(Attribute::type)
                .containsExactly(11, 12, 0x3FFF);
    }
}
