// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts what {@code nft} prints or reads into its statements: blocks of tables and chains, or commands line by line.
 *
 * <p>Not thread-safe.
 */
final class NftScript {
    private static final Set<String> ADDING = Set.of("nft", "add", "create", "insert");

    private static final int MAX_DEPTH = 8;
    private static final int MAX_HEAD = 400;

    /** The program before a command, in a script, with a path or by sudo, and the quote before what it is to do. */
    private static final Pattern PROGRAM =
            Pattern.compile("^(?:[^\"']{0,100}[ \\t/=])?nft[ \\t]+(?:-[a-z]+[ \\t]+)*[\"']?");

    private final NftRuleset ruleset = new NftRuleset();
    private final String text;
    private final Deque<Block> blocks = new ArrayDeque<>();
    private final StringBuilder statement = new StringBuilder();
    private int next;
    private int line = 1;
    private int beginning = 1;
    private int braces;

    /** What a brace has opened; without a name outside of tables and chains. */
    private record Block(String kind, List<String> words) {
        static final Block TOP = new Block("", List.of());
    }

    private NftScript(String text) {
        this.text = text;
    }

    /** Never throws, whatever the text. */
    static NftRuleset read(String text) {
        NftScript script = new NftScript(text);
        script.read();
        return script.ruleset;
    }

    private void read() {
        while (next < text.length()) {
            char c = text.charAt(next++);
            switch (c) {
                case '#' -> takeComment();
                case '"' -> takeQuoted();
                case '\\' -> takeBackslash();
                case '{' -> open();
                case '}' -> close();
                case ';', '\n' -> end(c);
                default -> take(c);
            }
        }
        end('\n');
    }

    private void take(char c) {
        if (statement.isEmpty()) {
            if (Character.isWhitespace(c)) {
                return;
            }
            beginning = line;
        }
        statement.append(c);
    }

    /** A target that nft does not know stands in a comment. */
    private void takeComment() {
        int end = text.indexOf('\n', next);
        String comment = text.substring(next, end < 0 ? text.length() : end);
        if (comment.contains("TCPMSS") && !statement.isEmpty()) {
            statement.append(" xt target \"TCPMSS\"");
        }
        next = end < 0 ? text.length() : end;
    }

    private void takeQuoted() {
        take('"');
        while (next < text.length()) {
            char c = text.charAt(next++);
            if (c == '\n') {
                next--;
                return;
            }
            statement.append(c);
            if (c == '"') {
                return;
            }
        }
    }

    /** A line that goes on in the next. */
    private void takeBackslash() {
        if (next < text.length() && text.charAt(next) == '\n') {
            next++;
            line++;
        }
        take(' ');
    }

    private void open() {
        List<String> words = braces > 0 || isInRules() || statement.length() > MAX_HEAD ? List.of() : words();
        if (!opensBlock(words)) {
            take('{');
            braces++;
            return;
        }
        blocks.push(new Block(words.get(0), inBlock(words)));
        statement.setLength(0);
        if (words.get(0).equals("chain")) {
            ruleset.chain(chainOf(innermost()));
        }
    }

    /** Where braces hold values, and no statements. */
    private boolean isInRules() {
        String kind = innermost().kind();
        return kind.equals("chain") || kind.equals("set") || kind.equals("map");
    }

    private boolean opensBlock(List<String> words) {
        return !words.isEmpty()
                && blocks.size() < MAX_DEPTH
                && !words.get(0).equals("rule")
                && !words.get(0).equals("element");
    }

    /** Without what says to add it, and with the family and the table in which it stands. */
    private List<String> inBlock(List<String> words) {
        List<String> whole = new ArrayList<>(words.subList(1, words.size()));
        if (innermost().kind().equals("table")) {
            whole.addAll(0, innermost().words());
        }
        boolean saysFamily = !whole.isEmpty() && NftRuleset.isFamily(whole.get(0));
        if (!saysFamily) {
            whole.add(0, NftRuleset.DEFAULT_FAMILY);
        }
        return whole;
    }

    private Block innermost() {
        return blocks.isEmpty() ? Block.TOP : blocks.element();
    }

    private static String chainOf(Block block) {
        return String.join(" ", block.words());
    }

    private void close() {
        if (braces > 0) {
            braces--;
            take('}');
            return;
        }
        end(';');
        if (!blocks.isEmpty()) {
            blocks.pop();
        }
    }

    private void end(char by) {
        if (braces == 0) {
            takeStatement();
            statement.setLength(0);
        } else {
            take(by == '\n' ? ' ' : by);
        }
        line += by == '\n' ? 1 : 0;
    }

    /** Without the program, and the quotes around what it is to do. */
    private static String command(String whole) {
        Matcher program = PROGRAM.matcher(whole);
        if (!program.find()) {
            return whole;
        }
        String command = whole.substring(program.end()).strip();
        boolean isQuoted = program.group().endsWith("\"") && command.endsWith("\"");
        return (isQuoted ? command.substring(0, command.length() - 1) : command).replace("'", " ");
    }

    /** The words of the statement, without those that say to add it. */
    private List<String> words() {
        List<String> words = new ArrayList<>(ConfigLines.words(command(statement.toString())));
        while (!words.isEmpty() && ADDING.contains(words.get(0))) {
            words.remove(0);
        }
        return words;
    }

    private void takeStatement() {
        String whole = statement.toString().strip();
        if (whole.isEmpty()) {
            return;
        }
        Block block = innermost();
        switch (block.kind()) {
            case "chain" -> takeInChain(chainOf(block), whole);
            case "set", "map" -> takeInSet(chainOf(block), whole);
            default -> takeCommand(whole);
        }
    }

    private void takeInChain(String chain, String whole) {
        if (whole.startsWith("type ") && whole.contains(" hook ")) {
            ruleset.hook(chain, whole);
        } else if (!whole.startsWith("policy ") && !whole.startsWith("comment ")) {
            ruleset.rule(chain, beginning, whole, whole, false);
        }
    }

    private void takeInSet(String set, String whole) {
        if (whole.startsWith("elements")) {
            ruleset.set(set, whole.substring(whole.indexOf('=') + 1));
        }
    }

    /** {@code rule FAMILY TABLE CHAIN ...}, {@code element FAMILY TABLE SET { ... }} */
    private void takeCommand(String whole) {
        List<String> words = words();
        String kind = words.isEmpty() ? "" : words.get(0);
        int table = words.size() > 1 && NftRuleset.isFamily(words.get(1)) ? 2 : 1;
        int rest = table + 2;
        boolean isWhole = words.size() > rest;
        String family = table == 2 ? words.get(1) : NftRuleset.DEFAULT_FAMILY;
        if (kind.equals("rule") && isWhole) {
            String chain = String.join(" ", family, words.get(table), words.get(table + 1));
            boolean isInserted = command(whole).startsWith("insert");
            ruleset.rule(chain, beginning, whole, String.join(" ", words.subList(rest, words.size())), isInserted);
        } else if (kind.equals("element") && isWhole) {
            String set = String.join(" ", family, words.get(table), words.get(table + 1));
            ruleset.set(set, String.join(" ", words.subList(rest, words.size())));
        } else if (whole.contains("maxseg size set")) {
            ruleset.unread(beginning, whole, "this is no command of nft that adds a rule");
        } else if (whole.startsWith("include")) {
            ruleset.unread(beginning, whole, "what it includes is not read");
        }
    }
}
