// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mssclamp.config.Problem.Severity;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** YAML 1.2 text to a tree of nodes, or to the one syntax error that stops it. */
final class YamlText {
    /** Characters in a configuration: some hundred thousand rules. */
    static final int MAX_LENGTH = 64 << 20;

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setCodePointLimit(MAX_LENGTH)
            .setMaxAliasesForCollections(BoundedParser.MAX_ALIASES)
            .setAllowNonScalarKeys(true)
            .build();

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final String text;
    private final Source source;
    private final Problems problems;
    private final Consumer<Node> rules;

    private YamlText(String text, Source source, Problems problems, Consumer<Node> rules) {
        this.text = text;
        this.source = source;
        this.problems = problems;
        this.rules = rules;
    }

    /**
     * The root of the tree; empty if a problem was found, or if there is nothing in the text.
     *
     * @param rules gets those that the tree lacks, see {@link RuleComposer}; void if a problem is found
     */
    static Optional<Node> compose(Source source, String text, Problems problems, Consumer<Node> rules) {
        return new YamlText(withoutByteOrderMark(text), source, problems, rules).compose();
    }

    static String withoutByteOrderMark(String text) {
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    private Optional<Node> compose() {
        if (!isReadable()) {
            return Optional.empty();
        }
        StreamReader reader = new StreamReader(SETTINGS, text);
        try {
            return new RuleComposer(SETTINGS, new BoundedParser(new ParserImpl(SETTINGS, reader)), rules)
                    .getSingleNode();
        } catch (MarkedYamlEngineException e) {
            Mark mark = culprit(e);
            YamlMistake mistake = YamlMistake.of(e, source, mark);
            refuse(source.position(mark), mistake.message(), mistake.hint());
        } catch (YamlEngineException | IllegalArgumentException e) {
            // The library has a few checks of itself that hostile text can fail; they know no position.
            refuse(
                    source.position(reader.getLine(), reader.getColumn(), 1),
                    YamlMistake.NOT_YAML + Quoted.printable(String.valueOf(e.getMessage())),
                    null);
        }
        return Optional.empty();
    }

    private boolean isReadable() {
        if (text.length() > MAX_LENGTH) {
            refuse(source.start(), "the text is too long, allowed " + MAX_LENGTH + " characters", null);
            return false;
        }
        int line = 0;
        int column = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (!StreamReader.isPrintable(c)) {
                String character = String.format("U+%04X", c);
                refuse(
                        source.position(line, column, 1),
                        "the character " + character + " cannot stand in YAML",
                        c == 0 ? "save the file as UTF-8 text" : null);
                return false;
            }
            boolean lineEnds = c == '\n' || (c == '\r' && !text.startsWith("\n", i + 1));
            line += lineEnds ? 1 : 0;
            column = lineEnds ? 0 : column + 1;
        }
        return true;
    }

    /** Where to look: not the end of the text if what is unfinished there has a beginning. */
    private Mark culprit(MarkedYamlEngineException e) {
        Optional<Mark> begun = e.getContextMark();
        Optional<Mark> noticed = e.getProblemMark();
        if (begun.isPresent() && noticed.isPresent()) {
            int opening = source.characterAt(begun.get());
            boolean isIndicator = opening == '*' || opening == '!';
            boolean isKey = "while scanning a simple key".equals(e.getContext());
            return isIndicator || isKey || source.isAtEnd(noticed.get()) ? begun.get() : noticed.get();
        }
        return noticed.or(() -> begun).orElseThrow();
    }

    private void refuse(Position position, String message, @Nullable String hint) {
        problems.add(Severity.ERROR, position, "", message, hint);
    }
}
