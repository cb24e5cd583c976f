// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the kernel counts of one queue: a line of {@code /proc/net/netfilter/nfnetlink_queue}, which only root may read.
 *
 * @param portId of the socket that has it
 * @param held packets that wait for their verdict
 * @param dropped packets dropped because the queue had reached its length; none that passed instead
 * @param unsent packets dropped because the receive buffer was full; none that passed instead
 * @param lastId of the last packet
 */
public record KernelQueue(int number, int portId, long held, long dropped, long unsent, int lastId) {
    /** Where the kernel shows them. */
    public static final String PATH = "/proc/net/netfilter/nfnetlink_queue";

    static final ProcFile FILE = new ProcFile(Path.of(PATH));

    private static final int COLUMNS = 8;

    /** Those of the file's text; lines that are not as expected are left out. */
    public static List<KernelQueue> parse(List<String> lines) {
        return lines.stream()
                .map(ProcFile::columns)
                .flatMap(columns -> of(columns).stream())
                .toList();
    }

    // queue_number peer_portid queue_total copy_mode copy_range queue_dropped queue_user_dropped id_sequence 1
    private static Optional<KernelQueue> of(String... columns) {
        if (columns.length < COLUMNS) {
            return Optional.empty();
        }
        try {
            int[] values = Arrays.stream(columns)
                    .limit(COLUMNS)
                    .mapToInt(Integer::parseUnsignedInt)
                    .toArray();
            return Optional.of(new KernelQueue(
                    values[0],
                    values[1],
                    Integer.toUnsignedLong(values[2]),
                    Integer.toUnsignedLong(values[5]),
                    Integer.toUnsignedLong(values[6]),
                    values[7]));
        } catch (NumberFormatException unknown) {
            return Optional.empty();
        }
    }
}
