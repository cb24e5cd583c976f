// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import java.util.Optional;
import org.mssclamp.dialect.ChainStep.Accept;
import org.mssclamp.dialect.ChainStep.After;
import org.mssclamp.dialect.ChainStep.Clamp;
import org.mssclamp.dialect.ChainStep.Jump;
import org.mssclamp.dialect.ChainStep.Nothing;
import org.mssclamp.dialect.ChainStep.Return;
import org.mssclamp.dialect.ChainStep.Unknown;
import org.mssclamp.dialect.ChainStep.Verdict;
import org.mssclamp.firewall.SavedOption;
import org.mssclamp.firewall.SavedRule;
import org.mssclamp.firewall.SavedTarget;
import org.mssclamp.rule.Action.ClampToPmtu;
import org.mssclamp.rule.Action.SetMss;

/** What targets of iptables do with a packet, as far as its MSS goes. */
final class IptablesVerdicts {
    private static final String CLAMP_TO_PMTU = "--clamp-mss-to-pmtu";
    private static final String SET_MSS = "--set-mss";
    private static final int MAX_MSS = 0xFFFF;

    private IptablesVerdicts() {}

    /** A target that is no chain of the table leads nowhere. */
    static Verdict of(SavedRule rule, String table) {
        Optional<SavedTarget> target = rule.target();
        if (target.isEmpty()) {
            return new Nothing();
        }
        return switch (target.get().name()) {
            case "TCPMSS" -> clamp(target.get());
            case "ACCEPT", "NFQUEUE", "QUEUE" -> new Accept();
            case "RETURN" -> new Return();
            case "DROP", "REJECT" -> new Nothing();
            default -> new Jump(table + " " + target.get().name(), target.get().returns());
        };
    }

    /** Whether it says to what TCPMSS is to clamp. */
    static boolean isOfClamp(SavedOption option) {
        return option.name().equals(SET_MSS) || isToPmtu(option);
    }

    /** In short, too. */
    private static boolean isToPmtu(SavedOption option) {
        return option.name().length() > 2 && CLAMP_TO_PMTU.startsWith(option.name());
    }

    /** The target does not end the walk (XT_CONTINUE), and adds an MSS where there is none: net/netfilter/xt_TCPMSS.c. */
    private static Verdict clamp(SavedTarget target) {
        for (SavedOption option : target.options()) {
            if (isToPmtu(option)) {
                return new Clamp(ClampToPmtu.DEFAULT, true, After.ON);
            }
        }
        Optional<SavedOption> set = target.option(SET_MSS);
        if (set.isEmpty()) {
            return new Unknown("TCPMSS without --set-mss or --clamp-mss-to-pmtu");
        }
        try {
            int mss = Math.min(Literals.number(set.get().argument()), MAX_MSS);
            return new Clamp(new SetMss(mss, mss), true, After.ON);
        } catch (UntranslatableException e) {
            return new Unknown(e.reason());
        }
    }
}
