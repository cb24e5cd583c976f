// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JournalLayoutTest {
    private static String line(Level level, String message, @Nullable Throwable thrown) {
        var logger = new LoggerContext().getLogger("test");
        return new JournalLayout().doLayout(new LoggingEvent("caller", logger, level, message, thrown, new Object[0]));
    }

    @ParameterizedTest
    @CsvSource({"ERROR, 3", "WARN, 4", "INFO, 6", "DEBUG, 7", "TRACE, 7"})
    void beginsWithThePriorityOfSyslog(String level, int priority) {
        assertThat(line(Level.toLevel(level), "ready", null)).isEqualTo("<" + priority + ">ready\n");
    }

    @Test
    void beginsEveryLineSo() {
        assertThat(line(Level.ERROR, "a.yaml:1:1: bad\n  1 | x\n    | ^\n", null))
                .isEqualTo("<3>a.yaml:1:1: bad\n<3>  1 | x\n<3>    | ^\n");
    }

    @Test
    void showsAFailureLineByLine() {
        assertThat(line(Level.WARN, "failed", new IllegalStateException("why")).lines())
                .hasSizeGreaterThan(2)
                .allMatch(text -> text.startsWith("<4>"))
                .anyMatch(text -> text.contains("IllegalStateException: why"));
    }
}
