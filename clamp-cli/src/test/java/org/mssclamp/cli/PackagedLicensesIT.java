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

    private final List<String> named;

    PackagedLicensesIT() throws IOException {
        named = Pattern.compile(DIRECTORY + "(\\S+-)[*][.]jar")
                .matcher(Files.readString(Path.of("src/main/deb/copyright")))
                .results()
                .map(jar -> jar.group(1))
                .toList();
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
