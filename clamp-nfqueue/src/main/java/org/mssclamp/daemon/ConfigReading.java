// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.util.List;
import org.mssclamp.config.Configuration;
import org.mssclamp.config.Gateway;
import org.mssclamp.config.ParseResult;
import org.mssclamp.config.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was read of a configuration file.
 *
 * @param doubts about who may change it, as sentences to warn with
 */
record ConfigReading(ConfigText text, ParseResult result, List<String> doubts) {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigReading.class);

    /** Copies the list. */
    ConfigReading {
        doubts = List.copyOf(doubts);
    }

    /** Reads the file; throws if it cannot be read, or anyone may change it. */
    static ConfigReading of(ConfigFile file) throws StartException {
        List<String> doubts = file.doubts();
        ConfigText text = file.read();
        return new ConfigReading(text, text.parse(Gateway.UNKNOWN), doubts);
    }

    /** Logs what is wrong or unwise in it. */
    void log() {
        doubts.forEach(LOG::warn);
        for (Problem problem : result.problems()) {
            if (problem.severity() == Problem.Severity.ERROR) {
                LOG.error("{}", problem);
            } else {
                LOG.warn("{}", problem);
            }
        }
    }

    /** What it says; throws if it has errors. */
    Configuration configuration() throws StartException {
        if (result instanceof ParseResult.Accepted accepted) {
            return accepted.configuration();
        }
        throw new StartException(ExitCode.CONFIG, text.source() + ": the configuration has errors");
    }
}
