// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.mssclamp.daemon.ExitCode;
import org.mssclamp.daemon.StartException;

/**
 * Asks a running daemon, by a line on its control socket.
 *
 * @param socket where it listens
 * @param patience with a daemon that does not answer, or says nothing more
 */
record ControlClient(Path socket, Duration patience) {
    private static final int BUFFER_OCTETS = 16 << 10;
    private static final long CONNECT_PAUSE_NANOS = 20_000_000;

    /** Sends the line, and waits for the whole answer. */
    ControlReply ask(String line) throws StartException {
        try (PatientChannel answer = begin(line)) {
            return ControlReply.parse(readAll(answer));
        } catch (SocketTimeoutException silent) {
            throw silence();
        } catch (IOException refused) {
            throw unreachable(refused);
        }
    }

    /** Sends the line, and has the answer printed as it comes, however long that takes. */
    ControlReply follow(String line, ControlLines lines) throws StartException {
        try (PatientChannel answer = begin(line);
                BufferedReader reader = new BufferedReader(Channels.newReader(answer, StandardCharsets.UTF_8))) {
            return lines.print(reader);
        } catch (SocketTimeoutException silent) {
            throw silence();
        } catch (IOException refused) {
            throw unreachable(refused);
        }
    }

    private PatientChannel begin(String line) throws IOException, StartException {
        SocketChannel channel = connect();
        send(channel, line);
        return new PatientChannel(channel, patience);
    }

    /** Tries again where so many wait for a daemon that hangs that there is no room to wait. */
    private SocketChannel connect() throws IOException, StartException {
        long beganNs = System.nanoTime();
        while (true) {
            Optional<SocketChannel> channel = tryToConnect();
            if (channel.isPresent()) {
                return channel.get();
            }
            if (System.nanoTime() - beganNs >= patience.toNanos()) {
                throw silence();
            }
            LockSupport.parkNanos(CONNECT_PAUSE_NANOS);
        }
    }

    /** Empty if it cannot be just now. */
    private Optional<SocketChannel> tryToConnect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.configureBlocking(false);
            if (channel.connect(UnixDomainSocketAddress.of(socket))) {
                return Optional.of(channel);
            }
            channel.close();
        } catch (IOException refused) {
            channel.close();
            if (!isFull(refused)) {
                throw refused;
            }
        }
        return Optional.empty();
    }

    /** The JDK has no name for this. */
    private boolean isFull(IOException refused) {
        return refused.getClass() == SocketException.class && Files.exists(socket);
    }

    private static void send(SocketChannel channel, String line) {
        try {
            channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
        } catch (IOException closed) {
            // The daemon has said why.
        }
    }

    private static String readAll(PatientChannel answer) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_OCTETS);
        while (answer.read(buffer.clear()) >= 0) {
            octets.write(buffer.array(), 0, buffer.position());
        }
        return octets.toString(StandardCharsets.UTF_8);
    }

    private StartException silence() {
        return refusal(
                ExitCode.UNAVAILABLE,
                "the daemon at " + socket + " says nothing since " + patience.toSeconds() + " seconds",
                "it hangs, or has much to do; its log may say more");
    }

    private StartException unreachable(IOException refused) {
        if (Files.notExists(socket)) {
            return refusal(
                    ExitCode.UNAVAILABLE,
                    "no daemon can be reached: there is no socket " + socket,
                    "start mssclampd, or say by --socket where it listens");
        }
        if (refused instanceof ConnectException) {
            return refusal(
                    ExitCode.UNAVAILABLE,
                    "no daemon can be reached: nobody listens on " + socket,
                    "start mssclampd; the one that made the socket has ended");
        }
        if (refused instanceof BindException) {
            return refusal(
                    ExitCode.NO_PERMISSION,
                    "user " + System.getProperty("user.name") + " may not ask the daemon at " + socket,
                    "run it by sudo, or join the group of the socket");
        }
        return refusal(
                ExitCode.UNAVAILABLE,
                "no daemon can be reached at " + socket + ": " + refused.getMessage(),
                "say by --socket where it listens");
    }

    private static StartException refusal(ExitCode code, String why, String hint) {
        return new StartException(code, "mssclamp: " + why + "\nhint: " + hint);
    }
}
