// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mssclamp.firewall.SavedRule;
import org.mssclamp.firewall.SavedRules.Line;
import org.mssclamp.firewall.ShellWords;
import org.mssclamp.packet.Family;

/**
 * Commands of one family that add rules, in a script, a unit of systemd, a file of wg-quick, or by themselves.
 *
 * <p>Those that delete or ask are passed over. Not thread-safe.
 */
final class IptablesCommands {
    private static final Pattern PROGRAM = Pattern.compile("(?:.*[/=])?ip(6?)tables(?:-legacy|-nft)?");

    /** A variable or a substitution that stands for the program of IPv6, such as {@code $IP6T}, {@code ${IPT6}}. */
    private static final Pattern OF_IPV6 = Pattern.compile("(?i)ip6|ipt[a-z_]{0,16}6");

    private static final Pattern LOOP = Pattern.compile("\\bfor[ \\t]{1,8}(\\w{1,64})[ \\t]{1,8}in\\b([^;\\n]{0,400})");
    private static final Pattern VARIABLE = Pattern.compile("[\"']?[$][{]?(\\w{1,64})[}]?[\"']?");

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");
    private static final Set<String> SEPARATORS = Set.of(";", "&&", "||", "|", "&");
    private static final Set<String> BARE = Set.of("-v", "--verbose", "-n", "--numeric", "-4", "-6", "-w", "--wait");
    private static final String TARGET = "TCPMSS";
    private static final int MAX_PROGRAM = 64;
    private static final String CONTINUED = "\\";

    private final Family family;
    private final Family unsaid;
    private final Map<Place, List<SavedRule>> chains = new LinkedHashMap<>();
    private final List<Entry> unread = new ArrayList<>();
    private final Set<String> ofBoth = new HashSet<>();
    private final StringBuilder begun = new StringBuilder();
    private int beginning;

    /** A chain of a table. */
    record Place(String table, String chain) {}

    /** The family of what does not say its own is given besides; the text tells which variables stand for both programs. */
    IptablesCommands(Family family, Family unsaid, String text) {
        this.family = family;
        this.unsaid = unsaid;
        LOOP.matcher(text)
                .results()
                .filter(loop -> loop.group(2).contains("ip6tables"))
                .forEach(loop -> ofBoth.add(loop.group(1)));
    }

    /** The rules that were added, in the order packets meet them. */
    Map<Place, List<SavedRule>> chains() {
        return chains;
    }

    /** What clamps, but is no command that was understood. */
    List<Entry> unread() {
        return unread;
    }

    /** The next line; it may end in a backslash and go on in the one behind. */
    void take(Line line) {
        if (begun.isEmpty()) {
            beginning = line.number();
        }
        if (line.text().endsWith(CONTINUED)) {
            begun.append(line.text(), 0, line.text().length() - 1).append(' ');
            return;
        }
        String whole = begun + line.text();
        begun.setLength(0);
        Optional<List<String>> words = ShellWords.of(whole);
        boolean isTaken = words.isPresent() && takeCommands(new Line(beginning, whole), words.get());
        if (!isTaken && family == unsaid && whole.contains(TARGET) && !whole.startsWith("#")) {
            unread.add(Entry.lost(beginning, whole, "this is no command of iptables that adds a rule"));
        }
    }

    /** The last line may end in a backslash, too. */
    void end() {
        if (!begun.isEmpty()) {
            take(new Line(beginning, ""));
        }
    }

    /** Whether some command of it was one of iptables, of whichever family. */
    private boolean takeCommands(Line line, List<String> words) {
        boolean isTaken = false;
        List<String> command = new ArrayList<>();
        for (String word : words) {
            boolean ends = word.endsWith(";") || SEPARATORS.contains(word);
            if (!SEPARATORS.contains(word)) {
                command.add(ends ? word.substring(0, word.length() - 1) : word);
            }
            if (ends) {
                isTaken |= takeCommand(line, command);
                command.clear();
            }
        }
        return takeCommand(line, command) || isTaken;
    }

