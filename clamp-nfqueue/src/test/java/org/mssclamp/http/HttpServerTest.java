// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mssclamp.socket.SocketFile;
import org.mssclamp.socket.SocketPlace;
import org.mssclamp.socket.SocketRefusal;

/** What clients get on a port or a socket, those that want no good among them. */
@Timeout(60)
class HttpServerTest {
    /** More than the kernel takes from us at once. */
    private static final String LARGE = "0123456789abcdef".repeat(1 << 20);

    private final Path path;
    private final HttpPages pages = new HttpPages(
            Map.of(
                    "/small", query -> HttpAnswer.ok("text/plain", "text\n").with("X-More", "more"),
                    "/large", query -> HttpAnswer.ok("text/plain", LARGE),
                    "/defect", query -> fail()),
            Set.of());
    private final List<AutoCloseable> open = new ArrayList<>();

    private enum Way {
        PORT,
        SOCKET
    }

    HttpServerTest(@TempDir Path directory) {
        path = directory.resolve("http.sock");
    }

    private static HttpAnswer fail() {
        throw new IllegalStateException("a defect, thrown on purpose by a test");
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    private SocketAddress serve(Way way) throws IOException, SocketRefusal {
        InetSocketAddress port = freePort();
        HttpServer server = way == Way.PORT
                ? HttpServer.onPort(port, pages)
                : HttpServer.onSocket(SocketFile.bind(new SocketPlace(path, "socket", "a setting"), made -> {}), pages);
        open.add(server);
        server.begin();
        return way == Way.PORT ? port : UnixDomainSocketAddress.of(path);
    }

    private static InetSocketAddress freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
        }
    }

    private record Answer(String head, String body) {
        int status() {
            return Integer.parseInt(head.split(" ", -1)[1]);
        }
    }

    private SocketChannel connect(SocketAddress address, String octets) throws IOException {
        SocketChannel channel = SocketChannel.open(address);
        open.add(channel);
        channel.write(ByteBuffer.wrap(octets.getBytes(ISO_8859_1)));
        return channel;
    }

    private Answer ask(SocketAddress address, String request) throws IOException {
        try (SocketChannel channel = connect(address, request)) {
            String text = new String(Channels.newInputStream(channel).readAllBytes(), ISO_8859_1);
            int end = text.indexOf("\r\n\r\n");
            assertThat(end).as(text).isPositive();
            return new Answer(text.substring(0, end), text.substring(end + 4));
        }
    }

    private static String request(String line, String fields) {
        return line + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
    }

    private int status(SocketAddress address, String line) throws IOException {
        return ask(address, request(line, "")).status();
    }

    @ParameterizedTest
    @EnumSource
    void answersOnceAndEndsTheConnection(Way way) throws IOException, SocketRefusal {
        SocketAddress address = serve(way);

        Answer answer = ask(address, request("GET /small?and=more", "") + request("GET /large", ""));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.head().lines())
                .contains(
                        "Content-Type: text/plain",
                        "Content-Length: 5",
                        "X-More: more",
                        "X-Content-Type-Options: nosniff",
                        "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self';"
                                + " connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none';"
                                + " frame-ancestors 'none'",
                        "Referrer-Policy: no-referrer",
                        "Cross-Origin-Opener-Policy: same-origin",
                        "Cross-Origin-Embedder-Policy: require-corp",
                        "Cross-Origin-Resource-Policy: same-origin",
                        "Connection: close");
        assertThat(answer.body()).isEqualTo("text\n");
    }

    @ParameterizedTest
    @EnumSource
    void sendsALargeAnswerWhole(Way way) throws IOException, SocketRefusal {
        assertThat(ask(serve(way), request("GET /large", "")).body()).isEqualTo(LARGE);
    }

    @ParameterizedTest
    @EnumSource
    void answersHeadWithoutABody(Way way) throws IOException, SocketRefusal {
        SocketAddress address = serve(way);

        Answer answer = ask(address, request("HEAD /small", ""));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.head()).contains("Content-Length: 5");
        assertThat(answer.body()).isEmpty();
        assertThat(ask(address, request("HEAD /other", "")).body()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void refusesAllElse(Way way) throws IOException, SocketRefusal {
        SocketAddress address = serve(way);

        assertThat(status(address, "GET /")).isEqualTo(404);
        assertThat(status(address, "GET /small/")).isEqualTo(404);
        assertThat(status(address, "GET /smaller")).isEqualTo(404);
        assertThat(ask(address, request("GET /other", "")).body()).isEqualTo("there is /defect, /large, /small\n");
        Answer post = ask(address, request("POST /small", "Content-Length: 2\r\n") + "hi");
        assertThat(post.status()).isEqualTo(405);
        assertThat(post.head()).contains("Allow: GET, HEAD");
        assertThat(ask(address, "status\r\n\r\n").status()).isEqualTo(400);
        assertThat(ask(address, "GET /small HTTP/1.1\r\nHost: example.org\r\n\r\n")
                        .status())
                .as("a page of example.org, which has our address by a trick")
                .isEqualTo(421);
    }

    @Test
    void takesAnyHostWhereItIsTold() {
        HttpRequest request = new HttpRequest("GET", "/", "", Optional.of("example.org"));
        HttpAnswer page = HttpAnswer.ok("text/plain", "");

        assertThat(new HttpPages(Map.of("/", query -> page), Set.of("/")).answer(Optional.of(request)))
                .isEqualTo(page);
        assertThat(new HttpPages(Map.of("/", query -> page), Set.of("/other")).answer(Optional.of(request)))
                .returns(421, HttpAnswer::status);
    }

    @Test
    void givesThePageItsQuery() {
        HttpPages pages = new HttpPages(Map.of("/", query -> HttpAnswer.ok("text/plain", query)), Set.of());

        assertThat(pages.answer(Optional.of(new HttpRequest("GET", "/", "a=b", Optional.of("localhost")))))
                .returns("a=b", HttpAnswer::body);
    }

    @Test
    void showsOthersToWhoComesLater() throws IOException {
        InetSocketAddress port = freePort();
        HttpServer server = HttpServer.onPort(port, pages);
        open.add(server);
        server.begin();
        assertThat(status(port, "GET /other")).isEqualTo(404);
        server.show(new HttpPages(Map.of("/other", query -> HttpAnswer.ok("text/plain", "")), Set.of()));
        assertThat(status(port, "GET /other")).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void tellsADefectToTheLogAlone(Way way) throws IOException, SocketRefusal {
        SocketAddress address = serve(way);

        Answer answer = ask(address, request("GET /defect", ""));
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("on purpose");
        assertThat(status(address, "GET /small")).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void refusesAHeadThatDoesNotEnd(Way way) throws IOException, SocketRefusal {
        SocketAddress address = serve(way);
        String head = request("GET /small", "X: " + "x".repeat(HttpConnection.LONGEST_HEAD_OCTETS) + "\r\n");

        assertThat(ask(address, head).status()).isEqualTo(400);
        assertThat(ask(address, request("GET /small", "X: " + "x".repeat(8000) + "\r\n"))
                        .status())
                .isEqualTo(200);
    }

    /** Though there are as many of each kind as it endures, and their time is not over. */
    @ParameterizedTest
    @EnumSource
    void answersWhileOthersDoNotAskOrDoNotReadOrDoNotLeave(Way way) throws IOException, SocketRefusal {
        SocketAddress address = serve(way);
        for (String octets : List.of("", "GET /sm", request("GET /large", ""), request("GET /small", ""))) {
            for (int i = 0; i < HttpConnections.MOST; i++) {
                connect(address, octets);
                assertThat(status(address, "GET /small")).isEqualTo(200);
            }
        }
    }

    @Test
    void givesUpTheOldestOfTooMany() throws IOException, SocketRefusal {
        SocketAddress address = serve(Way.SOCKET);
        List<SocketChannel> silent = new ArrayList<>();
        for (int i = 0; i <= HttpConnections.MOST; i++) {
            silent.add(connect(address, ""));
        }

        assertThat(silent.get(0).read(ByteBuffer.allocate(1))).as("is over").isNegative();
        SocketChannel last = silent.get(HttpConnections.MOST);
        last.write(ByteBuffer.wrap(request("GET /small", "").getBytes(ISO_8859_1)));
        assertThat(last.read(ByteBuffer.allocate(1))).as("is there").isPositive();
    }

    @Test
    void givesUpWhoTakesTooLong() throws IOException {
        InetSocketAddress port = freePort();
        HttpServer server = HttpServer.onPort(port, pages, TimeUnit.MILLISECONDS.toNanos(50));
        open.add(server);
        server.begin();

        for (String octets : List.of("", "GET /sm")) {
            SocketChannel silent = connect(port, octets);
            assertThat(silent.read(ByteBuffer.allocate(1))).isNegative();
        }
        SocketChannel reading = connect(port, request("GET /large", ""));
        // It has gone with the answer half sent.
        while (isOpen(reading)) {
            Thread.onSpinWait();
        }
    }

    /** Sends blanks, which nobody wants, until the connection is reset. */
    private static boolean isOpen(SocketChannel channel) {
        try {
            return channel.write(ByteBuffer.wrap(new byte[] {' '})) >= 0;
        } catch (IOException reset) {
            return false;
        }
    }

    @Test
    void endsWhoSendsWithoutEnd() throws IOException, SocketRefusal {
        SocketChannel endless = connect(serve(Way.PORT), request("GET /small", ""));
        long sent = 0;
        while (isOpen(endless)) {
            sent++;
        }
        assertThat(sent).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void answersManyOneAfterAnother(Way way) throws IOException, SocketRefusal {
        SocketAddress address = serve(way);
        for (int i = 0; i < 500; i++) {
            assertThat(status(address, "GET /small")).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource
    void leavesNothingBehind(Way way) throws Exception {
        SocketAddress address = serve(way);
        SocketChannel silent = connect(address, "");
        status(address, "GET /small");
        open.remove(0).close();

        assertThatThrownBy(() -> SocketChannel.open(address)).isInstanceOf(SocketException.class);
        assertThat(path).doesNotExist();
        assertThat(silent.read(ByteBuffer.allocate(1))).isNegative();
    }

    @Test
    void letsClientsWaitUntilItBegins() throws IOException {
        InetSocketAddress port = freePort();
        HttpServer server = HttpServer.onPort(port, pages);
        open.add(server);
        SocketChannel early = connect(port, request("GET /small", ""));
        early.configureBlocking(false);
        assertThat(early.read(ByteBuffer.allocate(1))).isZero();

        server.begin();

        early.configureBlocking(true);
        assertThat(early.read(ByteBuffer.allocate(1))).isPositive();
    }

    @Test
    void saysThatThePortIsTaken() throws IOException, SocketRefusal {
        InetSocketAddress taken = (InetSocketAddress) serve(Way.PORT);

        assertThatThrownBy(() -> HttpServer.onPort(taken, pages))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Address already in use");
    }
}
