// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench.live;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the daemon did over minutes, in runs of their own: some of the same daemon as the other measurements, some not. */
final class Soaks {
    private record Soak(Line environment, Line line) {
        Variant variant() {
            return line.subject().variant();
        }

        /** Only then it tells of what was measured there. */
        boolean isOfDaemonIn(Line other) {
            return daemon(environment).equals(daemon(other))
                    && isKnown(daemon(other))
                    && jdk(environment).equals(jdk(other))
                    && environment.has(OWN_RULES) == other.has(OWN_RULES);
        }

        String jdk(Line where) {
            Object jdk = where.has("jdks") ? ((Map<?, ?>) where.member("jdks")).get(variant().id) : null;
            return Objects.toString(jdk, "no JDK");
        }
    }

    private static final String OWN_RULES = "own_rules";
    private static final String UNKNOWN = "unknown";

    private final List<Soak> soaks = new ArrayList<>();

    /** Takes the lines of any number of runs: each an environment, and what was measured in it. */
    Soaks(List<Line> lines) {
        Line environment = null;
        for (Line line : lines) {
            if (line.isEnvironment()) {
                environment = line;
            } else {
                soaks.add(new Soak(Objects.requireNonNull(environment, "no environment before the first soak"), line));
            }
        }
    }

    /** Those of the same daemon and JDK, the longest of each JDK last. */
    List<Line> joining(Line environment) {
        return soaks.stream()
                .filter(soak -> soak.isOfDaemonIn(environment))
                .map(Soak::line)
                .sorted(Comparator.comparingDouble(line -> line.number("window_ns")))
                .toList();
    }

    /** A sentence for each of another daemon or JDK, if there is none that joins in its place. */
    List<String> leftOut(Line environment) {
        List<Subject> joining = joining(environment).stream().map(Line::subject).toList();
        return soaks.stream()
                .filter(soak -> !joining.contains(soak.line().subject()))
                .map(soak -> "Left out: a run of %s as of %s on %s, not of %s on %s."
                        .formatted(
                                soak.variant().title,
                                daemon(soak.environment()),
                                soak.jdk(soak.environment()),
                                daemon(environment),
                                soak.jdk(environment)))
                .distinct()
                .toList();
    }

    /** The commit that last changed the daemon; where that was not noted, the commit it was built from. */
    private static String daemon(Line environment) {
        for (String member : List.of("daemon", "commit")) {
            if (environment.has(member)) {
                return environment.text(member);
            }
        }
        return UNKNOWN;
    }

    /** What was not committed may have been anything. */
    private static boolean isKnown(String daemon) {
        return !daemon.equals(UNKNOWN) && !daemon.endsWith("-dirty");
    }
}
