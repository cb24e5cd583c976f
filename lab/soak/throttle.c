// SPDX-License-Identifier: Apache-2.0
// Leaves a process only a part of the time: throttle PID RUN-US OF-US. SIGTERM ends that, and the process goes on.

#include <sched.h>
#include <sys/types.h>
#include <unistd.h>

#include "program.h"

int main(int count, char **arguments) {
    if (count != 4) FAIL("usage: %s PID RUN-US OF-US", arguments[0]);
    pid_t process = (pid_t)number(arguments[1], INT32_MAX);
    uint64_t run = number(arguments[2], UINT32_MAX) * NS_PER_US, period = number(arguments[3], UINT32_MAX) * NS_PER_US;
    // Whatever else there is to do: the process is to be stopped in time.
    struct sched_param priority = {.sched_priority = 1};
    checked(sched_setscheduler(0, SCHED_FIFO, &priority), "go first");
    end_on_signal();
    for (uint64_t turn = now_ns(); !ended; turn += period) {
        checked(kill(process, SIGCONT), "let the process go on");
        sleep_until(turn + run);
        checked(kill(process, SIGSTOP), "stop the process");
        sleep_until(turn + period);
    }
    checked(kill(process, SIGCONT), "let the process go on");
}
