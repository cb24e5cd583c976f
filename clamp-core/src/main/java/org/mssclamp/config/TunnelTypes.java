// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mssclamp.tunnel.Preset;
import org.mssclamp.tunnel.Presets;

/** The kinds of tunnel by their names. */
public final class TunnelTypes {
    /** Shorter ones are in the title of too many. */
    private static final int LEAST_OF_A_TITLE = 3;

    /** What to write, for messages. */
    static final String ALLOWED = ", allowed " + String.join(", ", names());

    private TunnelTypes() {}

    private static List<String> names() {
        return Presets.all().stream().map(Preset::name).toList();
    }

    public static Preset parse(String text) throws FormatException {
        Optional<Preset> preset = Presets.named(text);
        if (preset.isPresent()) {
            return preset.get();
        }
        String hint = Spelling.nearest(text, names())
                .or(() -> titled(text))
                .map(Spelling::question)
                .orElse(null);
        throw new FormatException(Quoted.of(text) + " is not a kind of tunnel" + ALLOWED, hint);
    }

    /** Of {@code 6in4}, {@code IPsec} and the like. */
    private static Optional<String> titled(String text) {
        String meant = text.toLowerCase(Locale.ROOT);
        return Presets.all().stream()
                .filter(preset -> meant.length() >= LEAST_OF_A_TITLE
                        && preset.title().toLowerCase(Locale.ROOT).contains(meant))
                .map(Preset::name)
                .findFirst();
    }
}
