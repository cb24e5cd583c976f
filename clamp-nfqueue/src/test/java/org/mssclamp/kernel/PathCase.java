// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.mssclamp.oracle.Site;
import org.mssclamp.packet.Family;

/**
 * What is done to the gateway of a {@link Lab}, and what its paths carry then, by the numbers that were configured.
 *
 * <p>Begins with a gateway to which nothing is done: every link carries 1500 octets.
 */
final class PathCase {
    private static final int LINK_MTU = 1500;
    private static final int USUAL_MSS = 1400;

    /** Where a case has the rule that clamps. */
    enum Hook {
        FORWARD,
        OUTPUT,
        POSTROUTING
    }

    /** A setting below {@code /proc/sys/net}. */
    record Setting(String name, String value) {}

    /** What a policy makes of the MTU that the main routing table has for a packet. */
    interface Policy {
        int mtu(byte[] packet, int main);
    }

    /** What is carried where the route says one thing, and a router has reported another. */
    interface Learning {
        int mtu(Family family, int route, int report);
    }

    /** Packets whose route the kernel chooses by a hash, and what the routes carry. */
    private record Spread(Predicate<byte[]> packets, List<Integer> mtus) {
        List<Integer> of(byte[] packet, int otherwise) {
            return packets.test(packet) ? mtus : List.of(otherwise);
        }
    }

    private final String name;
    private final List<Setting> settings = new ArrayList<>();
    private final StringBuilder commands = new StringBuilder();
    private final Map<Family, String> rules = new EnumMap<>(Family.class);
    private final List<String> firewall = new ArrayList<>();
    private final NaiveRoutes routes = new NaiveRoutes();
    private Hook hook = Hook.FORWARD;
    private boolean local;
    private boolean looped;
    private int usualMss = USUAL_MSS;
    private Policy forward = (packet, main) -> main;
    private Policy answer = (packet, main) -> main;
    private boolean answersElsewhere;
    private Spread forwardSpread = new Spread(packet -> false, List.of());
    private Spread answerSpread = forwardSpread;
    private ToIntFunction<byte[]> reported = address -> 0;
    private Learning learned = (family, route, report) -> Math.min(route, report);

    private PathCase(String name) {
        this.name = name;
        for (Site site : Site.values()) {
            routes.put(site, LINK_MTU);
        }
    }

    static PathCase of(String name) {
        return new PathCase(name);
    }

    /** Carries out commands of {@code ip}, one to a line. */
    PathCase ip(String lines) {
        commands.append(lines).append('\n');
        return this;
    }

    /** Adds a routing rule in each family. */
    PathCase rule(String rule) {
        return rule(Family.IPV4, rule).rule(Family.IPV6, rule);
    }

    PathCase rule(Family family, String rule) {
        rules.merge(family, "rule add " + rule + "\n", String::concat);
        return this;
    }

    PathCase setting(String setting, String value) {
        settings.add(new Setting(setting, value));
        return this;
    }

    /** Adds a rule to the mangle tables of both families. */
    PathCase firewall(String rule) {
        firewall.add(rule);
        return this;
    }

    /** What is carried to a prefix from now on. */
    PathCase carries(String prefix, int mtu) {
        routes.put(prefix, mtu);
        return this;
    }

    /** What is carried to a site from now on. */
    PathCase carries(Site site, int mtu) {
        routes.put(site, mtu);
        return this;
    }

    /** Clamps what the gateway sends itself. */
    PathCase ownPackets(Hook where) {
        local = true;
        return in(where);
    }

    /** Has the packets come back to the gateway. */
    PathCase looped() {
        looped = true;
        return this;
    }

    PathCase in(Hook where) {
        hook = where;
        return this;
    }

    /** Has most packets announce an MSS not far from this. */
    PathCase around(int mss) {
        usualMss = mss;
        return this;
    }

    /** Has a policy choose the route of packets. */
    PathCase forward(Policy policy) {
        forward = policy;
        return this;
    }

    /** Has a policy choose the route of answers, of which the kernel's clamp does not know. */
    PathCase answer(Policy policy) {
        answer = policy;
        answersElsewhere = true;
        return this;
    }

    /** Has the kernel choose by a hash between routes for some packets. */
    PathCase forwardSpread(Predicate<byte[]> packets, Integer... mtus) {
        forwardSpread = new Spread(packets, List.of(mtus));
        return this;
    }

    /** Has the kernel choose by a hash between routes for the answers to some packets; not by the same for its clamp. */
    PathCase answerSpread(Predicate<byte[]> packets, Integer... mtus) {
        answerSpread = new Spread(packets, List.of(mtus));
        answersElsewhere = true;
        return this;
    }

    /** Has routers report that packets to some addresses were too big; the MTU they report, or 0 for other addresses. */
    PathCase reported(ToIntFunction<byte[]> mtuByAddress) {
        reported = mtuByAddress;
        return this;
    }

    /** What the kernel learns of a report; without this it believes what is less than the route says. */
    PathCase learned(Learning learning) {
        learned = learning;
        return this;
    }

    String name() {
        return name;
    }

    List<Setting> settings() {
        return settings;
    }

    String commands() {
        return commands.toString();
    }

    /** Commands of {@code ip rule}. */
    String rules(Family family) {
        return rules.getOrDefault(family, "");
    }

    List<String> firewall() {
        return firewall;
    }

    Hook hook() {
        return hook;
    }

    /** Whether the gateway sends the packets itself. */
    boolean isLocal() {
        return local;
    }

    /** Whether the gateway receives the packets itself. */
    boolean isLooped() {
        return looped;
    }

    int usualMss() {
        return usualMss;
    }

    /** The MTU that routers report for an address, or 0. */
    int reported(byte[] address) {
        return reported.applyAsInt(address);
    }

    /** What the kernel may take the path of a packet to carry: one MTU, or several of which it chooses by a hash. */
    List<Integer> kernelMtus(byte[] packet) {
        return smaller(packet, mtu(source(packet)));
    }

    /** What we may take it to carry. */
    List<Integer> ourMtus(byte[] packet) {
        return smaller(packet, answer.mtu(packet, mtu(source(packet))));
    }

    private List<Integer> smaller(byte[] packet, int back) {
        int there = forward.mtu(packet, mtu(destination(packet)));
        return forwardSpread.of(packet, there).stream()
                .flatMap(one -> answerSpread.of(packet, back).stream().map(other -> Math.min(one, other)))
                .toList();
    }

    /** Whether we may take it to carry something else than the kernel does. */
    boolean answersElsewhere() {
        return answersElsewhere;
    }

    private int mtu(byte[] address) {
        int route = routes.mtu(address);
        int report = reported.applyAsInt(address);
        Family family = address.length == 4 ? Family.IPV4 : Family.IPV6;
        return report == 0 ? route : learned.mtu(family, route, report);
    }

    static byte[] source(byte[] packet) {
        return packet[0] >> 4 == 4 ? Arrays.copyOfRange(packet, 12, 16) : Arrays.copyOfRange(packet, 8, 24);
    }

    static byte[] destination(byte[] packet) {
        return packet[0] >> 4 == 4 ? Arrays.copyOfRange(packet, 16, 20) : Arrays.copyOfRange(packet, 24, 40);
    }

    @Override
    public String toString() {
        return name;
    }
}