    private boolean takeCommand(Line line, List<String> command) {
        int program = 0;
        while (program < command.size()
                && !PROGRAM.matcher(command.get(program)).matches()) {
            program++;
        }
        if (program < command.size()) {
            boolean isIpv6 = command.get(program).contains("ip6tables");
            return takeArguments(
                    line, isIpv6 ? Family.IPV6 : Family.IPV4, command.subList(program + 1, command.size()));
        }
        int first = 0;
        while (first < command.size() && !command.get(first).startsWith("-")) {
            first++;
        }
        return takeArguments(line, said(command.subList(0, first)), command.subList(first, command.size()));
    }

    /** What family the words before the first option say. */
    private Family said(List<String> words) {
        for (String word : words) {
            Matcher variable = VARIABLE.matcher(word);
            if (variable.matches() && ofBoth.contains(variable.group(1))) {
                return family;
            }
            if (word.length() <= MAX_PROGRAM && OF_IPV6.matcher(word).find()) {
                return Family.IPV6;
            }
        }
        return unsaid;
    }

    /** Options apart from what hangs on them: {@code -AFORWARD}, {@code -tmangle}, {@code --append=FORWARD}. */
    private static List<String> apart(List<String> written) {
        List<String> arguments = new ArrayList<>();
        for (String word : written) {
            int equals = word.indexOf('=');
            if (word.matches("-[AIDRt][A-Za-z].*")) {
                arguments.add(word.substring(0, 2));
                arguments.add(word.substring(2));
            } else if (equals > 0 && (isOperation(word.substring(0, equals)) || word.startsWith("--table="))) {
                arguments.add(word.substring(0, equals));
                arguments.add(word.substring(equals + 1));
            } else {
                arguments.add(word);
            }
        }
        return arguments;
    }

    /** Whether they say what to do with a chain. */
    private boolean takeArguments(Line line, Family said, List<String> written) {
        List<String> arguments = apart(written);
        String table = "filter";
        String operation = "";
        String chain = "";
        int index = 0;
        List<String> rule = new ArrayList<>();
        int position = Integer.MAX_VALUE;
        while (index < arguments.size()) {
            String word = arguments.get(index++);
            boolean hasNext = index < arguments.size();
            if ((word.equals("-t") || word.equals("--table")) && hasNext) {
                table = arguments.get(index++);
            } else if (BARE.contains(word)) {
                index += word.startsWith("-w") && hasNext && isNumber(arguments.get(index)) ? 1 : 0;
            } else if (operation.isEmpty() && isOperation(word) && hasNext) {
                operation = word;
                chain = arguments.get(index++);
                if (isInsertion(word)) {
                    boolean isPlaced = index < arguments.size() && isNumber(arguments.get(index));
                    position = isPlaced ? Integer.parseInt(arguments.get(index++)) : 1;
                }
            } else {
                rule.add(word);
            }
        }
        if (said == family && (isInsertion(operation) || operation.equals("-A") || operation.equals("--append"))) {
            add(line, new Place(table, chain), position, rule);
        } else if (said == family && isReplacement(operation) && rule.contains(TARGET)) {
            unread.add(
                    Entry.lost(line.number(), line.text(), "it takes the place of another rule, which is not known"));
        }
        return !operation.isEmpty();
    }

    private void add(Line line, Place place, int position, List<String> rule) {
        List<String> words = new ArrayList<>(List.of("-A", place.chain()));
        words.addAll(rule);
        List<SavedRule> rules = chains.computeIfAbsent(place, key -> new ArrayList<>());
        SavedRule.read(line.number(), line.text(), Optional.empty(), words)
                .ifPresent(read -> rules.add(Math.min(Math.max(position - 1, 0), rules.size()), read));
    }

    private static boolean isNumber(String word) {
        return NUMBER.matcher(word).matches();
    }

    private static boolean isInsertion(String operation) {
        return operation.equals("-I") || operation.equals("--insert");
    }

    private static boolean isReplacement(String operation) {
        return operation.equals("-R") || operation.equals("--replace");
    }

    private static boolean isOperation(String word) {
        return switch (word) {
            case "-A", "--append", "-I", "--insert", "-D", "--delete", "-C", "--check", "-R", "--replace" -> true;
            case "-N", "--new-chain", "-X", "--delete-chain", "-F", "--flush", "-Z", "--zero", "-P", "--policy" -> true;
            case "-E", "--rename-chain", "-L", "--list", "-S", "--list-rules" -> true;
            default -> false;
        };
    }
}
