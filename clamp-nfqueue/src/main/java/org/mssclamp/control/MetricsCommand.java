// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.control;

import java.io.IOException;
import java.util.function.Supplier;

/**
 * {@code metrics}: what the metrics endpoint tells, whether there is one or not.
 *
 * @param text of one moment, in the format of Prometheus
 */
public record MetricsCommand(Supplier<String> text) implements ControlCommand {
    @Override
    public String verb() {
        return "metrics";
    }

    @Override
    public String synopsis() {
        return "";
    }

    @Override
    public String description() {
        return "what Prometheus scrapes, in its text format and no other";
    }

    @Override
    public Permission permission() {
        return Permission.READ;
    }

    @Override
    public int mostAtOnce() {
        return 2;
    }

    @Override
    public void answer(ControlRequest request, ControlAnswer answer) throws ControlException, IOException {
        request.refuseArguments();
        if (request.json()) {
            throw new ControlException(RefusalCode.USAGE, "metrics are in the format of Prometheus, not JSON");
        }
        answer.text(text.get());
    }
}
