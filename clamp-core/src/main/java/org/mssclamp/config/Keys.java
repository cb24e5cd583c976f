// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mssclamp.rule.MatchKey;

/** Which keys each kind of mapping has. */
enum Keys {
    FILE("at the top", List.of("version", "queues", "malformed", "tcp-ao", "rules")),
    QUEUE("in an entry of queues", List.of("number", "on-failure", "max-length", "receive-buffer", "mark")),
    RULE(
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
                    "pass")),
    MATCH("in match", Arrays.stream(MatchKey.values()).map(MatchKey::label).toList()),
    SET_MSS("in set-mss", List.of("ipv4", "ipv6"));

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
            Map.entry("queue-num", "number"),
            Map.entry("queue-balance", "number"));

    private final String where;

    @SuppressWarnings("ImmutableEnumChecker") // List.of and Stream.toList make lists that nothing changes.
    private final List<String> labels;

    Keys(String where, List<String> labels) {
        this.where = where;
        this.labels = labels;
    }

    /** Which mapping it is, after "allowed". */
    String where() {
        return where;
    }

    List<String> labels() {
        return labels;
    }

    /** What may have been meant by a key that is not one of these. */
    Optional<String> hint(String key) {
        String plain = key.toLowerCase(Locale.ROOT).replace('_', '-');
        String meant = ELSEWHERE.getOrDefault(plain, plain);
        if (labels.contains(meant)) {
            return Optional.of(Spelling.question(meant));
        }
        Optional<Keys> home = Arrays.stream(values())
                .filter(keys -> keys.labels.contains(meant))
                .findFirst();
        if (home.isPresent()) {
            return Optional.of('"' + meant + "\" belongs " + home.get().where);
        }
        return Spelling.nearest(plain, labels).map(Spelling::question);
    }
}
