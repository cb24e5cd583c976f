// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.firewall;

import java.util.Optional;
import org.mssclamp.rule.Action.SetMss;
import org.mssclamp.rule.MarkMask;

/**
 * The rule of the kernel's own that clamps the SYNs the daemon did not answer.
 *
 * @param mark what each verdict of the daemon sets; its value is not 0, which every packet begins with
 * @param limit the MSS for each family; empty for what the path of the packet allows
 */
public record SafetyNet(MarkMask mark, Optional<SetMss> limit) {
    public SafetyNet {
        if (mark.value() == 0) {
            throw new IllegalArgumentException("a packet without a mark has " + mark);
        }
    }
}
