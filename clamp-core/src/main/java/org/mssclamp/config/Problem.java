// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.Optional;

/**
 * Something wrong or unwise in a text, and where.
 *
 * @param path of the value in the tree, such as {@code rules[1].set-mss}; empty for the text as a whole
 * @param message what is the matter and what is allowed
 * @param hint what to write instead
 */
public record Problem(Severity severity, Position position, String path, String message, Optional<String> hint) {
    /** Whether a text with the problem can be used. */
    public enum Severity {
        /** It cannot. */
        ERROR("error"),
        /** It can, but probably does not do what was meant. */
        WARNING("warning");

        private final String label;

        Severity(String label) {
            this.label = label;
        }

        /** The name in output. */
        public String label() {
            return label;
        }
    }

    /**
     * The problem for people: place and message, the line with the place underlined, the hint.
     *
     * <pre>
     * mssclamp.yaml:12:14: rules[1].set-mss: 70000 is out of range, allowed 64-65495
     *   12 |     set-mss: 70000
     *      |              ^~~~~
     * hint: for a WireGuard tunnel with MTU 1420 write "mtu: 1420"
     * </pre>
     */
    @Override
    public String toString() {
        StringBuilder rendered = new StringBuilder().append(position).append(": ");
        if (severity == Severity.WARNING) {
            rendered.append("warning: ");
        }
        if (!path.isEmpty()) {
            rendered.append(path).append(": ");
        }
        rendered.append(message).append('\n').append(Excerpt.of(position));
        hint.ifPresent(text -> rendered.append("\nhint: ").append(text));
        return rendered.toString();
    }
}
