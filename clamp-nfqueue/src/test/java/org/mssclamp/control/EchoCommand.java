// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.control;

import java.io.IOException;

/** Says what it was asked. */
record EchoCommand(String verb, Permission permission) implements ControlCommand {
    @Override
    public String description() {
        return "says what it was asked";
    }

    @Override
    public void answer(ControlRequest request, ControlAnswer answer) throws IOException {
        answer.line(request.verb() + " " + request.arguments());
    }
}
