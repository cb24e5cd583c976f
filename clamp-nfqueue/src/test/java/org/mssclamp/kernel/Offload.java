// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import com.sun.jna.Memory;

/** What a device does for the kernel, as {@code ethtool -K} has it. */
public final class Offload {
    private static final int SIOCETHTOOL = 0x8946;
    private static final int ETHTOOL_STXCSUM = 0x17;
    private static final int IFREQ_OCTETS = 40;
    private static final int IFR_DATA = 16;

    private Offload() {}

    /** Has the kernel compute the checksums of what it sends, as is otherwise left to the device or never done. */
    public static void disableChecksums(Namespace namespace, String device) {
        namespace.call(() -> {
            int fd = Libc.socket(Libc.AF_INET, Libc.SOCK_DGRAM_CLOEXEC, 0);
            try (Memory value = new Memory(2L * Integer.BYTES);
                    Memory request = new Memory(IFREQ_OCTETS)) {
                value.setInt(0, ETHTOOL_STXCSUM);
                value.setInt(Integer.BYTES, 0);
                request.clear();
                request.setString(0, device);
                request.setPointer(IFR_DATA, value);
                return Libc.ioctl(fd, SIOCETHTOOL, request);
            } finally {
                Libc.close(fd);
            }
        });
    }
}
