// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.firewall;

import java.util.regex.Pattern;

/**
 * How a rule of iptables shows that {@code mssclamp rules generate} made it: by all of its form, and not by its comment
 * alone, which others may have written.
 */
public final class Signature {
    /** Behind it comes the fingerprint. */
    static final String COMMENT = " --comment mssclamp-";

    /** As {@code iptables -S} prints it, for Java and for {@code sed -E}. */
    static final String FORM = "^-A [A-Z]+ (! -o lo )?-p tcp -m tcp --tcp-flags SYN,RST SYN (-m mark ! --mark [^ ]+ )?"
            + "-m comment" + COMMENT + "[0-9a-f]{8} -j (NFQUEUE|TCPMSS) ";

    private static final Pattern RULE = Pattern.compile(FORM);

    private Signature() {}

    /** Whether a line that {@code iptables -S} prints is a rule of ours. */
    public static boolean isOn(String line) {
        return RULE.matcher(line).lookingAt();
    }
}
