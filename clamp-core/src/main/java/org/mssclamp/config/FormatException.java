// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A scalar that is not what it should be; the message says what is allowed. */
public final class FormatException extends Exception {
    private static final long serialVersionUID = 1L;

    private final @Nullable String hint;

    FormatException(String message, @Nullable String hint) {
        super(message, null, false, false);
        this.hint = hint;
    }

    public FormatException(String message) {
        this(message, null);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /** What to write instead. */
    public Optional<String> hint() {
        return Optional.ofNullable(hint);
    }
}
