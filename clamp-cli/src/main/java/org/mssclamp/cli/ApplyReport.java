// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.mssclamp.status.Json;

/**
 * What {@code pcap apply} did.
 *
 * @param capture the file that was read
 * @param copy the file that was written
 * @param configuration the file's name
 * @param passage what was said of it, not what the capture records
 * @param pathMtu what paths carry, if that was said
 * @param frames how many were read
 * @param withoutIp those without an IP packet, which are as they were
 * @param unreadLinks of those, the ones whose link type is not known
 * @param changed packets whose octets were changed
 * @param leftOut packets that were dropped
 */
record ApplyReport(
        String capture,
        String copy,
        String configuration,
        Passage passage,
        OptionalInt pathMtu,
        long frames,
        long withoutIp,
        long unreadLinks,
        long changed,
        long leftOut,
        Census census) {
    long written() {
        return frames - leftOut;
    }

    /** For programs. */
    String json() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("capture", capture);
        members.put("copy", copy);
        members.put("file", configuration);
        members.put("in", passage.in().isEmpty() ? null : passage.in());
        members.put("out", passage.out().isEmpty() ? null : passage.out());
        members.put("mark", Integer.toUnsignedLong(passage.mark()));
        members.put("pathMtu", pathMtu.isPresent() ? pathMtu.getAsInt() : null);
        members.put("read", frames);
        members.put("written", written());
        members.put("changed", changed);
        members.put("leftOut", leftOut);
        members.put("withoutIp", withoutIp);
        members.put("unknownLinkType", unreadLinks);
        members.putAll(new CensusJson(census).members());
        return Json.render(members);
    }
}
