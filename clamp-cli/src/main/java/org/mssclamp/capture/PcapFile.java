// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.capture;

import java.io.EOFException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.mssclamp.capture.CaptureException.Reason;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.Pcaps;

/**
 * A file of pcap or pcapng, read by libpcap: all of its interfaces must be of one link type.
 *
 * <p>libpcap is loaded when the first file is opened.
 */
public final class PcapFile implements PacketSource {
    private static final String PREFIX_OF_ERRORS = "Error occurred in pcap_next_ex(): ";

    private final Path file;
    private final PcapHandle handle;
    private final LinkType linkType;
    private long frames;

    private PcapFile(Path file, PcapHandle handle) throws CaptureException {
        this.file = file;
        this.handle = handle;
        int number = handle.getDlt().value();
        linkType = LinkType.of(number)
                .orElseThrow(() -> CaptureException.unreadable(
                        file,
                        "its link type is " + number
                                + ", allowed those of Ethernet, Linux cooked, loopback and raw IP"));
    }

    /** Opens a file, which is to be closed. */
    public static PacketSource open(Path file) throws CaptureException {
        CaptureInput.refuseIfUnreadable(file);
        PcapHandle handle = handle(file);
        try {
            return new PcapFile(file, handle);
        } catch (CaptureException refused) {
            handle.close();
            throw refused;
        }
    }

    private static PcapHandle handle(Path file) throws CaptureException {
        try {
            // Absolute: libpcap takes "-" for standard input.
            return Pcaps.openOffline(file.toAbsolutePath().toString());
        } catch (PcapNativeException refused) {
            throw CaptureException.unreadable(file, message(refused));
        } catch (LinkageError missing) {
            throw new CaptureException(
                    Reason.LIBRARY,
                    "cannot load libpcap, which reads captures; install it: apt-get install libpcap0.8");
        }
    }

    @Override
    public Optional<CapturedPacket> next() throws CaptureException {
        try {
            byte[] frame = handle.getNextRawPacketEx();
            frames++;
            return Optional.of(new CapturedPacket(linkType, frame, handle.getOriginalLength()));
        } catch (EOFException end) {
            return Optional.empty();
        } catch (PcapNativeException refused) {
            throw unreadableRest(message(refused));
        } catch (IllegalArgumentException refused) {
            // pcap4j's word for microseconds or nanoseconds of a second or more.
            throw unreadableRest("the next packet has a time that there cannot be");
        } catch (TimeoutException | NotOpenException defect) {
            throw new IllegalStateException(defect);
        }
    }

    private static String message(PcapNativeException refused) {
        String message = String.valueOf(refused.getMessage());
        return message.startsWith(PREFIX_OF_ERRORS) ? message.substring(PREFIX_OF_ERRORS.length()) : message;
    }

    private CaptureException unreadableRest(String why) {
        return new CaptureException(Reason.FILE, file + ": cannot be read behind packet " + frames + ": " + why);
    }

    @Override
    public void close() {
        handle.close();
    }
}
