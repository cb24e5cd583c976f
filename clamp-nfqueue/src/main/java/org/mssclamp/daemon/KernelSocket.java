// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the kernel counts of one socket of nfnetlink: a line of {@code /proc/net/netlink}, which anyone may read.
 *
 * @param bufferedOctets what its receive buffer holds, by the kernel's accounting
 * @param drops messages for which that had no room
 */
record KernelSocket(long bufferedOctets, long drops) {
    static final ProcFile FILE = ProcFile.of("net/netlink");

    private static final String NETLINK_NETFILTER = "12";

    // sk Eth Pid Groups Rmem Wmem Dump Locks Drops Inode
    private static final int PROTOCOL = 1;
    private static final int PORT_ID = 2;
    private static final int RECEIVE_MEMORY = 4;
    private static final int DROPS = 8;

    /** Those of the file's text by port ID; lines that are not as expected are left out. */
    static Map<Integer, KernelSocket> parse(List<String> lines) {
        Map<Integer, KernelSocket> sockets = new HashMap<>();
        for (String line : lines) {
            String[] columns = ProcFile.columns(line);
            if (columns.length > DROPS && columns[PROTOCOL].equals(NETLINK_NETFILTER)) {
                read(columns, sockets);
            }
        }
        return sockets;
    }

    private static void read(String[] columns, Map<Integer, KernelSocket> sockets) {
        try {
            sockets.put(
                    Integer.parseUnsignedInt(columns[PORT_ID]),
                    new KernelSocket(Long.parseLong(columns[RECEIVE_MEMORY]), Long.parseLong(columns[DROPS])));
        } catch (NumberFormatException unknown) {
            // A kernel that writes it otherwise; the ids of the packets tell all the same.
        }
    }
}
