// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.control;

import java.io.IOException;
import java.util.function.Supplier;
import org.mssclamp.status.DaemonStatus;
import org.mssclamp.status.StatusJson;

/** {@code status}: the daemon at this moment. */
public record StatusCommand(Supplier<DaemonStatus> source) implements ControlCommand {
    @Override
    public String verb() {
        return "status";
    }

    @Override
    public String description() {
        return "version, configuration, queues, rates and losses";
    }

    @Override
    public Permission permission() {
        return Permission.READ;
    }

    @Override
    public void answer(ControlRequest request, ControlAnswer answer) throws ControlException, IOException {
        request.refuseArguments();
        DaemonStatus status = source.get();
        if (request.json()) {
            answer.line(StatusJson.render(status));
        } else {
            answer.text(StatusText.render(status));
        }
    }
}
