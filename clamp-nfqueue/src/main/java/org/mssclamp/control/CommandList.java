// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.control;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The commands that there are, and how many clients wait for each. For any thread. */
final class CommandList {
    private final Map<String, ControlCommand> byVerb = new TreeMap<>();
    private final Map<ControlCommand, Integer> running = new HashMap<>();

    CommandList(List<ControlCommand> commands) {
        commands.forEach(command -> byVerb.put(command.verb(), command));
    }

    /** What the client asks for; throws if there is no such thing, or it is not for this client. */
    ControlCommand command(ControlRequest request, boolean mayChange) throws ControlException {
        ControlCommand command = byVerb.get(request.verb());
        if (command == null) {
            throw new ControlException(
                    RefusalCode.USAGE,
                    "there is no command " + ControlRequest.printable(request.verb()) + ", but "
                            + String.join(", ", byVerb.keySet()));
        }
        if (command.permission() == Permission.CHANGE && !mayChange) {
            throw new ControlException(
                    RefusalCode.NO_PERMISSION,
                    command.verb() + " is for " + Permission.CHANGE.holders() + " alone; run it by sudo");
        }
        return command;
    }

    /** One more client waits for it, until {@link #end}; throws if these are too many. */
    synchronized void begin(ControlCommand command) throws ControlException {
        int others = running.getOrDefault(command, 0);
        if (others >= command.mostAtOnce()) {
            throw new ControlException(
                    RefusalCode.UNAVAILABLE,
                    command.verb() + ": " + others + " clients have it already; try again later");
        }
        running.put(command, others + 1);
    }

    synchronized void end(ControlCommand command) {
        running.merge(command, -1, Integer::sum);
    }
}
