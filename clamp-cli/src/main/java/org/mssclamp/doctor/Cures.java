// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.mssclamp.netfilter.Placed;

/** What mends what is found, to be copied into a shell of root or to be done by hand. */
final class Cures {
    static final Cure START = command("systemctl start mssclampd");
    static final Cure RESTART = command("systemctl restart mssclampd");

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+=-]+");

    private Cures() {}

    static Cure command(String line) {
        return new Cure.Command(line);
    }

    static Cure advice(String text) {
        return new Cure.Advice(text);
    }

    /** A word of a shell. */
    static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** Words of a shell. */
    static String quoted(List<String> words) {
        return words.stream().map(Cures::quoted).collect(Collectors.joining(" "));
    }

    /** Sets a setting of the kernel until it starts anew. */
    static Cure set(String setting, String value) {
        return command("sysctl -w " + setting + "=" + quoted(value));
    }

    /** To write something into the configuration. */
    static Cure edit(Facts facts, String what) {
        return advice(what + " in " + facts.configured().file() + ", then run: mssclamp reload");
    }

    /** To look at a rule that is not understood here. */
    static Cure lookAt(Placed rule) {
        return advice("see what it asks and does: "
                + (rule.table().isOfNft()
                        ? "nft -a list table "
                                + quoted(List.of(rule.table().name().split(" ", 2)))
                        : rule.table().program() + " -vnL -t "
                                + quoted(rule.table().name())));
    }
}
