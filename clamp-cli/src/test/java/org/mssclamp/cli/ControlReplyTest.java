// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.mssclamp.daemon.ExitCode;
import org.mssclamp.daemon.StartException;

class ControlReplyTest {
    @Test
    void isGoodNewsUnlessItSaysOtherwise() throws StartException {
        assertThat(ControlReply.parse("ok\n")).isEqualTo(new ControlReply(0, "ok\n", false));
        assertThat(ControlReply.parse("{\"schema\":1,\"version\":\"1\"}\n").exitCode())
                .isZero();
    }

    @Test
    void hasTheExitCodeThatTheDaemonSays() throws StartException {
        assertThat(ControlReply.parse("error: 78 a.yaml:1:1: bad\n  1 | x\n"))
                .isEqualTo(new ControlReply(78, "a.yaml:1:1: bad\n  1 | x\n", true));
        assertThat(ControlReply.parse("{\"schema\":1,\"exitCode\":78,\"accepted\":false}\n"))
                .isEqualTo(new ControlReply(78, "{\"schema\":1,\"exitCode\":78,\"accepted\":false}\n", false));
        assertThat(ControlReply.parse("failing: queue 0 is not bound\n"))
                .isEqualTo(new ControlReply(1, "failing: queue 0 is not bound\n", false));
    }

    @Test
    void takesNoAnswerForNoDaemon() {
        StartException why = catchThrowableOfType(StartException.class, () -> ControlReply.parse(""));
        assertThat(why.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
    }
}
