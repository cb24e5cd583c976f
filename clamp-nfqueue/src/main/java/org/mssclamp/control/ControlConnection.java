// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client, from its line to the end of its answer. {@link #run} is for a thread of its own, {@link #cutIfOverdue} for any. */
final class ControlConnection implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlConnection.class);

    static final long LINE_NANOS = TimeUnit.SECONDS.toNanos(5);
    static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** Of what a client sent that nobody wants: unread, it would make the kernel reset the connection. */
    static final int MOST_REFUSE = 64 << 10;

    private final SocketChannel channel;
    private final boolean mayChange;
    private final CommandList commands;
    private final Consumer<ControlConnection> atEnd;
    private final ControlAnswer answer;
    private volatile boolean reading = true;
    private volatile long deadlineNs = System.nanoTime() + LINE_NANOS;

    /**
     * Takes over the channel.
     *
     * @param mayChange whether the client may do more than read
     * @param atEnd told by the thread of {@link #run} at its end
     */
    ControlConnection(
            SocketChannel channel, boolean mayChange, CommandList commands, Consumer<ControlConnection> atEnd) {
        this.channel = channel;
        this.mayChange = mayChange;
        this.commands = commands;
        this.atEnd = atEnd;
        answer = new ControlAnswer(channel);
    }

    @Override
    public void run() {
        try (channel) {
            Optional<byte[]> line = readLine();
            if (line.isPresent()) {
                answer(line.get());
                finish();
            }
        } catch (IOException clientIsGone) {
            // Or it was cut off: then there is nobody to tell.
        } finally {
            atEnd.accept(this);
        }
    }

    /** Up to its end, or what there is of it; empty if the client left without a word. */
    private Optional<byte[]> readLine() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(ControlRequest.MOST_OCTETS);
        boolean open = true;
        while (open && buffer.hasRemaining() && !endsLine(buffer)) {
            open = channel.read(buffer) >= 0;
        }
        if (!open && buffer.position() == 0 && !isOverdue(System.nanoTime())) {
            return Optional.empty();
        }
        return Optional.of(Arrays.copyOf(buffer.array(), buffer.position()));
    }

    private static boolean endsLine(ByteBuffer buffer) {
        for (int i = 0; i < buffer.position(); i++) {
            if (buffer.get(i) == '\n') {
                return true;
            }
        }
        return false;
    }

    private void answer(byte[] octets) throws IOException {
        try {
            ControlRequest request = ControlRequest.parse(line(octets));
            ControlCommand command = commands.command(request, mayChange);
            deadlineNs = System.nanoTime() + command.limit().toNanos();
            reading = false;
            commands.begin(command);
            try {
                command.answer(request, answer);
            } finally {
                commands.end(command);
            }
        } catch (ControlException refused) {
            answer.line(refused.answer());
        } catch (InterruptedException | RuntimeException | LinkageError | StackOverflowError defect) {
            LOG.error("this is a defect in mssclampd; please report it", defect);
            answer.line(new ControlException(RefusalCode.SOFTWARE, "a defect in mssclampd; its log has more").answer());
        }
        deadlineNs = System.nanoTime() + STALL_NANOS;
        reading = false;
        answer.flush();
    }

    /** The octets before the end of the line; throws if that is not there though it should be. */
    private byte[] line(byte[] octets) throws ControlException {
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == '\n') {
                return Arrays.copyOf(octets, i);
            }
        }
        if (octets.length == ControlRequest.MOST_OCTETS) {
            throw new ControlException(
                    RefusalCode.USAGE, "the line is longer than " + ControlRequest.MOST_OCTETS + " octets");
        }
        if (isOverdue(System.nanoTime())) {
            throw new ControlException(
                    RefusalCode.USAGE,
                    "no line came within " + TimeUnit.NANOSECONDS.toSeconds(LINE_NANOS) + " seconds");
        }
        // The client has ended its side instead.
        return octets;
    }

    private void finish() throws IOException {
        channel.shutdownOutput();
        channel.configureBlocking(false);
        ByteBuffer refuse = ByteBuffer.allocate(ControlRequest.MOST_OCTETS);
        for (int octets = 0; octets < MOST_REFUSE && channel.read(refuse.clear()) > 0; ) {
            octets += refuse.position();
        }
    }

    private boolean isOverdue(long nowNs) {
        return nowNs - deadlineNs >= 0;
    }

    /** Whether the client may do more than read. */
    boolean mayChange() {
        return mayChange;
    }

    /** Ends the wait for a line that does not come, or the connection of a client that does not read. */
    void cutIfOverdue(long nowNs) {
        try {
            if (reading && isOverdue(nowNs)) {
                // The reader finds the end of the input, and can tell the client why.
                channel.shutdownInput();
            } else if (isOverdue(nowNs) || answer.isStalled(nowNs, STALL_NANOS)) {
                channel.close();
            }
        } catch (IOException closed) {
            // It has ended by itself.
        }
    }

    /** Ends it, whatever it is at. */
    void cut() {
        try {
            channel.close();
        } catch (IOException closed) {
            // It has ended by itself.
        }
    }
}
