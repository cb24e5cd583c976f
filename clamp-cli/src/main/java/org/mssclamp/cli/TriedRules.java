// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mssclamp.clamp.Paths;
import org.mssclamp.config.Configuration;
import org.mssclamp.daemon.StartException;
import org.mssclamp.route.Links;
import org.mssclamp.route.PathTrace;
import org.mssclamp.rule.Interface;
import org.mssclamp.rule.PacketContext;
import org.mssclamp.rule.RuleTable;
import org.mssclamp.study.RuleTrial;

/** The rules of a configuration, or none, to be tried on SYNs; paths are those of this host, if it has the interfaces. */
final class TriedRules implements AutoCloseable {
    private final Optional<RuleTrial> trial;
    private final PathSource source;
    private final @Nullable PathTrace paths;

    private TriedRules(Optional<RuleTrial> trial, PathSource source, @Nullable PathTrace paths) {
        this.trial = trial;
        this.source = source;
        this.paths = paths;
    }

    static TriedRules of(Optional<Configuration> configuration, Passage passage, Host host) throws StartException {
        if (configuration.isEmpty()) {
            return new TriedRules(Optional.empty(), PathSource.NOT_ASKED, null);
        }
        RuleTable table = new RuleTable(configuration.get().rules());
        if (!table.asksPaths()) {
            return offline(configuration.get(), table, passage, PathSource.NOT_ASKED);
        }
        Links links = host.links();
        Interface in = links.interfaceNamed(passage.in());
        Interface out = links.interfaceNamed(passage.out());
        PathSource source = PathSource.of(in, out);
        if (source != PathSource.HOST) {
            return offline(configuration.get(), table, passage, source);
        }
        PathTrace paths = host.trace();
        return new TriedRules(Optional.of(trial(configuration.get(), table, paths, in, out, passage)), source, paths);
    }

    private static TriedRules offline(
            Configuration configuration, RuleTable table, Passage passage, PathSource source) {
        RuleTrial trial = trial(
                configuration,
                table,
                Paths.NONE,
                new Interface(0, passage.in()),
                new Interface(0, passage.out()),
                passage);
        return new TriedRules(Optional.of(trial), source, null);
    }

    private static RuleTrial trial(
            Configuration configuration, RuleTable table, Paths paths, Interface in, Interface out, Passage passage) {
        PacketContext context = new PacketContext();
        context.fill(in, out, passage.mark(), false);
        return new RuleTrial(table, configuration.policy(), paths, context);
    }

    Optional<RuleTrial> trial() {
        return trial;
    }

    /** Null without rules. */
    CaptureReport.@Nullable Rules description(String file) {
        return trial.isEmpty() ? null : new CaptureReport.Rules(file, source);
    }

    @Override
    public void close() {
        if (paths != null) {
            paths.close();
        }
    }
}
