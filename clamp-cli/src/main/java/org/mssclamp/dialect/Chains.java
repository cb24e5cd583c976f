// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The chains of one firewall with their rules, and which of them packets come to by themselves. Not thread-safe. */
final class Chains {
    private final Map<String, List<ChainStep>> steps = new LinkedHashMap<>();
    private final List<Hook> hooks = new ArrayList<>();

    /**
     * A chain that packets come to by themselves.
     *
     * @param order lower ones come first
     * @param label what people call it
     */
    record Hook(String chain, int order, String label) {}

    /** The chain's rules, to be added to; a new chain has none. */
    List<ChainStep> steps(String chain) {
        return steps.computeIfAbsent(chain, name -> new ArrayList<>());
    }

    boolean has(String chain) {
        return steps.containsKey(chain);
    }

    void hook(Hook hook) {
        if (hooks.stream().noneMatch(known -> known.chain().equals(hook.chain()))) {
            hooks.add(hook);
        }
    }

    /** In the order packets come to them. */
    List<Hook> hooks() {
        return hooks.stream().sorted(Comparator.comparingInt(Hook::order)).toList();
    }

    /** In the order of the text. */
    List<String> names() {
        return List.copyOf(steps.keySet());
    }
}
