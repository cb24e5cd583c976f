// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.mssclamp.rule.MarkMask;

/**
 * A range of NFQUEUE numbers, one worker each, and how they are bound.
 *
 * @param first lowest queue number, 0 to 65535
 * @param last highest, not below {@code first}
 * @param onFailure what becomes of packets that no worker can take
 * @param maxLength packets the kernel holds for one queue, 1 to 65536
 * @param receiveBufferOctets socket receive buffer; empty to derive it from {@code maxLength}
 * @param mark what each verdict sets on its packet
 * @param busyPoll how long a worker asks for the next packet before it sleeps; zero to sleep at once
 * @param cpus processors, by the kernel's numbers: the first worker runs on the first, and so on, beginning again behind
 *     the last; empty to run on any
 */
public record QueueSettings(
        int first,
        int last,
        OnFailure onFailure,
        int maxLength,
        OptionalInt receiveBufferOctets,
        Optional<MarkMask> mark,
        Duration busyPoll,
        List<Integer> cpus) {
    /** Packets the kernel holds where the configuration does not say. */
    public static final int DEFAULT_MAX_LENGTH = 16384;

    /** Queue 0, for a configuration that names none. */
    public static final QueueSettings DEFAULT = defaultsOf(0);

    /** Copies the list. */
    public QueueSettings {
        cpus = List.copyOf(cpus);
    }

    /** One queue about which nothing is said. */
    public static QueueSettings defaultsOf(int queueNumber) {
        return new QueueSettings(
                queueNumber,
                queueNumber,
                OnFailure.PASS,
                DEFAULT_MAX_LENGTH,
                OptionalInt.empty(),
                Optional.empty(),
                Duration.ZERO,
                List.of());
    }

    /** The processor for the worker of a queue number of this range; empty for any. */
    public OptionalInt cpu(int queueNumber) {
        return cpus.isEmpty() ? OptionalInt.empty() : OptionalInt.of(cpus.get((queueNumber - first) % cpus.size()));
    }

    /** What they say of one queue number of this range. */
    public QueueSettings of(int queueNumber) {
        List<Integer> ownCpu = cpu(queueNumber).stream().boxed().toList();
        return new QueueSettings(
                queueNumber, queueNumber, onFailure, maxLength, receiveBufferOctets, mark, busyPoll, ownCpu);
    }
}
