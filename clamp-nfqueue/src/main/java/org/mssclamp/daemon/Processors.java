// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.util.BitSet;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.mssclamp.config.QueueSettings;

/**
 * The processors that threads of queues may run on.
 *
 * @param usable asks the kernel for them, by its numbers
 * @param pin keeps the calling thread on one
 */
record Processors(Supplier<BitSet> usable, IntConsumer pin) {
    /** Throws if a worker is to run on a processor that is not there for us. */
    void check(QueueSettings settings) throws StartException {
        if (settings.cpus().isEmpty()) {
            return;
        }
        BitSet cpus = usable.get();
        for (int cpu : settings.cpus()) {
            if (!cpus.get(cpu)) {
                throw new StartException(
                        ExitCode.CONFIG,
                        "queue " + settings.first() + " is to run on processor " + cpu
                                + ", but this process may run on " + cpus
                                + " alone; change cpus, or what starts the daemon");
            }
        }
    }

    /** The part, on that processor; on any if none is named. */
    Runnable place(OptionalInt cpu, Runnable part) {
        if (cpu.isEmpty()) {
            return part;
        }
        return () -> {
            pin.accept(cpu.getAsInt());
            part.run();
        };
    }
}
