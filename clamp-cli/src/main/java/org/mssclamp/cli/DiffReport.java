// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.mssclamp.diff.CaptureDiff;
import org.mssclamp.diff.ChangedField;
import org.mssclamp.diff.Difference;
import org.mssclamp.status.Json;

/**
 * How two captures differ.
 *
 * @param first the file's name
 * @param second the other's
 * @param counts of all packets
 * @param told the first differences, as many as were wanted
 */
record DiffReport(String first, String second, CaptureDiff counts, List<Difference> told) {
    long differences() {
        return counts.different() + counts.onlyInFirst() + counts.onlyInSecond();
    }

    long untold() {
        return differences() - told.size();
    }

    /** For programs. */
    String json() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("first", capture(first, counts.inFirst()));
        members.put("second", capture(second, counts.inSecond()));
        members.put("same", counts.same());
        members.put("different", counts.different());
        members.put("onlyInFirst", counts.onlyInFirst());
        members.put("onlyInSecond", counts.onlyInSecond());
        members.put("differences", told.stream().map(DiffReport::difference).toList());
        members.put("untold", untold());
        return Json.render(members);
    }

    private static Map<String, Object> capture(String file, long packets) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("file", file);
        members.put("packets", packets);
        return members;
    }

    private static Map<String, Object> difference(Difference difference) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("first", nullIfMissing(difference.first()));
        members.put("second", nullIfMissing(difference.second()));
        members.put("packet", difference.what());
        List<Map<String, Object>> fields = new ArrayList<>();
        for (ChangedField field : difference.fields()) {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("name", field.name());
            values.put("first", field.hasValues() ? field.first() : null);
            values.put("second", field.hasValues() ? field.second() : null);
            fields.add(values);
        }
        members.put("fields", fields);
        return members;
    }

    private static @Nullable Object nullIfMissing(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }
}
