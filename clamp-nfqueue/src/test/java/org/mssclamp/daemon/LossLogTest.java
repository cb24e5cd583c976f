// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mssclamp.channel.FakeKernel;
import org.mssclamp.channel.FakePacket;
import org.mssclamp.config.QueueSettings;
import org.mssclamp.nfqueue.BindException;
import org.mssclamp.nfqueue.QueueEvent;
import org.mssclamp.nfqueue.QueueWorker;
import org.mssclamp.route.KnownLinks;
import org.mssclamp.route.Links;
import org.slf4j.LoggerFactory;

class LossLogTest {
    private static final byte[] SYN = HexFormat.of()
            .parseHex("4500002c1234400040063c61c0000201c6336402" + "9c4001bb01020304000000006002faf00efd0000"
                    + "020405b4");

    private final FakeKernel kernel = new FakeKernel(5, 0);
    private final QueueWorker worker =
            new QueueWorker(5, QueueSettings.DEFAULT, kernel, new Links(index -> ""), KnownLinks.silentPaths());
    private final Path sockets;
    private final Path queues;
    private final LossLog log;
    private final Logger logger = (Logger) LoggerFactory.getLogger(LossLog.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    LossLogTest(@TempDir Path directory) throws BindException, IOException {
        sockets = Files.writeString(directory.resolve("netlink"), "0 12 0 0 0 0 0 2 0 1\n");
        queues = directory.resolve("nfnetlink_queue");
        log = new LossLog(new KernelFiles(new ProcFile(sockets), new ProcFile(queues)));
        log.watch(List.of(worker));
        kernel.beforeBindIsAnswered(() -> {
            kernel.lastId(10);
            kernel.arrive(FakePacket.of(SYN));
        });
        worker.bind();
    }

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void close() {
        logger.detachAppender(lines);
        worker.close();
    }

    private void look(String netlink, String queue) throws IOException {
        Files.writeString(sockets, netlink);
        Files.writeString(queues, queue);
        lines.list.clear();
        log.look();
    }

    private List<String> said() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void tellsEachKindOnceAndThenOnlyWhatIsNew() throws IOException {
        look("0 12 0 0 0 0 0 2 12 1\n", "5 0 0 2 9984 3 4 20 1\n");
        assertThat(said())
                .containsExactlyInAnyOrder(
                        "queue 5: 10 more missed, 10 in all: " + QueueEvent.MISSED.description(),
                        "queue 5: 12 more not-received, 12 in all:"
                                + " messages of the kernel for which the receive buffer had no room",
                        "queue 5: 3 more dropped-by-length, 3 in all: packets dropped: the queue was full",
                        "queue 5: 4 more dropped-by-buffer, 4 in all: packets dropped: the receive buffer was full");
        look("0 12 0 0 0 0 0 2 12 1\n", "5 0 0 2 9984 3 4 20 1\n");
        assertThat(said()).isEmpty();
        look("0 12 0 0 0 0 0 2 15 1\n", "5 0 0 2 9984 1 4 20 1\n");
        assertThat(said())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).startsWith("queue 5: 3 more not-received, 15 in all"))
                .anySatisfy(line -> assertThat(line).startsWith("queue 5: 1 more dropped-by-length, 1 in all"));
    }

    @Test
    void leavesOutWhatIsNotOurs() throws IOException {
        look("0 12 99 0 0 0 0 2 12 1\n0 0 0 0 0 0 0 2 12 1\n", "5 99 0 2 9984 3 4 20 1\n6 0 0 2 9984 3 4 20 1\n");
        assertThat(said()).hasSize(1).first().asString().contains("missed");
    }

    @Test
    void goesOnWithoutTheFiles() throws IOException {
        Files.delete(sockets);
        log.look();
        assertThat(said()).hasSize(1).first().asString().contains("missed");
    }

    /** What cannot be read for a while was not undone meanwhile. */
    @Test
    void tellsNothingTwiceThatCouldNotBeReadInBetween() throws IOException {
        look("0 12 0 0 0 0 0 2 12 1\n", "");
        look("", "");
        look("0 12 0 0 0 0 0 2 13 1\n", "");
        assertThat(said()).hasSize(1).first().asString().startsWith("queue 5: 1 more not-received, 13 in all");
    }

    @Test
    void tellsAnewOfAQueueThatIsTakenBack() throws IOException {
        look("", "");
        log.watch(List.of());
        log.watch(List.of(worker));
        look("", "");
        assertThat(said()).hasSize(1).first().asString().startsWith("queue 5: 10 more missed, 10 in all");
    }
}
