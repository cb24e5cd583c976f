// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.mssclamp.manual.Manual;
import org.mssclamp.manual.Manual.Edition;
import picocli.CommandLine.Model.CommandSpec;

/** Writes what packages carry besides the program and is made from it: man pages and completion. For the build. */
public final class PackagedDocuments {
    /** XFL of RFC 1952 2.3.1. */
    private static final int EXTRA_FLAGS_OFFSET = 8;

    private static final byte SLOWEST = 2;
    private static final int DATE_LENGTH = "2026-11-20".length();

    private PackagedDocuments() {}

    /** Arguments: directory of the sources, version, time of it, directory to write to. */
    public static void main(String[] arguments) throws IOException {
        Edition edition = new Edition(arguments[1], arguments[2].substring(0, DATE_LENGTH));
        Path directory = Files.createDirectories(Path.of(arguments[3]));
        for (Map.Entry<String, String> document :
                all(Path.of(arguments[0]), edition).entrySet()) {
            Files.writeString(directory.resolve(document.getKey()), document.getValue());
            Files.write(directory.resolve(document.getKey() + ".gz"), compressed(document.getValue()));
        }
    }

    /** As well as gzip can, and saying so, as Debian wants man pages; without a time. */
    private static byte[] compressed(String text) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (BestCompression gzip = new BestCompression(octets)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        byte[] compressed = octets.toByteArray();
        compressed[EXTRA_FLAGS_OFFSET] = SLOWEST;
        return compressed;
    }

    private static final class BestCompression extends GZIPOutputStream {
        BestCompression(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }

    /** Each by the name of its file. */
    static Map<String, String> all(Path root, Edition edition) throws IOException {
        CommandSpec command = Mssclamp.specification();
        Map<String, String> documents = new TreeMap<>(new Manual(root, command, edition).pages());
        documents.put("mssclamp.bash", Completion.Shell.BASH.script(command));
        documents.put("_mssclamp", Completion.Shell.ZSH.script(command));
        return documents;
    }
}
