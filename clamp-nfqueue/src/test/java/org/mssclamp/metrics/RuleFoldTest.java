// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mssclamp.status.RuleCount;

/** Of many rules the first have names. */
class RuleFoldTest {
    @Test
    void namesAsManyAsItMay() {
        assertThat(RuleFold.of(SampleStatus.rules(64)))
                .hasSize(64)
                .contains(new RuleCount("rule-0", 0, 1), new RuleCount("rule-63", 63, 1));
    }

    @Test
    void sumsThoseBehind() {
        assertThat(RuleFold.of(SampleStatus.rules(67)))
                .hasSize(65)
                .contains(new RuleCount("rule-63", 63, 1), new RuleCount("other", 64 + 65 + 66, 3));
    }

    @Test
    void countsARuleThatIsNamedAsTheOthersAmongThem() {
        Stream<RuleCount> rules = Stream.concat(Stream.of(new RuleCount("other", 5, 2)), SampleStatus.rules(64));

        assertThat(RuleFold.of(rules)).hasSize(64).contains(new RuleCount("other", 5 + 63, 3));
    }
}
