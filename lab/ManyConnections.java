// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes a large pcap file of TCP connections over IPv4 on Ethernet, of whose packets only the headers were captured: each is a
 * handshake, a request, 16 full segments of an answer, an acknowledgment of every second, and the end; so many of them are under
 * way at a time, in turns. With {@code lost} nothing of the data is acknowledged: as much as can be stays open. The same each time.
 * Run by {@code java ManyConnections.java CONNECTIONS AT_A_TIME FILE [lost]}.
 */
class ManyConnections {
    private static final int SYN = 0x02;
    private static final int ACK = 0x10;
    private static final int FIN = 0x01;
    private static final int DATA_SEGMENTS = 16;
    private static final int FULL = 1460;
    private static final int REQUEST = 300;
    private static final int SNAP_OCTETS = 14 + 20 + 24;
    private static final int RECORD_OCTETS = 16 + SNAP_OCTETS;

    private final ByteBuffer records = ByteBuffer.allocateDirect(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer frame = ByteBuffer.allocate(SNAP_OCTETS);
    private final FileChannel file;
    private final boolean lost;
    private long packets;

    private ManyConnections(FileChannel file, boolean lost) {
        this.file = file;
        this.lost = lost;
    }

    public static void main(String[] args) throws IOException {
        int connections = Integer.parseInt(args[0]);
        int atATime = Integer.parseInt(args[1]);
        try (FileChannel file = FileChannel.open(
                Path.of(args[2]), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ManyConnections capture = new ManyConnections(file, args.length > 3 && args[3].equals("lost"));
            capture.records.putInt(0xA1B23C4D).putShort((short) 2).putShort((short) 4).putLong(0).putInt(262144).putInt(1);
            for (int first = 0; first < connections; first += atATime) {
                capture.writeRange(first, Math.min(first + atATime, connections));
            }
            capture.flush();
            System.out.println(capture.packets);
        }
    }

    /** Connections from one number to another, step by step. */
    private void writeRange(int from, int to) throws IOException {
        for (int step = 0; step < 6 + 2 * DATA_SEGMENTS; step++) {
            for (int connection = from; connection < to; connection++) {
                write(connection, step);
            }
        }
    }

    private void write(int connection, int step) throws IOException {
        int segment = (step - 4) / 2;
        switch (step) {
            case 0 -> client(connection, SYN, 0, 0, 0);
            case 1 -> server(connection, SYN | ACK, 0, 1, 0);
            case 2 -> client(connection, ACK, 1, 1, 0);
            case 3 -> client(connection, ACK, 1, 1, REQUEST);
            case 4 + 2 * DATA_SEGMENTS -> server(connection, ACK | FIN, 1 + DATA_SEGMENTS * FULL, 1 + REQUEST, 0);
            case 5 + 2 * DATA_SEGMENTS -> client(connection, ACK, 1 + REQUEST, 2 + DATA_SEGMENTS * FULL, 0);
            default -> {
                if (step % 2 == 0) {
                    server(connection, ACK, 1 + segment * FULL, lost ? 1 : 1 + REQUEST, FULL);
                } else if (lost) {
                    client(connection, ACK, 1 + REQUEST + segment * FULL, 1, FULL);
                } else if (segment % 2 == 1) {
                    client(connection, ACK, 1 + REQUEST, 1 + (segment + 1) * FULL, 0);
                }
            }
        }
    }

    private void client(int connection, int flags, int sequence, int acknowledgment, int octets) throws IOException {
        write(0x0A000000 | connection >>> 14, 0xC0000201, 10000 + (connection & 0x3FFF), 443, flags, sequence, acknowledgment, octets);
    }

    private void server(int connection, int flags, int sequence, int acknowledgment, int octets) throws IOException {
        write(0xC0000201, 0x0A000000 | connection >>> 14, 443, 10000 + (connection & 0x3FFF), flags, sequence, acknowledgment, octets);
    }

    private void write(int from, int to, int fromPort, int toPort, int flags, int sequence, int acknowledgment, int octets)
            throws IOException {
        boolean syn = (flags & SYN) != 0;
        int packetOctets = 20 + (syn ? 24 : 20) + octets;
        int captured = 14 + 20 + (syn ? 24 : 20);
        frame.clear().putLong(0).putInt(0).putShort((short) 0x0800);
        frame.putInt(0x4500_0000 | packetOctets).putInt(0x4000).putInt(0x4006_0000).putInt(from).putInt(to);
        frame.putShort((short) fromPort).putShort((short) toPort).putInt(sequence).putInt(acknowledgment);
        frame.putShort((short) ((syn ? 6 : 5) << 12 | flags)).putShort((short) 0xFFFF).putInt(0);
        if (syn) {
            frame.putInt(0x0204_0000 | FULL);
        }
        frame.flip();
        if (records.remaining() < RECORD_OCTETS) {
            flush();
        }
        records.putInt((int) (1_700_000_000 + packets / 1_000_000)).putInt((int) (packets % 1_000_000) * 1000);
        records.putInt(captured).putInt(14 + packetOctets).put(frame);
        packets++;
    }

    private void flush() throws IOException {
        file.write(records.flip());
        records.clear();
    }
}
