// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mssclamp.rule.MatchKey;

/**
 * Which keys a kind of mapping has.
 *
 * @param where which mapping it is, after "allowed"
 */
record Keys(String where, List<String> labels) {
    static final Keys FILE = new Keys(
            "at the top",
            List.of("version", "queues", "control", "metrics", "malformed", "tcp-ao", "route-lifetime", "rules"));
    static final Keys QUEUE = new Keys(
            "in an entry of queues",
            List.of("number", "on-failure", "max-length", "receive-buffer", "mark", "busy-poll", "cpus"));
    static final Keys CONTROL = new Keys("in control", List.of("socket", "group"));
    static final Keys METRICS = new Keys("in metrics", List.of("listen", "page"));
    static final Keys RULE = new Keys(
            "in a rule",
            List.of(
                    "name",
                    "match",
                    "mode",
                    "continue",
                    "missing-mss",
                    "set-mss",
                    "mtu",
                    "tunnel",
                    "clamp-to-pmtu",
                    "pass"));
    static final Keys MATCH = new Keys(
            "in match", Arrays.stream(MatchKey.values()).map(MatchKey::label).toList());
    static final Keys SET_MSS = new Keys("in set-mss", List.of("ipv4", "ipv6"));
    static final Keys PROBED_MTU = new Keys("in mtu", List.of("probe", "via", "mark", "every", "initial"));
    static final Keys CLAMP_TO_PMTU = new Keys("in clamp-to-pmtu", List.of("direction", "overhead", "tunnel", "floor"));
    /** Those of a tunnel that are no parameters of its type. */
    static final Keys TUNNEL = new Keys("in the outermost entry of the action tunnel", List.of("type", "path-mtu"));

    private static final List<Keys> FIXED =
            List.of(FILE, QUEUE, CONTROL, METRICS, RULE, MATCH, SET_MSS, PROBED_MTU, CLAMP_TO_PMTU, TUNNEL);

    /** What other tools call the same. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("iif", "in"),
            Map.entry("iifname", "in"),
            Map.entry("in-interface", "in"),
            Map.entry("oif", "out"),
            Map.entry("oifname", "out"),
            Map.entry("out-interface", "out"),
            Map.entry("src", "from"),
            Map.entry("saddr", "from"),
            Map.entry("source", "from"),
            Map.entry("dst", "to"),
            Map.entry("daddr", "to"),
            Map.entry("destination", "to"),
            Map.entry("source-port", "sport"),
            Map.entry("destination-port", "dport"),
            Map.entry("fwmark", "mark"),
            Map.entry("tcp-flags", "flags"),
            Map.entry("clamp-mss-to-pmtu", "clamp-to-pmtu"),
            Map.entry("cpu", "cpus"),
            Map.entry("cpu-affinity", "cpus"),
            Map.entry("queue-num", "number"),
            Map.entry("queue-balance", "number"));

    /** What may have been meant by a key that is not one of these. */
    Optional<String> hint(String key) {
        String plain = key.toLowerCase(Locale.ROOT).replace('_', '-');
        String meant = ELSEWHERE.getOrDefault(plain, plain);
        if (labels.contains(meant)) {
            return Optional.of(Spelling.question(meant));
        }
        Optional<Keys> home =
                FIXED.stream().filter(keys -> keys.labels.contains(meant)).findFirst();
        if (home.isPresent()) {
            return Optional.of('"' + meant + "\" belongs " + home.get().where);
        }
        return Spelling.nearest(plain, labels).map(Spelling::question);
    }
}
