// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.control;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.List;
import java.util.Optional;
import org.mssclamp.socket.SocketRefusal;

/** Sends lines of our own by a socket that nobody else finds, so that an archive of classes has those that are needed for it. */
public final class ControlRehearsal {
    private ControlRehearsal() {}

    /** Asks each of these lines; takes some tens of milliseconds. */
    public static void run(List<ControlCommand> commands, List<String> lines)
            throws IOException, SocketRefusal, InterruptedException {
        Path directory = Files.createTempDirectory("mssclampd");
        try {
            String ownGroup = Files.readAttributes(directory, PosixFileAttributes.class)
                    .group()
                    .getName();
            ControlServer server = new ControlServer(commands);
            Thread thread = new Thread(server, "control");
            thread.start();
            try {
                Path path = directory.resolve("control.sock");
                server.listen(Optional.of(ControlSocket.bind(path, ownGroup)));
                for (String line : lines) {
                    ask(path, line);
                }
            } finally {
                server.stop();
                thread.join();
            }
        } finally {
            Files.delete(directory);
        }
    }

    private static void ask(Path path, String line) throws IOException {
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            client.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
            ByteBuffer answer = ByteBuffer.allocate(ControlRequest.MOST_OCTETS);
            while (client.read(answer.clear()) >= 0) {}
        }
    }
}
