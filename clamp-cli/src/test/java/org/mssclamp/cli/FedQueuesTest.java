// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.mssclamp.config.OnFailure;
import org.mssclamp.config.QueueNumbers;
import org.mssclamp.config.QueueSettings;
import org.mssclamp.daemon.ConfigFile;
import org.mssclamp.daemon.StartException;
import org.mssclamp.firewall.Feed;
import org.mssclamp.rule.MarkMask;

/** What the sessions do not reach: no file at all, and what a file cannot say yet. */
class FedQueuesTest {
    private static QueueSettings queue(int number, OnFailure onFailure) {
        Optional<MarkMask> mark = Optional.of(new MarkMask(4, 4));
        return new QueueSettings(number, number, onFailure, 1, OptionalInt.empty(), mark, Duration.ZERO, List.of());
    }

    @Test
    void feedsQueueZeroOfADaemonThatIsNotConfigured() {
        FedQueues fed = FedQueues.unconfigured(null);

        assertThat(fed.feed()).isEqualTo(new Feed(new QueueNumbers(0, 0), true));
        assertThat(fed.origin()).isEqualTo("/etc/mssclamp/mssclamp.yaml is not there");
        assertThatThrownBy(fed::telltale).isInstanceOf(StartException.class).hasMessageContaining("queue 0 sets none");
    }

    @Test
    void feedsTheQueuesAskedForWithoutConfiguration() {
        assertThat(FedQueues.unconfigured(new QueueNumbers(3, 4)).feed())
                .isEqualTo(new Feed(new QueueNumbers(3, 4), true));
    }

    @Test
    void saysThatTheDaemonNeedsAConfiguration() {
        assumeThat(ConfigFile.DEFAULT_PATH).doesNotExist();

        Run run = Run.of("rules", "generate", "--backend", "nft", "--queues", "3-4");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("to 3-4");
        assertThat(run.err())
                .isEqualTo("/etc/mssclamp/mssclamp.yaml is not there: the daemon needs a configuration with queue 3-4,"
                        + " or nobody answers what comes there\n");
    }

    @Test
    void letsSynsPassWhileNobodyHoldsTheQueueThatIsToHoldThem() throws StartException {
        FedQueues fed = FedQueues.of("file", List.of(queue(7, OnFailure.HOLD)), null);

        assertThat(fed.feed()).isEqualTo(new Feed(new QueueNumbers(7, 7), true));
        assertThat(fed.telltale()).isEqualTo(new MarkMask(4, 4));
    }

    @Test
    void refusesOneRuleForQueuesThatFailDifferently() {
        List<QueueSettings> both = List.of(queue(7, OnFailure.HOLD), queue(8, OnFailure.DROP));

        assertThatThrownBy(() -> FedQueues.of("file", both, new QueueNumbers(7, 8)))
                .isInstanceOf(StartException.class)
                .hasMessage(
                        "file: on-failure is hold for queue 7, but drop for queue 8, and one rule cannot do for both");
    }
}
