// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The copyright file of the packages names each library that they hold, and no other. */
class PackagedLicensesIT {
    private static final String DIRECTORY = "usr/lib/mssclamp/lib/";

    /** Of others, in a jar of ours. */
    private static final Path INCLUDED = Path.of("../clamp-nfqueue/src/main/resources/org/mssclamp/page/uplot");

    private final List<String> named;

    PackagedLicensesIT() throws IOException {
        named = Pattern.compile(DIRECTORY + "(\\S+-)[*][.]jar")
                .matcher(Files.readString(Path.of("src/main/deb/copyright")))
                .results()
                .map(jar -> jar.group(1))
                .filter(name -> !name.startsWith("clamp-"))
                .toList();
    }

    @Test
    void namesWhatOursInclude() throws IOException {
        String copyright = Files.readString(Path.of("src/main/deb/copyright"));
        assertThat(Files.readString(INCLUDED.resolve("LICENSE"))).contains("The MIT License", "(c) 2022 Leon Sorokin");
        String version = "1.6.32";
        assertThat(Files.readString(INCLUDED.resolve("uPlot.iife.min.js")))
                .startsWith("/*! https://github.com/leeoniya/uPlot (v" + version + ") */");
        assertThat(Files.readString(Path.of("src/main/deb/stage.xml"))).contains("pkg:npm/uplot@" + version);
        assertThat(copyright)
                .contains(
                        "Files: " + DIRECTORY + "clamp-nfqueue-*.jar\n",
                        "\n 2022 Leon Sorokin\n",
                        "includes uPlot (Expat,");
    }

    @Test
    void namesWhatIsThere() throws IOException {
        List<String> libraries = new Layout(Path.of("target/mssclamp"))
                .lib("").stream()
                        .map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".jar") && !name.startsWith("clamp-"))
                        .map(name -> name.replaceFirst("-[0-9][0-9A-Za-z.]*[.]jar", "-"))
                        .toList();

        assertThat(named).containsExactlyInAnyOrderElementsOf(libraries);
    }
}
