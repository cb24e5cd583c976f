// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.mssclamp.config.ConfigParser;
import org.mssclamp.config.Gateway;
import org.mssclamp.config.ParseResult;

/**
 * The text of a configuration file, as it was read.
 *
 * @param source what problems call it
 */
record ConfigText(String source, String text) {
    /** As {@link ConfigParser} reads it, with what is unwise on that gateway. */
    ParseResult parse(Gateway gateway) {
        return ConfigParser.parse(source, text, gateway);
    }

    /** SHA-256 of the file's octets, as sha256sum(1) prints it: the text was UTF-8 without fault. */
    String hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // every Java has it
        }
    }
}
