// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mssclamp.capture.CapturedFrame;
import org.mssclamp.capture.CapturedInterface;
import org.mssclamp.capture.Direction;
import org.mssclamp.rule.Interface;
import org.mssclamp.rule.InterfacePattern;
import org.mssclamp.rule.PacketContext;

/**
 * The interfaces that frames passed by: those that were said, else what the capture records.
 *
 * <p>A recorded name stands for the side that the frame's direction says; where none is recorded, for each side that was
 * not said. Not thread-safe.
 */
final class FramePassage {
    private static final int MOST_NAMES = 1024;

    private final Passage said;
    private final Interface saidIn;
    private final Interface saidOut;
    private final Map<String, Interface> named = new HashMap<>();

    private @Nullable CapturedInterface last;
    private Interface recorded = Interface.NONE;

    FramePassage(Passage said) {
        this.said = said;
        saidIn = named(said.in());
        saidOut = named(said.out());
    }

    private Interface named(String name) {
        if (name.isEmpty() || name.length() > InterfacePattern.MAX_NAME_LENGTH) {
            return Interface.NONE;
        }
        if (named.size() >= MOST_NAMES && !named.containsKey(name)) {
            // Rules go by the name; the number only has to be another.
            named.clear();
        }
        return named.computeIfAbsent(name, each -> new Interface(named.size() + 1, each));
    }

    /** Tells what is known of the frame's packet besides its octets. */
    void fill(CapturedFrame frame, PacketContext context) {
        if (!frame.capturedAt().equals(last)) {
            last = frame.capturedAt();
            recorded = named(last.name());
        }
        Interface in = said.in().isEmpty() && frame.direction() != Direction.OUT ? recorded : saidIn;
        Interface out = said.out().isEmpty() && frame.direction() != Direction.IN ? recorded : saidOut;
        context.fill(in, out, said.mark(), false);
    }
}
