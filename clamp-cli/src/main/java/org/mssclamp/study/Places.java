// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.study;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The interfaces of captures by number. Beyond so many they are not told apart: who writes a capture may make up any. */
final class Places {
    private static final int MOST = 64;
    private static final String OTHERS = "(other interfaces)";

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> names = new ArrayList<>();

    int number(String name) {
        Integer known = numbers.get(name);
        if (known != null) {
            return known;
        }
        if (names.size() == MOST) {
            return MOST - 1;
        }
        names.add(names.size() == MOST - 1 ? OTHERS : name);
        numbers.put(name, names.size() - 1);
        return names.size() - 1;
    }

    /** Empty for that of a capture that does not say. */
    String name(int number) {
        return names.get(number);
    }
}
