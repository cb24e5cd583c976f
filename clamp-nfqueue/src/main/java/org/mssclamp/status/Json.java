// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.status;

import com.fasterxml.jackson.jr.ob.JSON;
import com.fasterxml.jackson.jr.ob.JSON.Feature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Renders every JSON document that we print: one object, on one line. */
public final class Json {
    /** Goes up when a key changes its meaning or goes away; new keys leave it as it is. */
    public static final int SCHEMA = 1;

    private static final JSON WRITER = JSON.std.with(Feature.WRITE_NULL_PROPERTIES);

    private Json() {}

    /** The members behind the schema; a null is written as such. */
    public static String render(Map<String, ?> members) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", SCHEMA);
        document.putAll(members);
        return text(document);
    }

    /** A part of a document; a null is written as such. */
    public static String text(Map<String, ?> part) {
        try {
            return WRITER.asString(part);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // a string does not fail
        }
    }

    /** The members of a document that another program of ours has rendered; throws if it is none, or not all of one. */
    public static Map<String, Object> parse(String document) throws IOException {
        return JSON.std.mapFrom(document);
    }
}
