// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs tests only where {@link KernelTests} do, and iptables-legacy works.
 *
 * <p>Rules of iptables-nft see other packets: as nftables expressions they do not look behind an IPv6 authentication
 * header, and pass a short TCP header where {@code -m tcp} drops it.
 */
public final class XtablesTests implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return KernelTests.evaluate(context, missing());
    }

    private static String missing() {
        if (!KernelTests.MISSING.isEmpty()) {
            return KernelTests.MISSING;
        }
        return Firewall.XTABLES ? "" : "iptables-legacy does not work here, whose matches are the oracle";
    }
}
