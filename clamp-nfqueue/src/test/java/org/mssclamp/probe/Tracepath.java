// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.probe;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mssclamp.packet.Family;

/**
 * What tracepath(8) makes of a path.
 *
 * @param mtu it came to; empty if it did not get to the host
 * @param packets of UDP that left the client meanwhile
 */
record Tracepath(OptionalInt mtu, Duration time, long packets) {
    private static final int LONGEST_SECONDS = 60;
    private static final Pattern RESUME = Pattern.compile("(?m)^ +Resume: pmtu (\\d+) hops");
    private static final Pattern SENT = Pattern.compile("(?m)^Udp6?OutDatagrams +(\\d+)");
    private static final String COMMAND = "timeout " + LONGEST_SECONDS + " tracepath -n -m 6 ";

    static Tracepath run(NarrowPath path, Family family) {
        long before = sent(path, family);
        long beganNs = System.nanoTime();
        String host = NarrowPath.address(family, 4, 2).getHostAddress();
        String output = path.client().run("sh", "-c", COMMAND + host + " || true");
        Duration time = Duration.ofNanos(System.nanoTime() - beganNs);
        Matcher resume = RESUME.matcher(output);
        OptionalInt mtu = resume.find() ? OptionalInt.of(Integer.parseInt(resume.group(1))) : OptionalInt.empty();
        return new Tracepath(mtu, time, sent(path, family) - before);
    }

    private static long sent(NarrowPath path, Family family) {
        String counter = family == Family.IPV4 ? "UdpOutDatagrams" : "Udp6OutDatagrams";
        return SENT.matcher(path.client().run("nstat", "-asz", counter))
                .results()
                .mapToLong(match -> Long.parseLong(match.group(1)))
                .sum();
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "%s, %.1f s, %d",
                mtu.isPresent() ? Integer.toString(mtu.getAsInt()) : "not found",
                time.toNanos() / 1e9,
                packets);
    }
}
