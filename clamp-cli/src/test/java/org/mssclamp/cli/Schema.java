// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A JSON schema of those that describe what verbs print. */
record Schema(JsonSchema schema) {
    private static final Path DIRECTORY = Path.of("../docs/schema");

    /** That of a verb. */
    static Schema of(String verb) throws IOException {
        return new Schema(JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(Files.readString(DIRECTORY.resolve(verb + ".json"))));
    }

    boolean isValid(String document) {
        return schema.validate(document, InputFormat.JSON).isEmpty();
    }

    void assertValid(String document) {
        assertThat(schema.validate(document, InputFormat.JSON)).as(document).isEmpty();
    }
}
