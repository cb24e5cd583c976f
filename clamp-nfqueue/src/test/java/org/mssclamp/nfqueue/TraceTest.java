// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mssclamp.channel.FakePacket;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.config.FormatException;
import org.mssclamp.trace.SynExplainer;
import org.mssclamp.trace.Trace;
import org.mssclamp.trace.TraceRequest;

@Timeout(60)
class TraceTest {
    private static final int ROOM = 2048;
    private static final long SECOND_NS = 1_000_000_000;

    @AutoClose
    private final ServedQueue queue = ServedQueue.bound();

    private final List<String> heard = new ArrayList<>();
    private int looks;

    TraceTest() throws BindException {}

    /** Before each look at the workers but the first, so many SYNs come. */
    private Trace trace(String words, boolean json, int syns) throws FormatException {
        return new Trace(TraceRequest.parse(List.of(words.split(" ", -1)), json), () -> look(syns), new SynExplainer());
    }

    private List<QueueWorker> look(int syns) {
        for (int i = 0; looks > 0 && i < syns; i++) {
            queue.serve(FakePacket.of(ServedQueue.ipv4Syn()));
        }
        looks++;
        return List.of(queue.worker);
    }

    @Test
    void endsAfterAsManyAsWereAskedFor() throws FormatException, IOException {
        trace("count 5", false, 3).run(heard::add);
        assertThat(heard).hasSize(6);
        assertThat(heard.subList(0, 5)).allMatch(lines -> lines.contains("SYN 192.0.2.1:40000 > 198.51.100.2:443"));
        assertThat(heard.get(5)).isEqualTo("5 SYNs traced, 0 missed; that was as many as were asked for\n");
    }

    @Test
    void endsWhenItsTimeIsOverAndTriesNowAndThenWhetherAnybodyListens() throws FormatException, IOException {
        trace("timeout 9", false, 0).run(heard::add);
        assertThat(heard).endsWith("0 SYNs traced, 0 missed; the time is over\n");
        assertThat(heard.subList(0, heard.size() - 1)).isNotEmpty().containsOnly("\n");
    }

    @Test
    void saysAboutWhereItMissedSome() throws FormatException, IOException {
        trace("count " + ROOM, false, ROOM + 52).run(heard::add);
        assertThat(heard).hasSize(ROOM + 2);
        assertThat(heard.get(ROOM)).isEqualTo("52 SYNs missed about here\n\n");
        assertThat(heard.get(ROOM + 1))
                .isEqualTo(ROOM + " SYNs traced, 52 missed; that was as many as were asked for\n");
    }

    @Test
    void countsAsMissedWhatItCouldNotTellInTime() throws FormatException, IOException {
        long beganNs = System.nanoTime();
        trace("timeout 1", true, 10).run(lines -> {
            heard.add(lines);
            while (System.nanoTime() - beganNs < 2 * SECOND_NS) {
                Thread.onSpinWait();
            }
        });
        assertThat(heard).hasSize(2);
        assertThat(heard.get(1)).isEqualTo("{\"schema\":1,\"end\":\"timeout\",\"traced\":1,\"missed\":9}\n");
    }

    @Test
    void leavesTheWorkerAloneWhenNobodyListensAnyMore() throws FormatException {
        Trace trace = trace("count 5", false, 1);
        assertThatThrownBy(() -> trace.run(lines -> {
                    throw new IOException("gone");
                }))
                .hasMessage("gone");
        queue.serve(FakePacket.of(ServedQueue.ipv4Syn()));
        assertThat(queue.count(Outcome.CLAMPED)).isEqualTo(2);
    }
}
