// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.mssclamp.netfilter.KernelTable;

/** Whether the rules of iptables are all of one kind, and none is there twice. */
final class IptablesKindsCheck {
    private IptablesKindsCheck() {}

    static Finding check(Facts facts) throws UnseenException {
        List<KernelTable> unread = facts.rules().unread();
        if (!unread.isEmpty()) {
            return unread(unread);
        }
        List<String> both = new ArrayList<>();
        for (String program : List.of("iptables", "ip6tables")) {
            if (facts.rules().hasRulesOf(program + "-legacy") && facts.rules().hasRulesOf(program + "-nft")) {
                both.add(program + "-legacy and " + program + "-nft");
            }
        }
        if (both.isEmpty()) {
            return Finding.ok("the rules of iptables are all of one kind");
        }
        boolean twice = facts.feeds().all().stream()
                        .map(feed -> feed.table().program().replaceFirst(".*-", ""))
                        .distinct()
                        .count()
                > 1;
        return Finding.warn(
                String.join(", ", both) + " both have rules, and packets pass through both"
                        + (twice ? ": SYNs are handed over twice" : ""),
                Cures.advice(
                        "write the rules of one anew with the other, policies among them, see that they do what they"
                                + " did, and then take them away"));
    }

    private static Finding unread(List<KernelTable> tables) {
        String names = tables.stream().map(KernelTable::toString).collect(Collectors.joining(", "));
        String program = tables.get(0).program() + "-save";
        return Finding.warn(
                "packets pass through tables that are not shown here, because " + program + " is not installed: "
                        + names,
                Cures.advice("see what is in them by that program, installed here or where they were made, as in a"
                        + " container on the network of this machine: " + program + " -c"));
    }
}
