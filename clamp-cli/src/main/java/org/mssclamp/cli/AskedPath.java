// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import org.mssclamp.packet.Family;
import org.mssclamp.route.PathAnswer;
import org.mssclamp.rule.Direction;
import org.mssclamp.rule.Prefix;

/** What the kernel was asked about one path of a packet. */
record AskedPath(Question question, PathAnswer answer) {
    Prefix to() {
        return isForward() ? question.syn().to() : question.syn().from();
    }

    private Prefix from() {
        return isForward() ? question.syn().from() : question.syn().to();
    }

    boolean isForward() {
        return answer.direction() == Direction.FORWARD;
    }

    /** A command that asks the same: {@code ip route get 192.0.2.10 from 10.8.0.2 iif wg0 ipproto tcp}. */
    String command() {
        String family = question.syn().family() == Family.IPV6 ? "-6 " : "";
        String mark = question.mark() == 0 ? "" : " mark 0x" + Integer.toHexString(question.mark());
        return "ip " + family + "route get " + to().text() + (answer.asOwn() ? out() : in()) + mark + " ipproto tcp";
    }

    private String in() {
        String in = isForward() ? question.in() : question.out();
        return " from " + from().text() + (in.isEmpty() ? "" : " iif " + in);
    }

    private String out() {
        return isForward() ? " oif " + question.out() : "";
    }
}
