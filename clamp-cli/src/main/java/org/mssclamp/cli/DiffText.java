// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mssclamp.diff.ChangedField;
import org.mssclamp.diff.Difference;
import org.mssclamp.status.Column;

/**
 * How two captures differ, for people.
 *
 * <pre>
 * first   before.pcap: 1,000 packets
 * second  after.pcap: 999 packets
 *
 * first  second
 *     3       3  192.0.2.1:49152 &gt; 198.51.100.2:443 SYN: tcp.mss 1460 to 1360, tcp.checksum 0x1a2b to 0x1a8f
 *     7       -  192.0.2.1:49153 &gt; 198.51.100.2:443 SYN
 *
 * 998 packets are the same, 1 differs, 1 only in the first, 0 only in the second
 * </pre>
 */
record DiffText(DiffReport report, Palette palette) {
    /** The lines, each with its end. */
    String render() {
        List<String> lines = new ArrayList<>();
        lines.add("first   " + report.first() + ": " + Count.of(report.counts().inFirst(), "packet"));
        lines.add("second  " + report.second() + ": " + Count.of(report.counts().inSecond(), "packet"));
        lines.add("");
        if (!report.told().isEmpty()) {
            addDifferences(lines);
            lines.add("");
        }
        lines.add(sum());
        return String.join("\n", lines) + "\n";
    }

    private void addDifferences(List<String> lines) {
        Column first = column("first", report.told().stream().map(Difference::first));
        Column second = column("second", report.told().stream().map(Difference::second));
        lines.add(first.right("first") + "  " + second.right("second"));
        for (Difference difference : report.told()) {
            String fields = difference.fields().stream().map(DiffText::changed).collect(Collectors.joining(", "));
            lines.add(first.right(number(difference.first())) + "  " + second.right(number(difference.second())) + "  "
                    + difference.what() + (fields.isEmpty() ? "" : ": " + palette.strong(fields)));
        }
        if (report.untold() > 0) {
            lines.add("and " + Count.number(report.untold()) + " more, which --limit would show");
        }
    }

    private static Column column(String head, Stream<OptionalLong> numbers) {
        return Column.of(Stream.concat(Stream.of(head), numbers.map(DiffText::number)));
    }

    private static String number(OptionalLong number) {
        return number.isPresent() ? Count.number(number.getAsLong()) : "-";
    }

    private static String changed(ChangedField field) {
        return field.name() + (field.hasValues() ? " " + field.first() + " to " + field.second() : "");
    }

    private String sum() {
        return are(report.counts().same(), "the same") + ", "
                + Count.number(report.counts().different())
                + (report.counts().different() == 1 ? " differs" : " differ") + ", "
                + Count.number(report.counts().onlyInFirst()) + " only in the first, "
                + Count.number(report.counts().onlyInSecond()) + " only in the second";
    }

    private static String are(long count, String what) {
        return Count.of(count, "packet") + (count == 1 ? " is " : " are ") + what;
    }
}
