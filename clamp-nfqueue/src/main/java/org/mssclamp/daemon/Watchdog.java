// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mssclamp.nfqueue.Pulse;
import org.mssclamp.nfqueue.QueueWorker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process if a worker is stuck, sooner than two seconds after its last sign of life: whoever started us starts a sound one.
 *
 * <p>It counts looks, and only those in time: when the process was stopped or the machine stood still, so did the workers. Nor does
 * it count against a worker that the machine has no time for.
 * {@link #watch} is for any thread, {@link #run} for one of its own.
 */
final class Watchdog implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

    private static final long LOOK_NANOS = 250_000_000;
    /** Behind the look before; a look that comes so late says nothing of the workers. */
    private static final long LATE_NANOS = 2 * LOOK_NANOS;

    /** In a row at which a worker was where it had been; a worker that is well beats between any four. */
    private static final int LOOKS = 6;

    /** Of processor time between two looks; a thread in an endless loop has more, even with others beside it. */
    private static final long STARVED_NANOS = LOOK_NANOS / 10;

    /** For letting packets pass and for the log, which may be what is stuck. */
    private static final long LAST_WORDS_NANOS = 200_000_000;

    private static final int STACK_FRAMES = 64;

    private final IntConsumer halt;
    private final Runnable allIsWell;
    private volatile List<Patient> patients = List.of();
    private volatile boolean stopping;

    /** A worker, and what was seen of it. For the thread that looks. */
    private static final class Patient {
        private final QueueWorker worker;
        private long beats;
        private int looks;
        private long processorNs;

        Patient(QueueWorker worker) {
            this.worker = worker;
        }

        QueueWorker worker() {
            return worker;
        }

        /** Looks once more; whether it has not beaten for too long. */
        boolean isStuck() {
            Pulse pulse = worker.pulse();
            long seen = pulse.beats();
            boolean silent = seen == beats && pulse.thread().isPresent();
            beats = seen;
            if (!silent) {
                looks = 1;
            } else if (!isStarved(pulse)) {
                looks++;
            }
            return looks >= LOOKS;
        }

        /** Whether it wants to run, and was hardly let since the last silent look: then it is others that take its time. */
        private boolean isStarved(Pulse pulse) {
            Optional<TaskState> state = pulse.thread().flatMap(thread -> TaskState.of(thread.getName()));
            long beforeNs = processorNs;
            processorNs = state.map(TaskState::processorNs).orElse(0L);
            return state.isPresent() && state.get().runnable() && processorNs - beforeNs < STARVED_NANOS;
        }
    }

    /**
     * Watches nobody yet.
     *
     * @param halt ends the process at once, with an exit code
     * @param allIsWell told after each look, and by a late one, by the thread that looks, as long as no worker is stuck
     */
    Watchdog(IntConsumer halt, Runnable allIsWell) {
        this.halt = halt;
        this.allIsWell = allIsWell;
    }

    /** Watches these workers from now on, and no others. */
    void watch(List<QueueWorker> workers) {
        patients = workers.stream().map(Patient::new).toList();
    }

    /** Ends {@link #run}. */
    void stop() {
        stopping = true;
    }

    @Override
    public void run() {
        long lastNs = System.nanoTime();
        while (!stopping) {
            LockSupport.parkNanos(lastNs + LOOK_NANOS - System.nanoTime());
            long tookNs = System.nanoTime() - lastNs;
            if (tookNs >= LOOK_NANOS) {
                lastNs += tookNs;
                if (tookNs < LATE_NANOS) {
                    look();
                } else {
                    allIsWell.run();
                }
            }
        }
    }

    /** Once at each worker. */
    void look() {
        List<Patient> all = patients;
        List<QueueWorker> stuck =
                all.stream().filter(Patient::isStuck).map(Patient::worker).toList();
        if (stuck.isEmpty()) {
            allIsWell.run();
        } else {
            end(stuck, all);
        }
    }

    private void end(List<QueueWorker> stuck, List<Patient> all) {
        try {
            Thread executor = new Thread(this::haltSoon, "halt");
            executor.setDaemon(true);
            executor.start();
            all.forEach(patient -> patient.worker().letAllPass());
            stuck.forEach(Watchdog::report);
            // Another processor may have been putting in a packet that it had let in before.
            all.forEach(patient -> patient.worker().letAllPass());
        } finally {
            halt.accept(ExitCode.SOFTWARE.code());
        }
    }

    private void haltSoon() {
        long startNs = System.nanoTime();
        while (System.nanoTime() - startNs < LAST_WORDS_NANOS) {
            LockSupport.parkNanos(LAST_WORDS_NANOS);
        }
        halt.accept(ExitCode.SOFTWARE.code());
    }

    private static void report(QueueWorker worker) {
        worker.pulse()
                .thread()
                .ifPresent(thread -> LOG.error(
                        "thread {} is stuck; ending, so that a sound process can take its place. It is at\n{}",
                        thread.getName(),
                        Stream.of(thread.getStackTrace())
                                .limit(STACK_FRAMES)
                                .map(frame -> "    " + frame)
                                .collect(Collectors.joining("\n"))));
    }
}
