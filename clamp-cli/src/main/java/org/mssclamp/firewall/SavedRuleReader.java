// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.firewall;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells the options of one rule from their arguments, those of its target from its matches. */
final class SavedRuleReader {
    private static final Map<String, String> SHORT_NAMES = Map.ofEntries(
            Map.entry("--append", "-A"),
            Map.entry("--protocol", "-p"),
            Map.entry("--proto", "-p"),
            Map.entry("--source", "-s"),
            Map.entry("--src", "-s"),
            Map.entry("--destination", "-d"),
            Map.entry("--dst", "-d"),
            Map.entry("--in-interface", "-i"),
            Map.entry("--out-interface", "-o"),
            Map.entry("--fragment", "-f"),
            Map.entry("--match", "-m"),
            Map.entry("--jump", "-j"),
            Map.entry("--goto", "-g"),
            Map.entry("--source-port", "--sport"),
            Map.entry("--source-ports", "--sports"),
            Map.entry("--destination-port", "--dport"),
            Map.entry("--destination-ports", "--dports"));

    /** What stands behind these is text, even if it looks like an option. */
    private static final Set<String> TEXTS =
            Set.of("--comment", "--log-prefix", "--nflog-prefix", "--string", "--hex-string");

    private static final String NOT = "!";
    private static final int ATTACHED = 2;

    private final List<String> words;
    private final List<String> modules = new ArrayList<>();
    private final List<SavedOption> matches = new ArrayList<>();
    private final List<SavedOption> targetOptions = new ArrayList<>();
    private @Nullable String chain;
    private @Nullable String target;
    private boolean returns = true;
    private boolean atTarget;
    private String module = "";

    SavedRuleReader(List<String> words) {
        this.words = words;
    }

    Optional<SavedRule> read(int line, String text, Optional<SavedCounters> counters) {
        int index = 0;
        while (index < words.size()) {
            index = takeOption(index);
        }
        if (chain == null) {
            return Optional.empty();
        }
        Optional<SavedTarget> there =
                Optional.ofNullable(target).map(name -> new SavedTarget(name, returns, targetOptions));
        return Optional.of(new SavedRule(line, text, chain, counters, modules, matches, there));
    }

    /** Takes an option with its arguments, and gives the index behind. */
    private int takeOption(int begin) {
        int index = begin;
        boolean negated = words.get(index).equals(NOT);
        index += negated ? 1 : 0;
        if (index == words.size()) {
            return index;
        }
        List<String> arguments = new ArrayList<>();
        String name = name(words.get(index++), arguments);
        if (TEXTS.contains(name) && arguments.isEmpty() && index < words.size()) {
            arguments.add(words.get(index++));
        }
        while (index < words.size() && !isOption(index)) {
            String word = words.get(index++);
            if (word.equals(NOT)) {
                negated = true;
            } else {
                arguments.add(word);
            }
        }
        take(new SavedOption(module, negated, name, arguments));
        return index;
    }

    /** The name in its short form; puts an argument that hangs on it with the others. */
    private static String name(String word, List<String> arguments) {
        int equals = word.indexOf('=');
        if (word.startsWith("--")) {
            String name = equals < 0 ? word : word.substring(0, equals);
            if (equals >= 0) {
                arguments.add(word.substring(equals + 1));
            }
            return SHORT_NAMES.getOrDefault(name, name);
        }
        if (isName(word) && word.length() > ATTACHED) {
            arguments.add(word.substring(ATTACHED));
            return word.substring(0, ATTACHED);
        }
        return word;
    }

    /** A {@code !} belongs to the option behind it, or to the argument behind it. */
    private boolean isOption(int index) {
        String word = words.get(index);
        return word.equals(NOT) ? index + 1 < words.size() && isName(words.get(index + 1)) : isName(word);
    }

    /** Not a negative number, nor a dash by itself. */
    private static boolean isName(String word) {
        return word.length() > 1
                && word.charAt(0) == '-'
                && (word.charAt(1) == '-' || Character.isLetter(word.charAt(1)));
    }

    private void take(SavedOption option) {
        switch (option.name()) {
            case "-A" -> chain = option.argument();
            case "-m" -> {
                atTarget = false;
                module = option.argument();
                modules.add(module);
            }
            case "-j", "-g" -> {
                atTarget = true;
                target = option.argument();
                returns = option.name().equals("-j");
            }
            case "-p", "-s", "-d", "-i", "-o", "-f" -> {
                atTarget = false;
                matches.add(new SavedOption("", option.negated(), option.name(), option.arguments()));
            }
            default -> (atTarget ? targetOptions : matches).add(option);
        }
    }
}
