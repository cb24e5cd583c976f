// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * An answer, behind which the connection ends. RFC 9112, section 4.
 *
 * @param fields of the head, each with its line end
 */
public record HttpAnswer(int status, String fields, String body) {
    /** Of every answer: what it says is of one moment, is what it says it is, and is for no site but this one. */
    private static final String COMMON = String.join(
            "\r\n",
            "Cache-Control: no-store",
            "X-Content-Type-Options: nosniff",
            "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                    + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "Referrer-Policy: no-referrer",
            "Cross-Origin-Opener-Policy: same-origin",
            "Cross-Origin-Embedder-Policy: require-corp",
            "Cross-Origin-Resource-Policy: same-origin",
            "Connection: close",
            "");

    /** What was asked for. */
    public static HttpAnswer ok(String contentType, String body) {
        return new HttpAnswer(200, "", body).with("Content-Type", contentType);
    }

    /** A refusal, and why in a sentence. */
    public static HttpAnswer refusal(int status, String why) {
        return new HttpAnswer(status, "", why + "\n").with("Content-Type", "text/plain; charset=utf-8");
    }

    /** The same with one more field. */
    public HttpAnswer with(String name, String value) {
        return new HttpAnswer(status, fields + name + ": " + value + "\r\n", body);
    }

    ByteBuffer octets(boolean withBody) {
        byte[] bodyOctets = body.getBytes(StandardCharsets.UTF_8);
        // Behind the status a reason may be missing, but not the blank.
        String head = "HTTP/1.1 " + status + " \r\n" + fields + COMMON + "Content-Length: " + bodyOctets.length
                + HttpRequest.END_OF_HEAD;
        ByteBuffer octets =
                ByteBuffer.allocate(head.length() + bodyOctets.length).put(head.getBytes(StandardCharsets.US_ASCII));
        return (withBody ? octets.put(bodyOctets) : octets).flip();
    }
}
