// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mssclamp.rule.InterfacePattern;
import org.mssclamp.rule.MarkMask;
import org.mssclamp.rule.MssRange;
import org.mssclamp.rule.PortRange;

/** The small formats of a configuration, text to value. Addresses have {@link Addresses} to themselves. */
public final class Scalars {
    private static final int MAX_16_BIT = 0xFFFF;
    private static final String NUMBER = "0|[1-9][0-9]{0,8}";
    private static final Pattern RANGE =
            Pattern.compile("(?<low>" + NUMBER + ")?(?:(?<dash>-)(?<high>" + NUMBER + ")?)?");
    private static final Pattern DASH_ELSEWHERE = Pattern.compile("\\s*(-|:|\\.\\.|\u2013|\u2014)\\s*");
    private static final Pattern BITS = Pattern.compile("0x(?<hex>[0-9a-fA-F]{1,8})|(?<decimal>0|[1-9][0-9]{0,9})");
    private static final long ALL_BITS = 0xFFFF_FFFFL;
    private static final Pattern RULE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern INTERFACE = Pattern.compile("(?!\\.{1,2}$)[^\\s/:*+\\p{Cntrl}]+");
    private static final Pattern GROUP_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,31}");

    private static final Pattern LISTEN =
            Pattern.compile("(?:\\[(?<v6>[0-9a-fA-F:.]+)]|(?<v4>[0-9.]+)):(?<port>[1-9][0-9]{0,4})");
    private static final Pattern LOOPBACK = Pattern.compile("127(\\.(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])){3}|::1");
    private static final String UNIX = "unix:";
    /** {@code sun_path} less its end. */
    private static final int MAX_SOCKET_PATH_OCTETS = 107;

    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,9})(KiB|MiB|GiB)?");
    private static final Pattern SIZE_ELSEWHERE =
            Pattern.compile("([1-9][0-9]{0,9})\\s*([kmg])(i?b)?", Pattern.CASE_INSENSITIVE);
    private static final Map<String, Integer> UNIT_SHIFT = Map.of("KiB", 10, "MiB", 20, "GiB", 30);
    private static final Pattern DURATION = Pattern.compile("(0|[1-9][0-9]{0,6})(ms|s|m)");
    private static final Pattern SHORT_DURATION = Pattern.compile("(0|[1-9][0-9]{0,6})(us|ms)");
    private static final Duration MAX_BUSY_POLL = Duration.ofMillis(100);
    /** CPU_SETSIZE less one: what sched_setaffinity(2) takes without more ado. */
    private static final int MAX_CPU = 1023;

    private static final Pattern INTERVAL = Pattern.compile("([1-9][0-9]{0,6})([smh])");
    private static final long MAX_PROBE_SECONDS = TimeUnit.HOURS.toSeconds(24);
    /** RFC 1123 2.1; the last label is not a number, or it would be an address gone wrong. */
    private static final Pattern HOST_NAME =
            Pattern.compile("(?=.{1,253}$)(?!.*(?:^|\\.)[0-9]+$)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
                    + "(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");

    private static final Duration MAX_ROUTE_LIFETIME = Duration.ofMinutes(10);
    private static final int MIN_RECEIVE_BUFFER = 4 << 10;
    private static final int MAX_RECEIVE_BUFFER = 1 << 30;

    private Scalars() {}

    /** One port, or a range {@code 1024-65535}. */
    public static PortRange ports(String text) throws FormatException {
        Bounds bounds = closedRange(text, "a port");
        return new PortRange(bounds.low, bounds.high);
    }

    /** An MSS or a range of it, open at one end or not: {@code 1400}, {@code 1361-1536}, {@code 1361-}, {@code !-1400}. */
    public static MssRange mss(String text) throws FormatException {
        boolean excluded = text.startsWith("!");
        String allowed = "an MSS range, allowed 0-" + MAX_16_BIT + " as N, A-B, A- or -B, or one of these behind \"!\"";
        Bounds bounds = range(excluded ? text.substring(1) : text, text, allowed, MAX_16_BIT);
        return new MssRange(bounds.low, bounds.high, excluded);
    }

    /** A packet mark of 32 bits under a mask: {@code 0x1/0xff}, or {@code 1}, whose mask is all ones. */
    public static MarkMask mark(String text) throws FormatException {
        int slash = text.indexOf('/');
        long value = bits(slash < 0 ? text : text.substring(0, slash), text);
        long mask = slash < 0 ? ALL_BITS : bits(text.substring(slash + 1), text);
        if (mask == 0) {
            throw new FormatException("the mask of " + Quoted.of(text) + " has no bit, allowed 0x1-0xffffffff");
        }
        if ((value & ~mask) != 0) {
            String outside = String.format("0x%x is outside of the mask 0x%x", value & ~mask, mask);
            throw new FormatException(
                    outside + ", allowed bits of the mask only",
                    String.format("write 0x%x/0x%x, or 0x%x/0x%x", value, value | mask, value & mask, mask));
        }
        return new MarkMask((int) value, (int) mask);
    }

    /** A packet mark, all of it. */
    public static Integer packetMark(String text) throws FormatException {
        try {
            if (text.indexOf('/') < 0) {
                return mark(text).value();
            }
        } catch (FormatException e) {
            // Refused below: the message there speaks of one mark, not of masks.
        }
        throw new FormatException(Quoted.of(text) + " is not a mark, allowed 0-0xffffffff, decimal or 0x...");
    }

    /** The name of one interface. */
    public static String interfaceName(String text) throws FormatException {
        try {
            InterfacePattern pattern = interfacePattern(text);
            if (!pattern.wildcard()) {
                return pattern.name();
            }
        } catch (FormatException e) {
            // Refused below: the message there speaks of one interface, not of patterns.
        }
        throw new FormatException(Quoted.of(text) + " is not an interface name, allowed 1-"
                + InterfacePattern.MAX_NAME_LENGTH + " characters without blank, \"/\", \":\", \"*\" and \"+\"");
    }

    /** An interface name, or its beginning with {@code *} or {@code +} behind it. */
    public static InterfacePattern interfacePattern(String text) throws FormatException {
        InterfacePattern pattern = InterfacePattern.parse(text);
        String name = pattern.name();
        if (text.startsWith("!")) {
            throw interfaceProblem(text, "cannot exclude an interface", "put a rule with \"pass: true\" for it above");
        }
        if (name.contains("*") || name.contains("+")) {
            throw interfaceProblem(text, "has a wildcard before its end", null);
        }
        if (name.length() > InterfacePattern.MAX_NAME_LENGTH) {
            throw interfaceProblem(text, "is longer than Linux allows", null);
        }
        boolean isBareWildcard = name.isEmpty() && pattern.wildcard();
        if (!isBareWildcard && !INTERFACE.matcher(name).matches()) {
            throw interfaceProblem(text, "is no interface name", null);
        }
        return pattern;
    }

    /** A rule name: it is a label of metrics, and stands in log lines. */
    static String ruleName(String text) throws FormatException {
        if (!RULE_NAME.matcher(text).matches()) {
            throw new FormatException(
                    Quoted.of(text)
                            + " is not a rule name, allowed 1-64 letters, digits, \".\", \"_\" and \"-\", the first a letter or digit");
        }
        return text;
    }

    /** Queue numbers, one or a range. */
    public static QueueNumbers queueNumbers(String text) throws FormatException {
        Bounds bounds = closedRange(text, "a queue number");
        return new QueueNumbers(bounds.low, bounds.high);
    }

    /** Octets of a socket buffer, plain or in KiB, MiB, GiB. */
    static Integer receiveBuffer(String text) throws FormatException {
        String allowed = ", allowed 4KiB-1GiB";
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            Matcher elsewhere = SIZE_ELSEWHERE.matcher(text);
            String hint = elsewhere.matches()
                    ? "write " + elsewhere.group(1) + elsewhere.group(2).toUpperCase(Locale.ROOT) + "iB"
                    : "write octets, or a number with KiB, MiB or GiB behind it, such as 8MiB";
            throw new FormatException(Quoted.of(text) + " is not a size" + allowed, hint);
        }
        int shift = size.group(2) == null ? 0 : UNIT_SHIFT.getOrDefault(size.group(2), 0);
        long octets = Long.parseLong(size.group(1)) << shift;
        if (octets < MIN_RECEIVE_BUFFER || octets > MAX_RECEIVE_BUFFER) {
            throw new FormatException(text + " is out of range" + allowed);
        }
        return (int) octets;
    }

    /** A duration in ms, s or m; 0s to ask for each packet. */
    static Duration routeLifetime(String text) throws FormatException {
        Matcher duration = DURATION.matcher(text);
        if (!duration.matches()) {
            throw new FormatException(
                    Quoted.of(text) + " is not a duration, allowed 0s-10m",
                    "write a number with ms, s or m behind it, such as 250ms");
        }
        long number = Long.parseLong(duration.group(1));
        Duration lifetime = switch (duration.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            default -> Duration.ofMinutes(number);
        };
        if (lifetime.compareTo(MAX_ROUTE_LIFETIME) > 0) {
            throw new FormatException(text + " is out of range, allowed 0s-10m");
        }
        return lifetime;
    }

    /** A time in s, m or h from one search to the next; in seconds. */
    static Integer probeInterval(String text) throws FormatException {
        Matcher interval = INTERVAL.matcher(text);
        if (!interval.matches()) {
            throw new FormatException(
                    Quoted.of(text) + " is not an interval, allowed 1s-24h",
                    "write a number with s, m or h behind it, such as 10m");
        }
        long number = Long.parseLong(interval.group(1));
        long seconds = switch (interval.group(2)) {
            case "s" -> number;
            case "m" -> TimeUnit.MINUTES.toSeconds(number);
            default -> TimeUnit.HOURS.toSeconds(number);
        };
        if (seconds > MAX_PROBE_SECONDS) {
            throw new FormatException(text + " is out of range, allowed 1s-24h");
        }
        return (int) seconds;
    }

    /** An address or a name, which is not looked up here. */
    static String host(String text) throws FormatException {
        if (HOST_NAME.matcher(text).matches()) {
            return text;
        }
        try {
            Addresses.address(text);
            return text;
        } catch (FormatException notAnAddress) {
            throw new FormatException(
                    Quoted.of(text) + " is no host, allowed an address or a name",
                    text.indexOf('%') < 0 ? null : notAnAddress.hint().orElse(null));
        }
    }

    /** A time in us or ms to ask for packets without sleeping; 0us for none. */
    static Duration busyPoll(String text) throws FormatException {
        Matcher duration = SHORT_DURATION.matcher(text);
        if (!duration.matches()) {
            throw new FormatException(
                    Quoted.of(text) + " is not a short duration, allowed 0us-100ms",
                    "write a number with us or ms behind it, such as 50us");
        }
        long number = Long.parseLong(duration.group(1));
        Duration busyPoll = Duration.of(number, duration.group(2).equals("us") ? ChronoUnit.MICROS : ChronoUnit.MILLIS);
        if (busyPoll.compareTo(MAX_BUSY_POLL) > 0) {
            throw new FormatException(text + " is out of range, allowed 0us-100ms");
        }
        return busyPoll;
    }

    /** The name of a group of users. */
    static String groupName(String text) throws FormatException {
        if (!GROUP_NAME.matcher(text).matches()) {
            throw new FormatException(
                    Quoted.of(text)
                            + " is not the name of a group, allowed 1-32 letters, digits, \".\", \"_\" and \"-\", the first a letter or \"_\"");
        }
        return text;
    }

    /** An absolute path for a Unix socket, or {@code off}. */
    static String socketPathOrOff(String text) throws FormatException {
        return text.equals("off") ? text : socketPath(text, text, "an absolute path or off");
    }

    /** {@code 127.0.0.1:9912}, {@code [::1]:9912}, {@code unix:/run/mssclamp/metrics.sock}; empty for {@code off}. */
    static Optional<MetricsListener> listenerOrOff(String text) throws FormatException {
        String allowed = "127.0.0.1:PORT, [::1]:PORT, unix:/PATH or off";
        if (text.equals("off")) {
            return Optional.empty();
        }
        if (text.startsWith(UNIX)) {
            return Optional.of(
                    new MetricsListener.UnixSocket(socketPath(text.substring(UNIX.length()), text, allowed)));
        }
        Matcher listen = LISTEN.matcher(text);
        if (!listen.matches() || Integer.parseInt(listen.group("port")) > MAX_16_BIT) {
            throw new FormatException(Quoted.of(text) + " is no place to listen, allowed " + allowed);
        }
        String address = listen.group("v6") == null ? listen.group("v4") : listen.group("v6");
        if (!LOOPBACK.matcher(address).matches()) {
            throw new FormatException(
                    address + " is no loopback address, allowed " + allowed,
                    "for others put a proxy with access control before it, or use a Unix socket");
        }
        return Optional.of(new MetricsListener.Loopback(address, Integer.parseInt(listen.group("port"))));
    }

    private static String socketPath(String path, String text, String allowed) throws FormatException {
        if (!path.startsWith("/") || path.endsWith("/") || path.indexOf('\0') >= 0) {
            throw new FormatException(Quoted.of(text) + " is no path of a socket, allowed " + allowed);
        }
        if (path.getBytes(StandardCharsets.UTF_8).length > MAX_SOCKET_PATH_OCTETS) {
            throw new FormatException(
                    Quoted.of(text) + " is too long for a Unix socket, allowed " + MAX_SOCKET_PATH_OCTETS + " octets");
        }
        return path;
    }

    /** A processor number, or a range of them. */
    static List<Integer> cpus(String text) throws FormatException {
        Bounds bounds = closedRange(text, "a processor number", MAX_CPU);
        return IntStream.rangeClosed(bounds.low, bounds.high).boxed().toList();
    }

    private record Bounds(int low, int high) {}

    private static Bounds closedRange(String text, String what) throws FormatException {
        return closedRange(text, what, MAX_16_BIT);
    }

    private static Bounds closedRange(String text, String what, int max) throws FormatException {
        String allowed = what + " or a range, allowed 0-" + max + " as N or A-B";
        if (text.startsWith("-") || text.endsWith("-")) {
            throw new FormatException(Quoted.of(text) + " is not " + allowed);
        }
        return range(text, text, allowed, max);
    }

    /** The missing end of an open range is 0 or the maximum; {@code text} is what the message quotes. */
    private static Bounds range(String range, String text, String allowed, int max) throws FormatException {
        Matcher matcher = RANGE.matcher(range);
        if (!matcher.matches() || (matcher.group("low") == null && matcher.group("high") == null)) {
            throw new FormatException(Quoted.of(text) + " is not " + allowed, rangeHint(range));
        }
        boolean single = matcher.group("dash") == null;
        int low = matcher.group("low") == null ? 0 : Integer.parseInt(matcher.group("low"));
        int high = single ? low : matcher.group("high") == null ? max : Integer.parseInt(matcher.group("high"));
        if (low > max || high > max) {
            throw new FormatException(text + " is out of range, allowed 0-" + max);
        }
        if (low > high) {
            throw new FormatException(text + " runs backwards, allowed from low to high", "write " + high + "-" + low);
        }
        return new Bounds(low, high);
    }

    /** Of {@code 1024:65535} and the like. */
    private static @Nullable String rangeHint(String text) {
        String plain = DASH_ELSEWHERE.matcher(text.strip()).replaceAll("-");
        return !plain.equals(text) && RANGE.matcher(plain).matches() ? "write " + plain : null;
    }

    /** A 32-bit number; {@code text} is what the message quotes. */
    private static long bits(String number, String text) throws FormatException {
        Matcher matcher = BITS.matcher(number);
        if (!matcher.matches()) {
            throw notAMark(text);
        }
        long bits = matcher.group("hex") != null
                ? Long.parseLong(matcher.group("hex"), 16)
                : Long.parseLong(matcher.group("decimal"));
        if (bits > ALL_BITS) {
            throw notAMark(text);
        }
        return bits;
    }

    private static FormatException notAMark(String text) {
        return new FormatException(
                Quoted.of(text) + " is not a mark, allowed 0-0xffffffff as VALUE or VALUE/MASK, decimal or 0x...");
    }

    private static FormatException interfaceProblem(String text, String what, @Nullable String hint) {
        String allowed = ", allowed 1-" + InterfacePattern.MAX_NAME_LENGTH
                + " characters without blank, \"/\" or \":\", and one \"*\" or \"+\" at the end";
        return new FormatException(Quoted.of(text) + " " + what + allowed, hint);
    }
}
