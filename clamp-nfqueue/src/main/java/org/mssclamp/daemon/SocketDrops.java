// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How many messages each socket of nfnetlink had no room for, from {@code /proc/net/netlink}, which anyone may read. */
final class SocketDrops {
    static final ProcFile FILE = ProcFile.of("net/netlink");

    private static final String NETLINK_NETFILTER = "12";

    // sk Eth Pid Groups Rmem Wmem Dump Locks Drops Inode
    private static final int PROTOCOL = 1;
    private static final int PORT_ID = 2;
    private static final int DROPS = 8;

    private SocketDrops() {}

    /** By port ID; lines that are not as expected are left out. */
    static Map<Integer, Long> parse(List<String> lines) {
        Map<Integer, Long> drops = new HashMap<>();
        for (String line : lines) {
            String[] columns = line.strip().split("\\s+", -1);
            if (columns.length > DROPS && columns[PROTOCOL].equals(NETLINK_NETFILTER)) {
                read(columns, drops);
            }
        }
        return drops;
    }

    private static void read(String[] columns, Map<Integer, Long> drops) {
        try {
            drops.put(Integer.parseUnsignedInt(columns[PORT_ID]), Long.parseLong(columns[DROPS]));
        } catch (NumberFormatException unknown) {
            // A kernel that writes it otherwise; the ids of the packets tell all the same.
        }
    }
}
