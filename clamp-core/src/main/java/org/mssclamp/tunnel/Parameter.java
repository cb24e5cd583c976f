// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.tunnel;

import java.util.List;
import java.util.Optional;
import org.mssclamp.tunnel.Values.Numbers;
import org.mssclamp.tunnel.Values.Words;

/**
 * What a tunnel may be told.
 *
 * @param standard the value if none is written; empty if that is something no value says
 * @param meaning what it changes, as a phrase
 */
public record Parameter(String key, Values values, Optional<String> standard, String meaning) {
    static Parameter flag(String key, boolean standard, String meaning) {
        return new Parameter(key, Words.FLAG, Optional.of(Boolean.toString(standard)), meaning);
    }

    /** The first word is the default. */
    static Parameter word(String key, List<String> words, String meaning) {
        return new Parameter(key, new Words(words), Optional.of(words.get(0)), meaning);
    }

    static Parameter number(String key, Numbers numbers, int standard, String meaning) {
        return new Parameter(key, numbers, Optional.of(Integer.toString(standard)), meaning);
    }

    static Parameter optional(String key, Numbers numbers, String meaning) {
        return new Parameter(key, numbers, Optional.empty(), meaning);
    }

    /** Whether it is told true or false. */
    public boolean isFlag() {
        return values.equals(Words.FLAG);
    }
}
