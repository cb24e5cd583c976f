// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The log on standard error: for journald if that reads it, else for people.
 *
 * <p>Logback finds it as a service; that starts faster than XML. {@code -Dlogback.configurationFile} goes before it.
 */
public final class LogConfigurator extends ContextAwareBase implements Configurator {
    private static final String PATTERN = "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %msg%n";

    @Override
    public ExecutionStatus configure(LoggerContext loggers) {
        if (System.getProperty("logback.configurationFile") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        Layout<ILoggingEvent> layout =
                isJournal(System.getenv("JOURNAL_STREAM")) ? new JournalLayout() : humanLayout(loggers);
        layout.setContext(loggers);
        layout.start();

        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(loggers);
        encoder.setLayout(layout);
        encoder.start();

        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(loggers);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();

        Logger root = loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN); // what libraries report of their everyday is not for operators
        root.addAppender(appender);
        loggers.getLogger("org.mssclamp").setLevel(Level.INFO);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static PatternLayout humanLayout(LoggerContext loggers) {
        PatternLayout layout = new PatternLayout();
        layout.setContext(loggers);
        layout.setPattern(PATTERN);
        return layout;
    }

    /** Whether standard error is the stream that systemd names by device and inode, and not one redirected since. */
    private static boolean isJournal(@Nullable String stream) {
        if (stream == null) {
            return false;
        }
        try {
            Path standardError = Path.of("/proc/self/fd/2");
            return stream.equals(Files.getAttribute(standardError, "unix:dev") + ":"
                    + Files.getAttribute(standardError, "unix:ino"));
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }
}
