// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client asks for. RFC 9112, sections 2 to 5.
 *
 * @param path of the target, as it was sent, without a query
 * @param query of the target, as it was sent; empty if there is none
 * @param host by which the client names us; HTTP/1.0 need not
 */
record HttpRequest(String method, String path, String query, Optional<String> host) {
    /** Behind which a body would begin. */
    static final String END_OF_HEAD = "\r\n\r\n";

    private static final Pattern LINE =
            Pattern.compile("(?<method>[A-Z]+) (?<path>/[!->@-~]*)(?:[?](?<query>[!-~]*))? HTTP/1[.](?<minor>[01])");
    private static final Pattern FIELD_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** Of these a browser cannot be given another address: {@code localhost}, and addresses themselves. */
    private static final Pattern OWN_HOST =
            Pattern.compile("(?:localhost|[0-9.]+|\\[[0-9a-f:.]+])(?::[0-9]*)?", Pattern.CASE_INSENSITIVE);

    /** Reads the head of a request, each octet a character; empty if this is none. */
    static Optional<HttpRequest> parse(String head) {
        int end = head.indexOf(END_OF_HEAD);
        if (end < 0) {
            return Optional.empty();
        }
        List<String> lines = List.of(head.substring(0, end).split("\r\n", -1));
        Matcher line = LINE.matcher(lines.get(0));
        Optional<List<String>> hosts = hosts(lines.subList(1, lines.size()));
        if (!line.matches() || hosts.isEmpty()) {
            return Optional.empty();
        }
        int count = hosts.get().size();
        if (count > 1 || (count == 0 && line.group("minor").equals("1"))) {
            return Optional.empty();
        }
        String query = Optional.ofNullable(line.group("query")).orElse("");
        return Optional.of(new HttpRequest(
                line.group("method"),
                line.group("path"),
                query,
                hosts.get().stream().findFirst()));
    }

    /** The values of all fields of that name; empty if one of the lines is no field. */
    private static Optional<List<String>> hosts(List<String> lines) {
        List<String> hosts = new ArrayList<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon < 0 || !FIELD_NAME.matcher(line.substring(0, colon)).matches()) {
                return Optional.empty();
            }
            if (line.substring(0, colon).equalsIgnoreCase("Host")) {
                hosts.add(line.substring(colon + 1).strip());
            }
        }
        return Optional.of(hosts);
    }

    /** Whether the answer is to have no body. */
    boolean wantsNoBody() {
        return method.equals("HEAD");
    }

    /**
     * Whether the client knows that it asks this host.
     *
     * <p>A page of elsewhere can have a browser ask us under its own name, by giving that our address, and then read the answer
     * (DNS rebinding); but the browser says the name.
     */
    boolean meansThisHost() {
        return host.isEmpty() || OWN_HOST.matcher(host.get()).matches();
    }
}
