// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mssclamp.Seed;
import org.mssclamp.socket.SocketRefusal;

/** Whatever line a client sends, it gets one answer, and no command that it may not give. */
class ControlLineFuzzTest {
    private static final int LINES = 100_000;
    private static final List<String> WORDS =
            List.of("look", "change", "json", "dry-run", "\u0000", "\uD83D\uDE00", "");

    private final CommandList commands = new CommandList(
            List.of(new EchoCommand("look", Permission.READ), new EchoCommand("change", Permission.CHANGE)));

    @FuzzTest
    void readsAnyLine(byte[] line) {
        try {
            ControlRequest request = ControlRequest.parse(line);
            assertThat(request.verb()).isNotBlank();
            assertThat(request.arguments()).doesNotContain("json");
            ControlCommand command = commands.command(request, false);
            assertThat(command.permission()).isEqualTo(Permission.READ);
            assertThat(command.verb()).isEqualTo(request.verb());
        } catch (ControlException refused) {
            assertThat(refused.answer()).matches("error: (64|77) [\\p{Print}]+").hasSizeLessThan(200);
        }
    }

    @Test
    void readsLinesMadeOfWordsAndChance() {
        Random random = new Random(Seed.VALUE);
        for (int i = 0; i < LINES; i++) {
            byte[] octets = new byte[random.nextInt(12)];
            random.nextBytes(octets);
            String word = WORDS.get(random.nextInt(WORDS.size()));
            readsAnyLine(
                    (word + " " + new String(octets, StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.UTF_8));
            readsAnyLine(octets);
        }
    }

    @Test
    void answersAnyOctetsOnTheSocket(@TempDir Path directory) throws IOException, SocketRefusal {
        Random random = new Random(Seed.VALUE);
        Path path = directory.resolve("control.sock");
        ControlServer server = new ControlServer(List.of(new EchoCommand("look", Permission.READ)));
        server.listen(Optional.of(ControlSocket.bind(path, "root")));
        Thread thread = new Thread(server);
        thread.start();
        for (int i = 0; i < 200; i++) {
            byte[] octets = new byte[random.nextInt(3 * ControlRequest.MOST_OCTETS)];
            random.nextBytes(octets);
            assertThat(answer(path, octets))
                    .as(Seed.REPLAY)
                    .startsWith("error: ")
                    .endsWith("\n");
        }
        assertThat(answer(path, "look at it".getBytes(StandardCharsets.UTF_8))).isEqualTo("look [at, it]\n");
        server.stop();
        assertThat(Files.exists(path)).isFalse();
    }

    /** Sends all, ends its side, and reads until the end, or until the connection is reset. */
    private static String answer(Path path, byte[] octets) throws IOException {
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            client.write(ByteBuffer.wrap(octets.length == 0 ? new byte[] {'\n'} : octets));
            client.shutdownOutput();
            ByteBuffer answer = ByteBuffer.allocate(4096);
            while (client.read(answer) >= 0) {}
            return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
        }
    }
}
