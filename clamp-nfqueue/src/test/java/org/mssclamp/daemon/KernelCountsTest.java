// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is read from files of {@code /proc}, as kernel 6.18 writes them, and as it might. */
class KernelCountsTest {
    private static final List<String> NETLINK = """
            sk               Eth Pid        Groups   Rmem     Wmem     Dump  Locks    Drops    Inode
            0000000000000000 0   2031       00000000 0        0        0     2        3        9170102
            0000000000000000 12  2031       00000000 1664     0        0     2        1289     9170101
            0000000000000000 12  3512763029 00000000 0        0        0     2        7        9170100
            0000000000000000 12  0          00000000 0        0        0     2        0        42
            """.lines().toList();

    private static final List<String> QUEUES = """
                0   2031     2 2  9984    11    12     1294  1
              513 782204267     0 2  9984     0     0  4294967295  1
            """.lines().toList();

    @Test
    void socketsAreThoseForNetfilterByPortId() {
        assertThat(KernelSocket.parse(NETLINK))
                .containsOnlyKeys(2031, (int) 3512763029L, 0)
                .containsEntry(2031, new KernelSocket(1664, 1289))
                .containsEntry((int) 3512763029L, new KernelSocket(0, 7));
    }

    @Test
    void queuesHaveTheirCounts() {
        assertThat(KernelQueue.parse(QUEUES))
                .containsExactly(
                        new KernelQueue(0, 2031, 2, 11, 12, 1294), new KernelQueue(513, 782204267, 0, 0, 0, -1));
    }

    @Test
    void whatIsNotAsExpectedIsLeftOut() {
        List<String> odd = List.of(
                "",
                "   ",
                "a b c d e f g h i j",
                "x 12 y 0 0 0 0 0 z 0",
                "0 12 99999999999999999999 0 0 0 0 0 1 0",
                "1 2 3",
                "1 2 3 4 5 6 7 8888888888888888888 1",
                "-1 2 3 4 5 6 7 8 1");
        assertThat(KernelSocket.parse(odd)).isEmpty();
        assertThat(KernelQueue.parse(odd)).isEmpty();
    }

    @Test
    void aFileThatIsNotThereHasNoLines() {
        assertThat(new ProcFile(Path.of("/no/such/file")).lines()).isEmpty();
        assertThat(ProcFile.of("self/net/netlink").lines()).isNotEmpty();
    }
}
