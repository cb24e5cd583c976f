// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A request is read, or refused as a whole. */
class HttpRequestTest {
    private static final String SCRAPE = "GET /metrics?name[]=up HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n";

    static List<byte[]> requests() {
        return List.of(
                SCRAPE.getBytes(StandardCharsets.ISO_8859_1),
                "HEAD / HTTP/1.0\r\nA:b\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
    }

    private static HttpRequest naming(String host) {
        return new HttpRequest("GET", "/", "", Optional.of(host));
    }

    @Test
    void tellsMethodPathAndHost() {
        assertThat(HttpRequest.parse(SCRAPE))
                .contains(new HttpRequest("GET", "/metrics", "name[]=up", Optional.of("localhost")));
        assertThat(HttpRequest.parse("HEAD /a/b HTTP/1.1\r\nhOST:\t[::1]:80 \r\n\r\nbody"))
                .contains(new HttpRequest("HEAD", "/a/b", "", Optional.of("[::1]:80")));
        assertThat(HttpRequest.parse("GET / HTTP/1.0\r\n\r\n"))
                .contains(new HttpRequest("GET", "/", "", Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\r\n\r\n",
                "status\n",
                "GET /metrics HTTP/1.0\r\n",
                "GET /metrics\r\n\r\n",
                "GET metrics HTTP/1.0\r\n\r\n",
                "GET http://localhost/metrics HTTP/1.0\r\n\r\n",
                "get /metrics HTTP/1.0\r\n\r\n",
                "GET  /metrics HTTP/1.0\r\n\r\n",
                "GET /met rics HTTP/1.0\r\n\r\n",
                "GET /metrics HTTP/2\r\n\r\n",
                "GET /m\u00e9trics HTTP/1.0\r\n\r\n",
                "GET /metrics HTTP/1.1\r\n\r\n",
                "GET /metrics HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
                "GET /metrics HTTP/1.0\r\nHost\r\n\r\n",
                "GET /metrics HTTP/1.0\r\nHost : localhost\r\n\r\n",
                "GET /metrics HTTP/1.0\r\n folded: line\r\n\r\n",
                "GET /metrics HTTP/1.0\nHost: localhost\n\n"
            })
    void refusesWhatIsNoRequest(String head) {
        assertThat(HttpRequest.parse(head)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost:9912",
                "127.0.0.1",
                "127.0.0.1:9912",
                "192.0.2.1",
                "[::1]",
                "[::1]:9912",
                "[::ffff:127.0.0.1]"
            })
    void knowsNamesThatNobodyCanGiveAnotherAddress(String host) {
        assertThat(naming(host).meansThisHost()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.org",
                "example.org:9912",
                "localhost.example.org",
                "localhost:80:80",
                "127.0.0.1.example.org",
                "127.0.0.1:9912@example.org",
                "face",
                "[::1",
                "localhost\u0000"
            })
    void knowsNamesThatMayBeSomebodyElses(String host) {
        assertThat(naming(host).meansThisHost()).isFalse();
    }

    @MethodSource("requests")
    @FuzzTest
    void readsAnyOctetsOrRefusesThem(byte[] octets) {
        Optional<HttpRequest> request = HttpRequest.parse(new String(octets, StandardCharsets.ISO_8859_1));

        request.ifPresent(read -> {
            assertThat(read.method()).matches("[A-Z]+");
            assertThat(read.path()).startsWith("/").doesNotContain("?", " ", "\r", "\n");
            // Only what an address or that one name is made of.
            assertThat(read.meansThisHost() ? read.host().orElse("") : "").matches("(?i)[localhst0-9a-f.:\\[\\]]*");
        });
    }
}
