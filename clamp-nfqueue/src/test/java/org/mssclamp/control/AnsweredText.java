// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;

/** What commands answer without a socket. */
final class AnsweredText {
    private AnsweredText() {}

    static String of(ControlCommand command, String line) throws IOException, InterruptedException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        ControlAnswer answer = new ControlAnswer(Channels.newChannel(octets));
        try {
            command.answer(ControlRequest.parse(line.getBytes(StandardCharsets.UTF_8)), answer);
        } catch (ControlException refused) {
            answer.line(refused.answer());
        }
        answer.flush();
        return octets.toString(StandardCharsets.UTF_8);
    }
}
