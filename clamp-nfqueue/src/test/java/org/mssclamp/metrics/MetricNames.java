// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The names of metrics that are somewhere. */
public final class MetricNames {
    private static final Pattern NAME = Pattern.compile("\\b(?:mssclampd|process|jvm)_[a-z][a-z0-9_]*\\b");

    private MetricNames() {}

    /** Those that a page, alerts or a dashboard name. */
    public static Set<String> in(Path document) throws IOException {
        return NAME.matcher(Files.readString(document))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Those that a scrape has samples of. */
    public static Set<String> ofSamples(String scrape) {
        return scrape.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceFirst("[{ ].*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
