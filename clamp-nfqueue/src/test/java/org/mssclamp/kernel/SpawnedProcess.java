// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.StringArray;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A child process that has descriptors of ours from 3 on, which those that Java starts cannot have; see posix_spawn(3). */
public final class SpawnedProcess {
    private static final int FIRST_DESCRIPTOR = 3;
    /** More than posix_spawn_file_actions_t has anywhere. */
    private static final int FILE_ACTIONS_OCTETS = 512;

    private static final int TIMEOUT_SECONDS = 60;

    private final int pid;
    private int status;
    private boolean ended;

    private SpawnedProcess(int pid) {
        this.pid = pid;
    }

    /** Starts a program, by its path, with copies of these descriptors, and with both its outputs appended to a file. */
    public static SpawnedProcess start(
            List<String> command, Map<String, String> environment, List<Integer> descriptors, Path output) {
        List<String> variables = new ArrayList<>();
        environment.forEach((name, value) -> variables.add(name + "=" + value));
        try (Memory actions = new Memory(FILE_ACTIONS_OCTETS)) {
            check(Libc.posix_spawn_file_actions_init(actions));
            check(Libc.posix_spawn_file_actions_addopen(
                    actions, 1, output.toString(), Libc.O_WRONLY_CREAT_APPEND, 0600));
            check(Libc.posix_spawn_file_actions_adddup2(actions, 1, 2));
            for (int i = 0; i < descriptors.size(); i++) {
                check(Libc.posix_spawn_file_actions_adddup2(actions, descriptors.get(i), FIRST_DESCRIPTOR + i));
            }
            int[] pid = new int[1];
            check(Libc.posix_spawn(
                    pid,
                    command.get(0),
                    actions,
                    null,
                    new StringArray(command.toArray(String[]::new)),
                    new StringArray(variables.toArray(String[]::new))));
            Libc.posix_spawn_file_actions_destroy(actions);
            return new SpawnedProcess(pid[0]);
        }
    }

    private static void check(int errno) {
        if (errno != 0) {
            throw new LastErrorException(errno);
        }
    }

    public long pid() {
        return pid;
    }

    /** Whether it has not ended yet. */
    public synchronized boolean isAlive() {
        if (!ended) {
            int[] result = new int[1];
            ended = Libc.waitpid(pid, result, Libc.WNOHANG) == pid;
            status = result[0];
        }
        return !ended;
    }

    /** Waits for its end; its exit code, or 128 and the number of the signal that ended it. */
    public int exitCode() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (isAlive()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("process " + pid + " is still running");
            }
            Thread.onSpinWait();
        }
        int signal = status & 0x7F;
        return signal == 0 ? status >> 8 & 0xFF : 128 + signal;
    }
}
