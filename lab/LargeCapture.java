// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/**
 * Writes a large pcap file of TCP over IPv4 on Ethernet: one packet in ten is a SYN, the others carry 0, 512 or 1360 octets,
 * about as often as on the Internet. The same each time. Run by {@code java LargeCapture.java PACKETS FILE}.
 */
class LargeCapture {
    private static final int DISTINCT = 4096;
    private static final int[] DATA_OCTETS = {0, 0, 0, 0, 0, 0, 512, 512, 512, 1360};
    private static final int HEADERS_OCTETS = 14 + 20 + 20;
    private static final byte[] SYN_OPTIONS = {2, 4, 5, (byte) 0xB4, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0, 1, 3, 3, 7};

    public static void main(String[] args) throws IOException {
        long packets = Long.parseLong(args[0]);
        ByteBuffer records = records();
        try (FileChannel file = FileChannel.open(
                Path.of(args[1]), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
            header.putInt(0xA1B23C4D).putShort((short) 2).putShort((short) 4).putLong(0).putInt(262144).putInt(1).flip();
            file.write(header);
            for (long written = 0; written < packets; written += DISTINCT) {
                file.write(records.rewind());
            }
        }
    }

    private static ByteBuffer records() {
        Random random = new Random(1);
        ByteBuffer records = ByteBuffer.allocateDirect(DISTINCT * 1500).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < DISTINCT; i++) {
            boolean syn = i % 10 == 0;
            int behind = syn ? SYN_OPTIONS.length : DATA_OCTETS[random.nextInt(DATA_OCTETS.length)];
            byte[] frame = frame(random, syn, behind);
            records.putInt(1_700_000_000).putInt(i).putInt(frame.length).putInt(frame.length).put(frame);
        }
        return records.flip();
    }

    private static byte[] frame(Random random, boolean syn, int behind) {
        byte[] octets = new byte[HEADERS_OCTETS + behind];
        random.nextBytes(octets);
        ByteBuffer frame = ByteBuffer.wrap(octets);
        frame.putShort(12, (short) 0x0800);
        frame.putInt(14, 0x4500_0000 | octets.length - 14);
        frame.putInt(18, random.nextInt(0x10000) << 16 | 0x4000);
        frame.putInt(22, 0x4006_0000);
        frame.putShort(46, (short) (syn ? 0xA002 : 0x5010));
        frame.putInt(50, 0);
        if (syn) {
            frame.position(HEADERS_OCTETS).put(SYN_OPTIONS);
        }
        frame.putShort(24, (short) sum(frame, 14, 34, 0));
        frame.putShort(50, (short) sum(frame, 34, octets.length, sumOf(frame, 26, 34) + 6 + octets.length - 34));
        return octets;
    }

    private static int sum(ByteBuffer frame, int from, int to, long begin) {
        long sum = begin + sumOf(frame, from, to);
        while (sum >>> 16 != 0) {
            sum = (sum & 0xFFFF) + (sum >>> 16);
        }
        return (int) ~sum;
    }

    private static long sumOf(ByteBuffer frame, int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i += 2) {
            sum += Short.toUnsignedInt(frame.getShort(i));
        }
        return sum;
    }
}
