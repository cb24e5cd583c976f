// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.mssclamp.rule.MarkMask;
import org.mssclamp.rule.PortRange;

/** Reads the list of queues. */
final class QueueReader {
    private static final int MAX_LENGTH = 65536;

    private final List<QueueSettings> queues = new ArrayList<>();
    private final TreeMap<Integer, Numbers> byFirst = new TreeMap<>();

    /** Queue numbers and where they are written. */
    private record Numbers(PortRange range, Value value) {}

    private QueueReader() {}

    static List<QueueSettings> read(Value list) {
        QueueReader reader = new QueueReader();
        Optional<List<Value>> entries = list.list();
        if (entries.filter(List::isEmpty).isPresent()) {
            list.refuse("the list is empty", "leave the key out for queue 0");
        }
        for (Value item : entries.orElse(List.of())) {
            item.section(Keys.QUEUE).ifPresent(reader::add);
        }
        return reader.queues;
    }

    private void add(Section queue) {
        Optional<MarkMask> mark = queue.value("mark").flatMap(value -> value.scalar(Scalars::mark));
        OnFailure onFailure =
                queue.value("on-failure").map(QueueReader::onFailure).orElse(OnFailure.PASS);
        int maxLength = queue.value("max-length")
                .flatMap(value -> value.integer(1, MAX_LENGTH, null))
                .orElse(QueueSettings.DEFAULT_MAX_LENGTH);
        Optional<Integer> buffer = queue.value("receive-buffer").flatMap(value -> value.scalar(Scalars::receiveBuffer));
        numbers(queue)
                .ifPresent(numbers -> queues.add(new QueueSettings(
                        numbers.low(),
                        numbers.high(),
                        onFailure,
                        maxLength,
                        buffer.map(OptionalInt::of).orElse(OptionalInt.empty()),
                        mark)));
    }

    private Optional<PortRange> numbers(Section queue) {
        Optional<Value> value = queue.value("number");
        if (value.isEmpty()) {
            queue.whole().refuse("number is missing, allowed 0-65535 as N or A-B", null);
            return Optional.empty();
        }
        Optional<PortRange> range = value.get().scalar(Scalars::queueNumbers);
        range.ifPresent(numbers -> refuseOverlap(new Numbers(numbers, value.get())));
        return range;
    }

    private void refuseOverlap(Numbers numbers) {
        Map.Entry<Integer, Numbers> below = byFirst.floorEntry(numbers.range.high());
        if (below != null && below.getValue().range.high() >= numbers.range.low()) {
            Numbers other = below.getValue();
            numbers.value.refuse(
                    numbers.range + " overlaps " + other.range + " on line "
                            + other.value.position().line() + ", allowed each queue number once",
                    null);
            return;
        }
        byFirst.put(numbers.range.low(), numbers);
    }

    private static OnFailure onFailure(Value value) {
        OnFailure onFailure = value.choice(OnFailure.values(), OnFailure::label).orElse(OnFailure.PASS);
        if (onFailure == OnFailure.HOLD) {
            value.refuse("hold is not in this version", "write pass, or drop");
        }
        return onFailure;
    }
}
