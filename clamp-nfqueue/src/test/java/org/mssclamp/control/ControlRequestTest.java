// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlRequestTest {
    private static ControlRequest request(String line) throws ControlException {
        return ControlRequest.parse(line.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void isAVerbAndItsArguments() throws ControlException {
        assertThat(request("status")).isEqualTo(new ControlRequest("status", List.of(), false));
        assertThat(request("reload dry-run")).isEqualTo(new ControlRequest("reload", List.of("dry-run"), false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"reload dry-run json", "reload json dry-run", "  reload\tjson   dry-run \r"})
    void wantsJsonWhereverThatIs(String line) throws ControlException {
        assertThat(request(line)).isEqualTo(new ControlRequest("reload", List.of("dry-run"), true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\r", "\t\0"})
    void isNothingWithoutAWord(String line) {
        ControlException why =
                catchThrowableOfType(ControlException.class, () -> request(line).refuseArguments());
        if (why != null) {
            assertThat(why.answer()).startsWith("error: 64 ");
        } else {
            assertThat(line).contains("\0");
        }
    }

    @Test
    void refusesArgumentsThatNobodyKnowsWithoutRepeatingWhatATerminalObeys() throws ControlException {
        ControlRequest request = request("reload \u001B[2J" + "x".repeat(200));
        ControlException why = catchThrowableOfType(ControlException.class, () -> request.isOnly("dry-run"));
        assertThat(why.answer())
                .startsWith("error: 64 reload takes dry-run and json, not \"?[2Jxxx")
                .endsWith("...\"")
                .hasSizeLessThan(120);
    }
}
