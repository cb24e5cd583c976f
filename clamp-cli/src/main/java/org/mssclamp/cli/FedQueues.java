// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mssclamp.config.OnFailure;
import org.mssclamp.config.QueueNumbers;
import org.mssclamp.config.QueueSettings;
import org.mssclamp.daemon.ConfigFile;
import org.mssclamp.daemon.ExitCode;
import org.mssclamp.daemon.StartException;
import org.mssclamp.firewall.Feed;
import org.mssclamp.rule.MarkMask;

/**
 * The queues that one rule of the kernel feeds.
 *
 * @param origin what problems call the configuration
 * @param configured all that the daemon has
 */
record FedQueues(String origin, QueueNumbers numbers, OnFailure onFailure, List<QueueSettings> configured) {
    FedQueues {
        configured = List.copyOf(configured);
    }

    /** Of a daemon that is not configured; null for its one queue. */
    static FedQueues unconfigured(@Nullable QueueNumbers asked) {
        QueueSettings settings = QueueSettings.DEFAULT;
        QueueNumbers numbers = asked == null ? numbers(settings) : asked;
        return new FedQueues(
                ConfigFile.DEFAULT_PATH + " is not there", numbers, settings.onFailure(), List.of(settings));
    }

    /** Those asked for, or null for all that are configured; throws if one rule cannot do for them. */
    static FedQueues of(String origin, List<QueueSettings> configured, @Nullable QueueNumbers asked)
            throws StartException {
        QueueSettings settings = configured.get(0);
        if (asked == null && configured.size() > 1) {
            throw new StartException(
                    ExitCode.USAGE,
                    origin + ": queues has " + configured.size() + " entries, and one rule is for one of them"
                            + "\nhint: choose by --queues " + numbers(settings) + ", and so on");
        }
        QueueNumbers numbers = asked == null ? numbers(settings) : asked;
        OnFailure onFailure = entry(origin, configured, numbers.first()).onFailure();
        for (int number = numbers.first(); number <= numbers.last(); number++) {
            OnFailure other = entry(origin, configured, number).onFailure();
            if (other != onFailure) {
                throw new StartException(
                        ExitCode.CONFIG,
                        origin + ": on-failure is " + onFailure.label() + " for queue " + numbers.first() + ", but "
                                + other.label() + " for queue " + number + ", and one rule cannot do for both");
            }
        }
        return new FedQueues(origin, numbers, onFailure, configured);
    }

    private static QueueNumbers numbers(QueueSettings settings) {
        return new QueueNumbers(settings.first(), settings.last());
    }

    private static QueueSettings entry(String origin, List<QueueSettings> configured, int number)
            throws StartException {
        return configured.stream()
                .filter(settings -> settings.first() <= number && number <= settings.last())
                .findFirst()
                .orElseThrow(() -> new StartException(
                        ExitCode.CONFIG,
                        origin + ": no entry of queues has number " + number
                                + ", and nobody would answer what comes there" + "\nhint: add \"- number: " + number
                                + "\""));
    }

    Feed feed() {
        return new Feed(numbers, onFailure != OnFailure.DROP);
    }

    /** What every verdict of the daemon sets, and no packet has before; throws if that cannot be said. */
    MarkMask telltale() throws StartException {
        MarkMask telltale = telltale(configured.get(0));
        for (QueueSettings settings : configured) {
            if (!telltale(settings).equals(telltale)) {
                throw new StartException(
                        ExitCode.CONFIG,
                        origin + ": queue " + numbers(configured.get(0)) + " sets the mark " + telltale + ", but queue "
                                + numbers(settings) + " " + telltale(settings) + ", and the safety net tells by one"
                                + "\nhint: give both the same");
            }
        }
        return telltale;
    }

    private MarkMask telltale(QueueSettings settings) throws StartException {
        MarkMask mark = settings.mark()
                .orElseThrow(() -> new StartException(
                        ExitCode.CONFIG,
                        origin + ": the safety net tells by a mark what the daemon has answered, and queue "
                                + numbers(settings) + " sets none"
                                + "\nhint: say so in its entry, with a bit that nothing else uses:"
                                + "\nqueues:\n  - number: " + numbers(settings) + "\n    mark: 0x1/0x1"));
        if (mark.value() == 0) {
            throw new StartException(
                    ExitCode.CONFIG,
                    origin + ": the mark " + mark + " of queue " + numbers(settings)
                            + " is also that of a packet without a mark"
                            + "\nhint: write one with a bit set, such as 0x1/0x1");
        }
        return mark;
    }
}
