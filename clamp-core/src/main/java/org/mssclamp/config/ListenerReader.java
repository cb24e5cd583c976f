// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.Optional;

/** Reads where the daemon listens: {@code control} and {@code metrics}. */
final class ListenerReader {
    private static final String OFF = "off";

    private ListenerReader() {}

    static ControlSettings control(Value value) {
        Optional<Section> section = value.section(Keys.CONTROL);
        String group = section.flatMap(control -> control.value("group"))
                .flatMap(name -> name.scalar(Scalars::groupName))
                .orElse(ControlSettings.DEFAULT.group());
        String socket = section.flatMap(control -> control.value("socket"))
                .flatMap(path -> path.scalar(Scalars::socketPathOrOff))
                .orElse(ControlSettings.DEFAULT_SOCKET);
        return new ControlSettings(socket.equals(OFF) ? Optional.empty() : Optional.of(socket), group);
    }

    /** Whether there is a page, too, where there is a place for it. */
    static boolean page(Section metrics, boolean listens) {
        Optional<Value> page = metrics.value("page");
        boolean shown = page.flatMap(Value::bool).orElse(false);
        if (shown && !listens) {
            page.ifPresent(
                    key -> key.warn("the page is nowhere: metrics.listen says no place", "listen: 127.0.0.1:9912"));
        }
        return shown;
    }

    /** Empty for none. */
    static Optional<MetricsListener> metrics(Section metrics) {
        return metrics.value("listen")
                .flatMap(listen -> listen.scalar(Scalars::listenerOrOff))
                .flatMap(listener -> listener);
    }
}
