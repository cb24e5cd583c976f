// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.tunnel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mssclamp.oracle.Dice;

/** Tunnels with all that their parameters allow, or with a choice of it. */
final class SampleTunnels {
    private static final int RANDOM_NUMBERS = 6;

    /** Where numbers begin to matter for the paths that are tried. */
    private static final int MEDIUM_MTU = 1200;

    private static final int LARGEST_MTU = 1700;

    private final Dice dice;

    SampleTunnels(Dice dice) {
        this.dice = dice;
    }

    /** Every combination of the values of each parameter, of numbers some; at most so many tunnels, then at random. */
    List<Tunnel> of(Preset preset, int atMost) {
        List<Map<String, String>> combinations = new ArrayList<>(List.of(Map.of()));
        for (Parameter parameter : preset.parameters()) {
            List<Map<String, String>> longer = new ArrayList<>(combinations);
            for (String value : values(parameter)) {
                for (Map<String, String> combination : combinations) {
                    Map<String, String> with = new HashMap<>(combination);
                    with.put(parameter.key(), value);
                    longer.add(with);
                }
            }
            // What is left out equals the default: needed for one parameter, not for each combination.
            combinations = parameter.standard().isPresent() && longer.size() > atMost
                    ? new ArrayList<>(longer.subList(combinations.size(), longer.size()))
                    : longer;
        }
        dice.shuffle(combinations);
        return combinations.stream().limit(atMost).map(preset::tunnel).toList();
    }

    /** Nothing, then each word of each parameter by itself. */
    static List<Map<String, String>> eachWordOf(Preset preset) {
        List<Map<String, String>> each = new ArrayList<>(List.of(Map.of()));
        for (Parameter parameter : preset.parameters()) {
            if (parameter.values() instanceof Values.Words words) {
                words.words().forEach(word -> each.add(Map.of(parameter.key(), word)));
            }
        }
        return each;
    }

    Tunnel any(Preset preset) {
        Map<String, String> written = new HashMap<>();
        for (Parameter parameter : preset.parameters()) {
            if (dice.oneIn(2)) {
                written.put(parameter.key(), dice.oneOf(values(parameter)));
            }
        }
        return preset.tunnel(written);
    }

    private List<String> values(Parameter parameter) {
        if (parameter.values() instanceof Values.Words words) {
            return words.words();
        }
        Values.Numbers numbers = (Values.Numbers) parameter.values();
        List<String> values = new ArrayList<>(List.of(number(numbers.low()), number(numbers.high())));
        for (int i = 0; i < RANDOM_NUMBERS; i++) {
            int steps = dice.between(least(numbers), Math.min(numbers.high(), LARGEST_MTU)) / numbers.multipleOf();
            values.add(number(steps * numbers.multipleOf()));
        }
        for (String word : numbers.words()) {
            values.add(number(dice.between(MEDIUM_MTU, LARGEST_MTU)) + " " + word);
        }
        return values;
    }

    private static int least(Values.Numbers numbers) {
        return numbers.high() > LARGEST_MTU ? MEDIUM_MTU : numbers.low() + numbers.multipleOf() - 1;
    }

    private static String number(int value) {
        return Integer.toString(value);
    }
}
