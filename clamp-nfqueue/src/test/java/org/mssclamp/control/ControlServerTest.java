// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mssclamp.socket.SocketRefusal;

@Timeout(60)
class ControlServerTest {
    private final CountDownLatch held = new CountDownLatch(1);
    private final Path path;
    private final ControlServer server;
    private final Thread thread;

    /** For tests alone. */
    private interface TestCommand extends ControlCommand {
        @Override
        default String description() {
            return "";
        }

        @Override
        default Permission permission() {
            return Permission.READ;
        }
    }

    /** Keeps its client until it is let go, and one at a time. */
    private final class Hold implements TestCommand {
        @Override
        public String verb() {
            return "hold";
        }

        @Override
        public int mostAtOnce() {
            return 1;
        }

        @Override
        public void answer(ControlRequest request, ControlAnswer answer) throws IOException, InterruptedException {
            answer.line("holding");
            answer.flush();
            held.await();
        }
    }

    /** Answers with more than any buffer of the kernel's takes. */
    private record Flood() implements TestCommand {
        static final int LINES = 1 << 20;

        @Override
        public String verb() {
            return "flood";
        }

        @Override
        public void answer(ControlRequest request, ControlAnswer answer) throws IOException {
            for (int i = 0; i < LINES; i++) {
                answer.line("0123456789");
            }
        }
    }

    /** Has a defect. */
    private record Fail() implements TestCommand {
        @Override
        public String verb() {
            return "fail";
        }

        @Override
        public void answer(ControlRequest request, ControlAnswer answer) {
            throw new IllegalStateException("a defect, thrown on purpose by a test");
        }
    }

    ControlServerTest(@TempDir Path directory) throws SocketRefusal {
        path = directory.resolve("control.sock");
        server = new ControlServer(List.of(
                new EchoCommand("look", Permission.READ),
                new EchoCommand("change", Permission.CHANGE),
                new Hold(),
                new Flood(),
                new Fail()));
        server.listen(Optional.of(ControlSocket.bind(path, "root")));
        thread = new Thread(server);
        thread.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        held.countDown();
        server.stop();
        thread.join();
        assertThat(Files.exists(path)).isFalse();
    }

