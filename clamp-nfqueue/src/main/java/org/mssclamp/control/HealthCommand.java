// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.control;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.mssclamp.status.DaemonStatus;
import org.mssclamp.status.Json;

/** {@code health}: whether SYNs can be clamped, for keepalived and load balancers. */
public record HealthCommand(Supplier<DaemonStatus> source) implements ControlCommand {
    @Override
    public String verb() {
        return "health";
    }

    @Override
    public String description() {
        return "`ok`, or `failing: ` and why: each queue is bound, and has a worker";
    }

    @Override
    public Permission permission() {
        return Permission.READ;
    }

    @Override
    public void answer(ControlRequest request, ControlAnswer answer) throws ControlException, IOException {
        request.refuseArguments();
        Health health = Health.of(source.get());
        if (request.json()) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("exitCode", health.ok() ? 0 : RefusalCode.PROBLEM.number());
            members.put("ok", health.ok());
            members.put("faults", health.faults());
            answer.line(Json.render(members));
        } else {
            answer.line(health.ok() ? "ok" : "failing: " + String.join("; ", health.faults()));
        }
    }
}
