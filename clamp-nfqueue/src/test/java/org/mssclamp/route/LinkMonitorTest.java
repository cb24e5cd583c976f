// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mssclamp.channel.ErrnoException;
import org.mssclamp.netlink.Errno;
import org.mssclamp.packet.Family;

@Timeout(120)
class LinkMonitorTest {
    private static final String ASKED = "asked";

    private final FakeLinks kernel = new FakeLinks();
    private final Links links = new Links(index -> ASKED);
    private final RouteChanges changes = new RouteChanges();
    private final LinkMonitor monitor = new LinkMonitor(kernel, links, changes, System::nanoTime);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Thread thread = new Thread(monitor, "links");

    private String name(int index) {
        return links.interfaceOf(index).name();
    }

    private void run() {
        thread.setUncaughtExceptionHandler((dead, why) -> failure.set(why));
        thread.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (thread.getState() == Thread.State.NEW) {
            run();
        }
        monitor.stop();
        thread.join();
        assertThat(kernel.isClosed()).isTrue();
        assertThat(failure.get()).isNull();
    }

    private void assertBecomes(int index, String name) throws InterruptedException {
        assertThat(kernel.becomes(() -> name(index).equals(name)))
                .as("link %d is %s", index, name)
                .isTrue();
    }

    @Test
    void listsAllLinksThoughTheyComeInSeveralDatagrams() {
        for (int i = 4; i <= 21; i++) {
            kernel.put(i, "vlan" + i);
        }
        monitor.list();
        assertThat(name(1)).isEqualTo("lo");
        assertThat(name(3)).isEqualTo("wg0");
        assertThat(name(21)).isEqualTo("vlan21");
        assertThat(name(22)).isEqualTo(ASKED);
    }

    @Test
    void followsNewRenamedAndRemovedLinks() throws InterruptedException {
        monitor.list();
        run();
        kernel.put(9, "ppp0");
        assertBecomes(9, "ppp0");
        kernel.put(9, "uplink");
        assertBecomes(9, "uplink");
        kernel.remove(9);
        assertBecomes(9, ASKED);
        kernel.put(9, "ppp0");
        assertBecomes(9, "ppp0");
    }

    @Test
    void hearsOfChangesWhileItLists() throws InterruptedException {
        kernel.afterList(() -> {
            kernel.put(2, "wan");
            kernel.remove(3);
            kernel.put(4, "tun0");
        });
        monitor.list();
        run();
        assertBecomes(4, "tun0");
        assertThat(name(2)).isEqualTo("wan");
        assertThat(name(3)).isEqualTo(ASKED);
    }

    @Test
    void keepsALinkThatLeavesItsBridge() throws InterruptedException {
        monitor.list();
        run();
        kernel.leaveBridge(2);
        kernel.put(9, "behind");
        assertBecomes(9, "behind");
        assertThat(name(2)).isEqualTo("eth0");
    }

    @Test
    void readsNamesThatAreNotAscii() {
        kernel.put(4, "größe");
        monitor.list();
        assertThat(name(4)).isEqualTo("größe");
    }

    @Test
    void listsAnewWhenEventsWereLost() throws InterruptedException {
        monitor.list();
        synchronized (kernel) {
            kernel.capacity(3);
            for (int i = 4; i < 14; i++) {
                kernel.put(i, "veth" + i);
            }
            kernel.remove(3);
        }
        run();
        assertBecomes(13, "veth13");
        assertBecomes(3, ASKED);
        assertThat(name(12)).isEqualTo("veth12");
    }

    /** Only a list says what IPv6 makes of the new MTU. */
    @Test
    void followsTheMtuOfALinkForBothFamilies() throws InterruptedException {
        monitor.list();
        run();
        kernel.changeMtu(2, 9000);
        assertThat(kernel.becomes(() -> links.mtu(2, Family.IPV6) == 9000)).isTrue();
        assertThat(links.mtu(2, Family.IPV4)).isEqualTo(9000);
        assertThat(kernel.lists()).isEqualTo(1);
    }

    @Test
    void losesNoEventBetweenAnOverrunAndTheNewList() throws InterruptedException {
        monitor.list();
        synchronized (kernel) {
            kernel.capacity(9);
            for (int i = 4; i < 20; i++) {
                kernel.put(i, "veth" + i);
            }
            kernel.afterList(() -> {
                kernel.capacity(100);
                kernel.put(2, "wan");
            });
        }
        run();
        assertBecomes(19, "veth19");
        assertBecomes(2, "wan");
    }

    @Test
    void saysThatTheKernelDoesNotAnswer() {
        kernel.mute();
        assertThatThrownBy(monitor::list)
                .isInstanceOf(ErrnoException.class)
                .hasMessageContaining("list the links")
                .hasMessageContaining("did not answer");
    }

    @Test
    void saysWhyItCannotAsk() {
        kernel.refuseRequests(Errno.ENOMEM);
        assertThatThrownBy(monitor::list).isInstanceOf(ErrnoException.class).hasMessageContaining("ENOMEM");
    }
}
