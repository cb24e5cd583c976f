// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.study;

import java.util.Locale;
import org.mssclamp.clamp.Oddity;
import org.mssclamp.packet.SynPacket;

/** Something about a SYN that a well-meaning host does not do. */
public enum OddSyn {
    REPEATED_MSS(Oddity.REPEATED_MSS.description()) {
        @Override
        boolean holds(SynPacket syn) {
            return syn.mssCount() > 1;
        }
    },
    ODD_OFFSET(Oddity.ODD_OFFSET.description()) {
        @Override
        boolean holds(SynPacket syn) {
            for (int i = 0; i < syn.mssCount(); i++) {
                if (syn.isMssAtOddOffset(i)) {
                    return true;
                }
            }
            return false;
        }
    },
    MALFORMED_OPTIONS(Oddity.MALFORMED_OPTIONS.description()) {
        @Override
        boolean holds(SynPacket syn) {
            return syn.hasMalformedOptions();
        }
    },
    OCTETS_BEHIND_END(Oddity.OCTETS_BEHIND_END.description()) {
        @Override
        boolean holds(SynPacket syn) {
            return syn.hasOctetsBehindEnd();
        }
    },
    MSS_ZERO("an MSS of 0") {
        @Override
        boolean holds(SynPacket syn) {
            return syn.mssCount() > 0 && announced(syn) == 0;
        }
    },
    MSS_LOW("an MSS below 536, or 1220 over IPv6: less than every host takes") {
        @Override
        boolean holds(SynPacket syn) {
            return syn.mssCount() > 0
                    && announced(syn) > 0
                    && announced(syn) < syn.family().defaultMss();
        }
    },
    DATA("data in the SYN, as with TCP Fast Open") {
        @Override
        boolean holds(SynPacket syn) {
            return syn.hasData();
        }
    };

    private final String description;

    OddSyn(String description) {
        this.description = description;
    }

    abstract boolean holds(SynPacket syn);

    /** The MSS that receivers take: the last. */
    static int announced(SynPacket syn) {
        return syn.mss(syn.mssCount() - 1);
    }

    /** The name in output. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** One line for people. */
    public String description() {
        return description;
    }
}