    private static SocketChannel connect(Path path, String text) throws IOException {
        SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path));
        try {
            client.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException refused) {
            // It was one too many; why can be read.
        }
        return client;
    }

    private static String read(SocketChannel client, int mostOctets) throws IOException {
        ByteBuffer answer = ByteBuffer.allocate(mostOctets);
        while (answer.hasRemaining() && client.read(answer) >= 0) {}
        return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
    }

    private String ask(String text) throws IOException {
        try (SocketChannel client = connect(path, text)) {
            return read(client, 4096);
        }
    }

    @Test
    void answersALineAndEndsTheConnection() throws IOException {
        assertThat(ask("look here and there\n")).isEqualTo("look [here, and, there]\n");
        assertThat(ask("change\r\n")).isEqualTo("change []\n");
        assertThat(ask("look\nlook again\n")).as("the first line is all").isEqualTo("look []\n");
    }

    @Test
    void takesTheEndOfTheInputForTheEndOfALine() throws IOException {
        try (SocketChannel client = connect(path, "look")) {
            client.shutdownOutput();
            assertThat(read(client, 100)).isEqualTo("look []\n");
        }
    }

    @Test
    void namesTheCommandsToOneWhoKnowsNone() throws IOException {
        assertThat(ask("hlep\n"))
                .isEqualTo("error: 64 there is no command \"hlep\", but change, fail, flood, hold, look\n");
        assertThat(ask("\n")).isEqualTo("error: 64 the line is empty\n");
    }

    @Test
    void refusesALongLine() throws IOException {
        assertThat(ask("look " + "x".repeat(5000))).isEqualTo("error: 64 the line is longer than 1024 octets\n");
        assertThat(ask("look " + "x".repeat(1018) + "\n")).startsWith("look [xxx");
    }

    @Test
    void doesNotWaitForEverForALine() throws IOException {
        try (SocketChannel client = connect(path, "loo")) {
            assertThat(read(client, 100)).isEqualTo("error: 64 no line came within 5 seconds\n");
        }
    }

    @Test
    void servesOthersWhileOneDoesNotRead() throws IOException {
        try (SocketChannel slow = connect(path, "flood\n")) {
            assertThat(read(slow, 22)).isEqualTo("0123456789\n".repeat(2));
            for (int i = 0; i < 100; i++) {
                assertThat(ask("look\n")).isEqualTo("look []\n");
            }
        }
    }

    @Test
    void sendsALargeAnswerWhole() throws IOException {
        try (SocketChannel client = connect(path, "flood\n")) {
            assertThat(read(client, Flood.LINES * 11 + 1)).hasSize(Flood.LINES * 11);
        }
    }

    /** None of them reads its answer, which it has half a minute for. */
    private List<SocketChannel> asManyAsThereMayBe() throws IOException {
        List<SocketChannel> clients = new ArrayList<>();
        for (int i = 0; i < ControlServer.MOST_CONNECTIONS; i++) {
            SocketChannel client = connect(path, "flood\n");
            assertThat(read(client, 22)).isEqualTo("0123456789\n".repeat(2));
            clients.add(client);
        }
        return clients;
    }

    @Test
    void tellsOneTooManyThatItIs() throws IOException {
        List<SocketChannel> silent = asManyAsThereMayBe();
        assertThat(ask("look\n")).isEqualTo("error: 69 8 clients are connected already; try again later\n");
        for (SocketChannel client : silent) {
            client.close();
        }
        while (!ask("look\n").equals("look []\n")) {
            Thread.onSpinWait();
        }
    }

    @Test
    void resetsNoneThatStillSpeaksWhenItIsRefused() throws IOException {
        List<SocketChannel> clients = asManyAsThereMayBe();
        SocketChannel first = refused(clients);
        for (int i = 1; i < LeavingClients.MOST; i++) {
            refused(clients);
        }
        first.write(ByteBuffer.wrap("look\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(first.read(ByteBuffer.allocate(1)))
                .as("the end, not a reset")
                .isEqualTo(-1);
        assertLetGoOf(first, () -> refused(clients));
        SocketChannel talkative = refused(clients);
        assertLetGoOf(talkative, () -> talkative.write(ByteBuffer.allocate(100_000)));
        for (SocketChannel client : clients) {
            client.close();
        }
    }

    /** The server closes its end after that. */
    private static void assertLetGoOf(SocketChannel client, ThrowingCallable happening) {
        assertThatThrownBy(() -> {
                    happening.call();
                    while (true) {
                        client.write(ByteBuffer.wrap(new byte[] {'.'}));
                        Thread.sleep(1);
                    }
                })
                .isInstanceOf(IOException.class);
    }

    private SocketChannel refused(List<SocketChannel> clients) throws IOException {
        SocketChannel client = connect(path, "");
        clients.add(client);
        assertThat(read(client, 100)).startsWith("error: 69 8 clients ");
        return client;
    }

    @Test
    void tellsOneTooManyForACommandThatItIs() throws IOException {
        try (SocketChannel first = connect(path, "hold\n")) {
            assertThat(read(first, 8)).isEqualTo("holding\n");
            assertThat(ask("hold\n")).isEqualTo("error: 69 hold: 1 clients have it already; try again later\n");
            assertThat(ask("look\n")).isEqualTo("look []\n");
        }
    }

    @Test
    void survivesADefect() throws IOException {
        assertThat(ask("fail\n")).isEqualTo("error: 70 a defect in mssclampd; its log has more\n");
        assertThat(ask("look\n")).isEqualTo("look []\n");
    }

    @Test
    void movesAndLetsThoseFinishWhoAreConnected() throws IOException, SocketRefusal {
        Path elsewhere = path.resolveSibling("elsewhere.sock");
        try (SocketChannel client = connect(path, "hold\n")) {
            assertThat(read(client, 8)).isEqualTo("holding\n");
            server.listen(Optional.of(ControlSocket.bind(elsewhere, "root")));
            assertThat(Files.exists(path)).isFalse();
            try (SocketChannel other = connect(elsewhere, "look\n")) {
                assertThat(read(other, 100)).isEqualTo("look []\n");
            }
            held.countDown();
            assertThat(read(client, 1)).isEmpty();
        }
        server.listen(Optional.empty());
        assertThat(Files.exists(elsewhere)).isFalse();
    }
}
