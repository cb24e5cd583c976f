// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.tunnel;

import java.util.List;
import java.util.regex.Pattern;

/** The values a parameter may have. */
public sealed interface Values {
    /** Whether the text is one of them. */
    boolean accept(String text);

    /** What to write, for help and error messages. */
    String allowed();

    /** One of some words. */
    record Words(List<String> words) implements Values {
        static final Words FLAG = new Words(List.of("true", "false"));

        /** Copies the words. */
        public Words {
            words = List.copyOf(words);
        }

        @Override
        public boolean accept(String text) {
            return words.contains(text);
        }

        @Override
        public String allowed() {
            return String.join(", ", words);
        }
    }

    /** A whole number from low to high, both included, that is a multiple of something; a word may follow. */
    record Numbers(int low, int high, int multipleOf, List<String> words) implements Values {
        private static final Pattern NUMBER_AND_WORD = Pattern.compile("(?:0|[1-9][0-9]{0,4})(?: [a-z]+)?");

        /** Copies the words. */
        public Numbers {
            words = List.copyOf(words);
        }

        static Numbers from(int low, int high) {
            return new Numbers(low, high, 1, List.of());
        }

        @Override
        public boolean accept(String text) {
            if (!NUMBER_AND_WORD.matcher(text).matches()) {
                return false;
            }
            int number = numberIn(text);
            String word = wordIn(text);
            return low <= number
                    && number <= high
                    && number % multipleOf == 0
                    && (word.isEmpty() || words.contains(word));
        }

        @Override
        public String allowed() {
            String range = low + "-" + high + (multipleOf == 1 ? "" : " in steps of " + multipleOf);
            return words.isEmpty() ? range : range + ", alone or with " + String.join(" or ", words) + " after it";
        }

        /** The number of an accepted text. */
        static int numberIn(String text) {
            int space = text.indexOf(' ');
            return Integer.parseInt(space < 0 ? text : text.substring(0, space));
        }

        /** The word of an accepted text, empty if it has none. */
        static String wordIn(String text) {
            int space = text.indexOf(' ');
            return space < 0 ? "" : text.substring(space + 1);
        }
    }
}
