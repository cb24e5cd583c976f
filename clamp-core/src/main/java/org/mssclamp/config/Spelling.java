// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the word that was meant. */
final class Spelling {
    private static final int MAX_DISTANCE = 2;
    private static final int MAX_LENGTH = 40;

    private Spelling() {}

    static String question(String word) {
        return "did you mean \"" + word + "\"?";
    }

    /** The word with the fewest letters to change, if they are fewer than those to keep. */
    static Optional<String> nearest(String written, List<String> words) {
        if (written.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        return words.stream()
                .filter(word -> {
                    int distance = distance(written, word);
                    return distance <= MAX_DISTANCE && 2 * distance < word.length();
                })
                .min(Comparator.comparingInt(word -> distance(written, word)));
    }

    /** Letters to insert, delete, replace or swap with the next (optimal string alignment). */
    static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cheapest(int[][] cost, String a, String b, int i, int j) {
        char last = a.charAt(i - 1);
        int replaced = cost[i - 1][j - 1] + (last == b.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && last == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
    }
}
