// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The options of a verb for its help, those of one mixin first, under a heading of their own.
 *
 * <p>The groups of the library do so too, but let required options be absent and others be repeated.
 */
record OptionGroups(String mixin, String heading) implements IHelpSectionRenderer {
    @Override
    public String render(Help help) {
        CommandSpec group = help.commandSpec().mixins().get(mixin);
        List<OptionSpec> grouped = group == null ? List.of() : group.options();
        List<OptionSpec> others = help.commandSpec().options().stream()
                .filter(option -> !grouped.contains(option))
                .toList();
        String first = grouped.isEmpty() ? "" : section(heading, grouped, help);
        return first + section("Options", others, help);
    }

    private static String section(String heading, List<OptionSpec> options, Help help) {
        return "\n" + heading + ":\n" + help.optionListExcludingGroups(options);
    }
}
