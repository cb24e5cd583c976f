// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench.live;

import java.util.Arrays;

/** A way to clamp SYNs, by the name that {@code lab/bench.sh} has for it. */
enum Variant {
    NONE("none", "no rule", Kind.KERNEL),
    TCPMSS("TCPMSS", "iptables `TCPMSS`", Kind.KERNEL),
    MAXSEG("maxseg", "nft `maxseg`", Kind.KERNEL),
    LIBNFQ("libnfq", "C, libnetfilter_queue", Kind.C),
    RAW("raw", "C, raw netlink", Kind.C),
    JDK17("jdk17", "mssclampd, JDK 17", Kind.OURS),
    JDK25("jdk25", "mssclampd, JDK 25", Kind.OURS);

    /** Who wrote it, in what. */
    enum Kind {
        KERNEL,
        C,
        OURS
    }

    final String id;
    final String title;
    final Kind kind;

    Variant(String id, String title, Kind kind) {
        this.id = id;
        this.title = title;
        this.kind = kind;
    }

    static Variant named(String id) {
        return Arrays.stream(values())
                .filter(variant -> variant.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no variant is named " + id));
    }
}
