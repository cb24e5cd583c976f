// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.control;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a client asks for, in one line: {@code reload dry-run json}.
 *
 * @param verb the first word
 * @param arguments the other words in their order, without {@code json}
 * @param json whether {@code json} is among them: the answer is to be one JSON document
 */
public record ControlRequest(String verb, List<String> arguments, boolean json) {
    /** Of the line, its end included. */
    static final int MOST_OCTETS = 1024;

    private static final String JSON = "json";

    /** Copies the list. */
    public ControlRequest {
        arguments = List.copyOf(arguments);
    }

    /** Reads a line, whatever is in it; throws if it has no word. */
    static ControlRequest parse(byte[] line) throws ControlException {
        List<String> words = new ArrayList<>(
                List.of(new String(line, StandardCharsets.UTF_8).strip().split("\\s+", -1)));
        String verb = words.remove(0);
        if (verb.isEmpty()) {
            throw new ControlException(RefusalCode.USAGE, "the line is empty");
        }
        boolean json = words.removeIf(JSON::equals);
        return new ControlRequest(verb, words, json);
    }

    /** Whether the arguments are just this word; throws if there are others. */
    boolean isOnly(String word) throws ControlException {
        if (arguments.isEmpty()) {
            return false;
        }
        if (!arguments.equals(List.of(word))) {
            throw new ControlException(
                    RefusalCode.USAGE,
                    verb + " takes " + word + " and json, not " + printable(String.join(" ", arguments)));
        }
        return true;
    }

    /** Throws if there are arguments. */
    void refuseArguments() throws ControlException {
        if (!arguments.isEmpty()) {
            throw new ControlException(
                    RefusalCode.USAGE, verb + " takes json alone, not " + printable(String.join(" ", arguments)));
        }
    }

    /** The text in quotes, without what a terminal might obey, and not for ever. */
    static String printable(String text) {
        int length = Math.min(text.length(), 40);
        String shown = text.substring(0, length).replaceAll("[^\\p{Print}]", "?");
        return "\"" + shown + (length < text.length() ? "..." : "") + "\"";
    }
}
