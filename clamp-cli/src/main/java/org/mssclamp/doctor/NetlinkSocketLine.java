// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.List;
import java.util.Optional;

/**
 * A socket of nfnetlink: a line of {@code /proc/net/netlink}.
 *
 * @param drops messages it had no room for
 * @param inode by which processes name it
 */
record NetlinkSocketLine(int portId, long drops, long inode) {
    static final String FILE = "/proc/net/netlink";

    private static final String NETLINK_NETFILTER = "12";

    // sk Eth Pid Groups Rmem Wmem Dump Locks Drops Inode
    private static final int PROTOCOL = 1;
    private static final int PORT_ID = 2;
    private static final int DROPS = 8;
    private static final int INODE = 9;

    /** Those of the file; lines that are not as expected are left out. */
    static List<NetlinkSocketLine> parse(List<String> lines) {
        return lines.stream()
                .map(line -> line.strip().split("\\s+", -1))
                .flatMap(columns -> of(columns).stream())
                .toList();
    }

    private static Optional<NetlinkSocketLine> of(String... columns) {
        if (columns.length <= INODE || !columns[PROTOCOL].equals(NETLINK_NETFILTER)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new NetlinkSocketLine(
                    Integer.parseUnsignedInt(columns[PORT_ID]),
                    Long.parseLong(columns[DROPS]),
                    Long.parseLong(columns[INODE])));
        } catch (NumberFormatException unknown) {
            return Optional.empty();
        }
    }
}
