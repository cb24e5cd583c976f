// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogConfiguratorTest {
    private static final String OVERRIDE = "logback.configurationFile";

    private final LoggerContext loggers = new LoggerContext();

    private List<Appender<ILoggingEvent>> appenders() {
        List<Appender<ILoggingEvent>> appenders = new ArrayList<>();
        loggers.getLogger("ROOT").iteratorForAppenders().forEachRemaining(appenders::add);
        return appenders;
    }

    @AfterEach
    void clear() {
        System.clearProperty(OVERRIDE);
    }

    @Test
    void logsFromInfoOnToStandardError() {
        assertThat(new LogConfigurator().configure(loggers)).isEqualTo(ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);
        assertThat(loggers.getLogger("org.mssclamp").getEffectiveLevel()).isEqualTo(Level.INFO);
        assertThat(appenders()).singleElement().satisfies(appender -> {
            assertThat(appender.isStarted()).isTrue();
            assertThat(((ConsoleAppender<ILoggingEvent>) appender).getTarget()).isEqualTo("System.err");
        });
    }

    @Test
    void leavesOutWhatLibrariesSayBelowAWarning() {
        new LogConfigurator().configure(loggers);

        assertThat(loggers.getLogger("org.pcap4j.core.PcapHandle").getEffectiveLevel())
                .isEqualTo(Level.WARN);
    }

    @Test
    void leavesTheWayToAConfigurationFile() {
        System.setProperty(OVERRIDE, "/etc/mssclamp/logback.xml");
        assertThat(new LogConfigurator().configure(loggers)).isEqualTo(ExecutionStatus.INVOKE_NEXT_IF_ANY);
        assertThat(appenders()).isEmpty();
    }
}
