// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Interface;

/** What a running monitor makes of events: changes, and what links carry. */
@Timeout(120)
class LinkMonitorChangesTest {
    private static final int ETH0 = 2;
    private static final int WG0 = 3;
    private static final long SECOND_NS = 1_000_000_000;

    private final FakeLinks kernel = new FakeLinks();
    private final Links links = new Links(index -> "");
    private final RouteChanges changes = new RouteChanges();
    private final AtomicLong nowNs = new AtomicLong(Long.MAX_VALUE - SECOND_NS);
    private final LinkMonitor monitor = new LinkMonitor(kernel, links, changes, nowNs::get);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Thread thread = new Thread(monitor, "links");
    private int before;

    @BeforeEach
    void list() {
        monitor.list();
        before = changes.count();
    }

    private void run() {
        thread.setUncaughtExceptionHandler((dead, why) -> failure.set(why));
        thread.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        monitor.stop();
        thread.join();
        assertThat(failure.get()).isNull();
    }

    private static Link eth0(int mtu, int ipv6Mtu) {
        return new Link(new Interface(ETH0, "eth0"), mtu, ipv6Mtu);
    }

    /** So many, and after each burst of events once more when it has settled. */
    private void assertChanges(int count) throws InterruptedException {
        assertThat(kernel.becomes(() -> changes.count() - before == count))
                .as("%d changes, not %d", count, changes.count() - before)
                .isTrue();
        assertThat(kernel.becomesQuiet()).isTrue();
        assertThat(changes.count() - before).isEqualTo(count);
    }

    private void assertCarries(int mtu, Family family) throws InterruptedException {
        assertThat(kernel.becomes(() -> links.mtu(ETH0, family) == mtu))
                .as("eth0 carries %d", mtu)
                .isTrue();
    }

    @Test
    void countsALinkThatGoesUpOrDown() throws InterruptedException {
        run();
        kernel.put(eth0(1500, 1500));
        assertChanges(2);
        kernel.remove(ETH0);
        assertChanges(4);
    }

    @Test
    void countsWhatComesTogetherAsOne() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            kernel.put(eth0(1500, 1500));
        }
        run();
        assertChanges(2);
    }

    @Test
    void countsNoPortsOfBridges() throws InterruptedException {
        kernel.leaveBridge(ETH0);
        run();
        assertChanges(0);
    }

    @Test
    void countsAnOverrunAtOnceAndAgainWhenTheSocketIsEmpty() throws InterruptedException {
        synchronized (kernel) {
            kernel.capacity(0);
            kernel.put(eth0(1400, 1400));
            kernel.capacity(Integer.MAX_VALUE);
        }
        run();
        // Overrun, empty, settled: what was announced last and lost comes into force only then.
        assertChanges(3);

        nowNs.addAndGet(SECOND_NS + 1);
        assertCarries(1400, Family.IPV4);
        assertChanges(5);
    }

    @Test
    void countsWhatWasNotLostBesidesAnOverrun() throws InterruptedException {
        synchronized (kernel) {
            kernel.capacity(1);
            kernel.put(eth0(1500, 1500));
            kernel.put(eth0(1400, 1400));
            kernel.capacity(Integer.MAX_VALUE);
        }
        run();
        // Overrun, event, empty, settled.
        assertChanges(4);
    }

    @Test
    void countsNoListThatSaysNothingNew() throws InterruptedException {
        nowNs.addAndGet(10 * SECOND_NS + 1);
        run();
        assertThat(kernel.becomes(() -> kernel.lists() == 2)).isTrue();
        assertChanges(0);
    }

    @Test
    void asksForALinkWhenARouterMayHaveAdvertisedAnMtu() throws InterruptedException {
        synchronized (kernel) {
            kernel.putSilently(eth0(1500, 1280));
            kernel.tellOfIpv6(ETH0);
        }
        run();
        assertCarries(1280, Family.IPV6);
        assertThat(links.mtu(ETH0, Family.IPV4)).isEqualTo(1500);
        assertChanges(2);
        assertThat(kernel.lists()).isEqualTo(1);
    }

    @Test
    void listsAnewNowAndThenForWhatIsNotAnnounced() throws InterruptedException {
        kernel.putSilently(eth0(1500, 1280));
        nowNs.addAndGet(10 * SECOND_NS);
        run();
        assertChanges(0);
        assertThat(kernel.lists()).isEqualTo(1);
        assertThat(links.mtu(ETH0, Family.IPV6)).isEqualTo(1500);

        nowNs.incrementAndGet();
        assertCarries(1280, Family.IPV6);
        assertThat(kernel.lists()).isEqualTo(2);
        assertChanges(2);
    }

    @Test
    void listsAgainWhenTheKernelCouldNotJustThen() throws InterruptedException {
        kernel.rejectLists(3);
        kernel.putSilently(eth0(1500, 1280));
        nowNs.addAndGet(10 * SECOND_NS + 1);
        run();
        assertCarries(1280, Family.IPV6);
        assertThat(kernel.lists()).isEqualTo(5);
    }

    @Test
    void listsAgainWhenTheListAnswersAnEarlierRequest() throws InterruptedException {
        kernel.misnumberLists(3);
        kernel.putSilently(eth0(1500, 1280));
        nowNs.addAndGet(10 * SECOND_NS + 1);
        run();
        assertCarries(1280, Family.IPV6);
        assertThat(kernel.lists()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void keepsWhatAnInterruptedListLacksUntilAnotherSaysSo(boolean onlyAtItsEnd) throws InterruptedException {
        kernel.removeSilently(WG0);
        kernel.putSilently(eth0(1500, 1280));
        kernel.interruptNextList(onlyAtItsEnd);
        nowNs.addAndGet(10 * SECOND_NS + 1);
        run();
        assertCarries(1280, Family.IPV6);
        assertThat(links.interfaceOf(WG0).name()).isEqualTo("wg0");
        assertChanges(2);
        assertThat(kernel.lists()).isEqualTo(2);

        nowNs.addAndGet(SECOND_NS + 1);
        assertThat(kernel.becomes(() -> links.interfaceOf(WG0).equals(Interface.NONE)))
                .isTrue();
        assertThat(kernel.lists()).isEqualTo(3);
    }

    @Test
    void knowsTheLinksBeforeItCountsTheirChange() throws InterruptedException {
        // So many that to publish them takes longer than to ask whether they changed.
        for (int index = 100; index < 3000; index++) {
            kernel.putSilently(FakeLinks.of(index, "link" + index));
        }
        nowNs.addAndGet(10 * SECOND_NS + 1);
        run();
        assertChanges(2);
        for (int i = 0; i < 200; i++) {
            int counted = changes.count();
            kernel.put(ETH0, "eth" + i);
            while (changes.count() == counted && thread.isAlive()) {
                Thread.onSpinWait();
            }
            assertThat(links.interfaceOf(ETH0).name()).isEqualTo("eth" + i);
            assertThat(kernel.becomes(() -> changes.count() == counted + 2)).isTrue();
        }
    }
}
