// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.manual;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The man pages of a version.
 *
 * <p>Their prose lies in {@code clamp-cli/src/main/manual/NAME.SECTION.md}; what stands in braces there, as {@code
 * {{exit-codes}}}, is filled in.
 *
 * @param root the directory of the sources
 * @param command the command with its verbs
 * @param edition what stands at the foot of each page
 */
public record Manual(Path root, CommandSpec command, Edition edition) {
    private static final String SUFFIX = ".md";
    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z-]+)}}");
    private static final Pattern SECTION = Pattern.compile("(?ms)^## (.*?)$.*?(?=^## |\\z)");

    /**
     * What stands at the foot of each page.
     *
     * @param version such as {@code 0.1.0}
     * @param date as year, month and day
     */
    public record Edition(String version, String date) {}

    /** Each page in roff, by its file name, such as {@code mssclampd.8}. */
    public Map<String, String> pages() throws IOException {
        Map<String, String> pages = new TreeMap<>();
        try (Stream<Path> files = Files.list(root.resolve("clamp-cli/src/main/manual"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(SUFFIX)).toList()) {
                String name = file.getFileName().toString();
                String page = name.substring(0, name.length() - SUFFIX.length());
                pages.put(page, new RoffPage(page, edition).render(filled(Files.readString(file))));
            }
        }
        return pages;
    }

    private String filled(String text) {
        return PLACE.matcher(text).replaceAll(place -> Matcher.quoteReplacement(fill(place.group(1))));
    }

    private String fill(String place) {
        return switch (place) {
            case "daemon-options" -> CodeTables.daemonOptions();
            case "daemon-signals" -> CodeTables.daemonSignals();
            case "exit-codes" -> CodeTables.exitCodes();
            case "outcomes" -> CodeTables.outcomes();
            case "oddities" -> CodeTables.oddities();
            case "queue-events" -> CodeTables.queueEvents();
            case "path-events" -> CodeTables.pathEvents();
            case "presets" -> CodeTables.presets();
            case "default-configuration" -> "```\n" + read("config/mssclamp.yaml") + "```\n";
            case "rules" -> sectionsAboutTheFile();
            case "verbs" -> new VerbSections(command).markdown();
            default -> throw new IllegalArgumentException("nothing is called {{" + place + "}}");
        };
    }

    /** Those about verbs have a name in code; the verbs have a page of their own. */
    private String sectionsAboutTheFile() {
        List<String> sections = SECTION.matcher(read("docs/rules.md"))
                .results()
                .filter(section ->
                        !section.group(1).startsWith("`") && !section.group(1).equals("JSON"))
                .map(MatchResult::group)
                .toList();
        return String.join("", sections);
    }

    private String read(String file) {
        try {
            return Files.readString(root.resolve(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
