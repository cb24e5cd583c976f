// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;

/** What goes to a client. For one thread; only {@link #isStalled} is for any. */
public final class ControlAnswer {
    private static final int BUFFER_CHARACTERS = 8192;
    private static final long NOT_WRITING = 0;

    private final WritableByteChannel channel;
    private final StringBuilder buffer = new StringBuilder();
    private volatile long writingSinceNs;

    ControlAnswer(WritableByteChannel channel) {
        this.channel = channel;
    }

    /** Sends a line, soon. */
    public void line(String text) throws IOException {
        text(text);
        text("\n");
    }

    /** Sends a text of any number of lines, soon. */
    public void text(String text) throws IOException {
        buffer.append(text);
        if (buffer.length() >= BUFFER_CHARACTERS) {
            flush();
        }
    }

    /** Sends what is yet to be sent, and returns when the kernel has it. */
    public void flush() throws IOException {
        ByteBuffer octets = ByteBuffer.wrap(buffer.toString().getBytes(StandardCharsets.UTF_8));
        buffer.setLength(0);
        while (octets.hasRemaining()) {
            long nowNs = System.nanoTime();
            writingSinceNs = nowNs == NOT_WRITING ? 1 : nowNs;
            channel.write(octets);
        }
        writingSinceNs = NOT_WRITING;
    }

    /** Whether the client has read nothing for so long, though there was something to read. */
    boolean isStalled(long nowNs, long limitNs) {
        long sinceNs = writingSinceNs;
        return sinceNs != NOT_WRITING && nowNs - sinceNs > limitNs;
    }
}
