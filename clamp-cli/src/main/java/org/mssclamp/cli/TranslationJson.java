// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.mssclamp.dialect.Entry;
import org.mssclamp.dialect.Translation;
import org.mssclamp.status.Json;

/** What {@code import --json} prints. */
record TranslationJson(Translation translation) {
    String text() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("file", translation.source());
        members.put("dialect", translation.dialect().label());
        members.put("complete", translation.losses().isEmpty());
        members.put("rules", translation.ruleCount());
        members.put(
                "entries",
                translation.entries().stream().map(TranslationJson::members).toList());
        members.put("configuration", translation.yaml());
        return Json.render(members);
    }

    private static Map<String, Object> members(Entry entry) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("line", entry.line());
        members.put("original", entry.original());
        members.put("rules", entry.rules().size());
        members.put("remarks", entry.remarks());
        members.put("losses", entry.losses());
        return members;
    }
}
