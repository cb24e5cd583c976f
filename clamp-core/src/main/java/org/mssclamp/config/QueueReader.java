// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.mssclamp.rule.MarkMask;

/** Reads the list of queues. */
final class QueueReader {
    private static final int MAX_LENGTH = 65536;
    /** Each has a thread and buffers of its own. */
    private static final int MAX_QUEUES = 256;

    private final List<QueueSettings> queues = new ArrayList<>();
    private final TreeMap<Integer, Place> byFirst = new TreeMap<>();

    /** Where queue numbers are written. */
    private record Place(QueueNumbers numbers, Value value) {}

    private QueueReader() {}

    static List<QueueSettings> read(Value list) {
        QueueReader reader = new QueueReader();
        Optional<List<Value>> entries = list.list();
        if (entries.filter(List::isEmpty).isPresent()) {
            list.refuse("the list is empty, allowed one entry or more", "leave the key out for queue 0");
        }
        for (Value item : entries.orElse(List.of())) {
            item.section(Keys.QUEUE).ifPresent(reader::add);
        }
        int queues = reader.queues.stream()
                .mapToInt(range -> range.last() - range.first() + 1)
                .sum();
        if (queues > MAX_QUEUES) {
            list.refuse(queues + " queues, allowed 1-" + MAX_QUEUES, "one for each processor is enough");
        }
        return reader.queues;
    }

    private void add(Section queue) {
        Optional<MarkMask> mark = queue.value("mark").flatMap(value -> value.scalar(Scalars::mark));
        OnFailure onFailure = queue.value("on-failure")
                .flatMap(value -> value.choice(OnFailure.values(), OnFailure::label))
                .orElse(OnFailure.PASS);
        int maxLength = queue.value("max-length")
                .flatMap(value -> value.integer(1, MAX_LENGTH, null))
                .orElse(QueueSettings.DEFAULT_MAX_LENGTH);
        Optional<Integer> buffer = queue.value("receive-buffer").flatMap(value -> value.scalar(Scalars::receiveBuffer));
        Duration busyPoll = queue.value("busy-poll")
                .flatMap(value -> value.scalar(Scalars::busyPoll))
                .orElse(Duration.ZERO);
        List<Integer> cpus = cpus(queue);
        numbers(queue)
                .ifPresent(numbers -> queues.add(new QueueSettings(
                        numbers.first(),
                        numbers.last(),
                        onFailure,
                        maxLength,
                        buffer.map(OptionalInt::of).orElse(OptionalInt.empty()),
                        mark,
                        busyPoll,
                        cpus)));
    }

    private static List<Integer> cpus(Section queue) {
        List<Integer> cpus = new ArrayList<>();
        for (Value item : queue.value("cpus").map(Value::items).orElse(List.of())) {
            item.scalar(Scalars::cpus).ifPresent(range -> range.forEach(cpus::add));
        }
        return cpus;
    }

    private Optional<QueueNumbers> numbers(Section queue) {
        Optional<Value> value = queue.value("number");
        if (value.isEmpty()) {
            queue.whole().refuse("number is missing, allowed 0-65535 as N or A-B", null);
            return Optional.empty();
        }
        Optional<QueueNumbers> numbers = value.get().scalar(Scalars::queueNumbers);
        numbers.ifPresent(read -> refuseOverlap(new Place(read, value.get())));
        return numbers;
    }

    private void refuseOverlap(Place place) {
        QueueNumbers numbers = place.numbers;
        Map.Entry<Integer, Place> below = byFirst.floorEntry(numbers.last());
        if (below != null && below.getValue().numbers.last() >= numbers.first()) {
            Place other = below.getValue();
            int line = other.value.position().line();
            String clash = numbers + " overlaps " + other.numbers + " on line " + line;
            place.value.refuse(clash + ", allowed each queue number once", null);
            return;
        }
        byFirst.put(numbers.first(), place);
    }
}
