// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mssclamp.status.Json;

class ModelSearchTest {
    private static Run search(String arguments) {
        return Run.of(("model search " + arguments).strip().split(" +"));
    }

    @Test
    void printsWhatTheSchemaSays() throws IOException {
        for (String arguments : List.of(
                "--runs 50", "--runs 2 --loss 0% --strategy linear --step 17 --mtu 9000", "--runs 20 --loss 99%")) {
            Run run = search("--json " + arguments);

            Schema.of("model-search").assertValid(run.out());
            assertThat(run.err()).isEmpty();
            assertThat(run.exitCode()).isZero();
        }
    }

    @Test
    void printsTheSameOctetsForTheSameSeed() {
        for (String form : List.of("", " --json")) {
            Run first = search("--runs 300 --seed 5" + form);

            assertThat(search("--runs 300 --seed 5" + form)).isEqualTo(first);
            assertThat(search("--runs 300 --seed 6" + form)).isNotEqualTo(first);
        }
    }

    @Test
    void findsForOneStepWhatItFindsAmongAll() throws IOException {
        List<?> all = Members.list(Json.parse(search("--runs 200 --json").out()), "results");
        List<?> one = Members.list(
                Json.parse(
                        search("--runs 200 --json --strategy binary --step 64").out()),
                "results");

        assertThat(all).hasSize(15);
        assertThat(one).hasSize(1);
        assertThat((Object) one.get(0))
                .isEqualTo(all.stream()
                        .filter(result -> "binary".equals(((Map<?, ?>) result).get("strategy"))
                                && Integer.valueOf(64).equals(((Map<?, ?>) result).get("step")))
                        .findFirst()
                        .orElseThrow());
    }
}
