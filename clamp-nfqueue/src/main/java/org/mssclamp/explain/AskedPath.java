// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.explain;

import org.mssclamp.packet.Family;
import org.mssclamp.route.PathAnswer;
import org.mssclamp.rule.Direction;

/** What the kernel was asked about one path of a packet. */
record AskedPath(ExplainedSyn syn, PathAnswer answer) {
    String to() {
        return isForward() ? syn.to() : syn.from();
    }

    private String from() {
        return isForward() ? syn.from() : syn.to();
    }

    boolean isForward() {
        return answer.direction() == Direction.FORWARD;
    }

    /** A command that asks the same: {@code ip route get 192.0.2.10 from 10.8.0.2 iif wg0 ipproto tcp}. */
    String command() {
        String family = syn.family() == Family.IPV6 ? "-6 " : "";
        String mark = syn.mark() == 0 ? "" : " mark 0x" + Integer.toHexString(syn.mark());
        return "ip " + family + "route get " + to() + (answer.asOwn() ? out() : in()) + mark + " ipproto tcp";
    }

    private String in() {
        String in = isForward() ? syn.in() : syn.out();
        return " from " + from() + (in.isEmpty() ? "" : " iif " + in);
    }

    private String out() {
        return isForward() ? " oif " + syn.out() : "";
    }
}
