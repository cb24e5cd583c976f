// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the kernel does with packets that were changed. */
enum ChangedPackets {
    /** It takes them back. */
    TAKEN,
    /** It takes them back, though in a user namespace, and a later one would not. */
    TAKEN_YET,
    /** It drops them: Linux 7.1 and later do in user namespaces, where root is not root of the machine. */
    DROPPED;

    /** In the first user namespace each of the 2^32 - 1 ids stands for itself. */
    private static final Pattern FIRST_NAMESPACE = Pattern.compile("\\s*0\\s+0\\s+4294967295\\s*");

    private static final Pattern RELEASE = Pattern.compile("(\\d+)\\.(\\d+).*", Pattern.DOTALL);
    private static final int MAJOR_THAT_DROPS = 7;
    private static final int MINOR_THAT_DROPS = 1;

    /**
     * What it does in the namespace that we are in.
     *
     * @param uidMap the text of {@code /proc/self/uid_map}; empty if there are no user namespaces
     * @param release as {@code uname -r} prints it
     */
    static ChangedPackets of(String uidMap, String release) {
        if (uidMap.isBlank() || FIRST_NAMESPACE.matcher(uidMap).matches()) {
            return TAKEN;
        }
        return dropsThem(release) ? DROPPED : TAKEN_YET;
    }

    private static boolean dropsThem(String release) {
        Matcher matcher = RELEASE.matcher(release);
        if (!matcher.matches()) {
            return false;
        }
        int major = Integer.parseInt(matcher.group(1));
        return major > MAJOR_THAT_DROPS
                || (major == MAJOR_THAT_DROPS && Integer.parseInt(matcher.group(2)) >= MINOR_THAT_DROPS);
    }
}
