// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mssclamp.config.Problem.Severity;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.Rule;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a configuration. */
public final class ConfigParser {
    private static final int VERSION = 1;
    private static final String BEGIN = "begin it with \"version: " + VERSION + "\"";

    private final Problems problems = new Problems();
    private final Problems problemsOfRules = new Problems();
    private final Source source;
    private final RuleReader rules;

    private ConfigParser(Source source, Gateway gateway) {
        this.source = source;
        rules = new RuleReader(source, problemsOfRules, gateway);
    }

    /**
     * Reads the text of a configuration. Never throws, whatever the text.
     *
     * @param sourceName what problems call the text, usually the file
     */
    public static ParseResult parse(String sourceName, String text) {
        return parse(sourceName, text, Gateway.UNKNOWN);
    }

    /** As {@link #parse(String, String)}, and warns of what is unwise on that gateway. */
    public static ParseResult parse(String sourceName, String text, Gateway gateway) {
        String yaml = YamlText.withoutByteOrderMark(text);
        return new ConfigParser(new Source(sourceName, yaml), gateway).parse(yaml);
    }

    private ParseResult parse(String yaml) {
        Optional<Node> root = YamlText.compose(source, yaml, problems, rules::add);
        if (root.isEmpty() && problems.isEmpty()) {
            problems.add(Severity.ERROR, source.start(), "", "there is nothing in it", BEGIN);
        }
        Optional<Section> file = root.flatMap(node -> new Value(node, "", source, problems).section(Keys.FILE));
        if (file.isEmpty()) {
            return new ParseResult.Refused(problems.inTextOrder());
        }
        return parse(file.get());
    }

    private ParseResult parse(Section file) {
        checkVersion(file);
        List<QueueSettings> queues = file.value("queues").map(QueueReader::read).orElse(List.of(QueueSettings.DEFAULT));
        Policy policy = policy(file);
        Duration routeLifetime = file.value("route-lifetime")
                .flatMap(value -> value.scalar(Scalars::routeLifetime))
                .orElse(Configuration.DEFAULT_ROUTE_LIFETIME);
        ControlSettings control =
                file.value("control").map(ListenerReader::control).orElse(ControlSettings.DEFAULT);
        Optional<Section> ofMetrics = file.value("metrics").flatMap(value -> value.section(Keys.METRICS));
        Optional<MetricsListener> metrics = ofMetrics.flatMap(ListenerReader::metrics);
        boolean page = ofMetrics
                .map(section -> ListenerReader.page(section, metrics.isPresent()))
                .orElse(false);
        List<Rule> read = rules(file);
        problems.addAll(problemsOfRules);
        if (problems.hasErrors()) {
            return new ParseResult.Refused(problems.errorsInTextOrder());
        }
        if (read.isEmpty()) {
            file.value("rules").orElse(file.whole()).warn("there are no rules, every packet passes unchanged", null);
        }
        return new ParseResult.Accepted(
                new Configuration(queues, policy, routeLifetime, control, metrics, page, read, rules.texts()),
                problems.inTextOrder());
    }

    /** Those that were read already, and those still in the tree. */
    private List<Rule> rules(Section file) {
        file.value("rules").flatMap(Value::list).ifPresent(list -> list.forEach(item -> rules.add(item.node())));
        return rules.rules();
    }

    private static void checkVersion(Section file) {
        Optional<Value> version = file.value("version");
        if (version.isEmpty()) {
            file.whole().refuse("version is missing, allowed " + VERSION, BEGIN);
            return;
        }
        version.get().integer(VERSION, VERSION, null);
    }

    private static Policy policy(Section file) {
        boolean drops = file.value("malformed")
                .flatMap(value -> oneOf(value, "accept", "drop"))
                .orElse("")
                .equals("drop");
        boolean clamps = file.value("tcp-ao")
                .flatMap(value -> oneOf(value, "leave", "clamp"))
                .orElse("")
                .equals("clamp");
        return new Policy(drops, clamps);
    }

    private static Optional<String> oneOf(Value value, String... choices) {
        return value.choice(choices, choice -> choice);
    }
}
