// SPDX-License-Identifier: Apache-2.0
// Becomes another program, and leaves in a file when: launch FILE PROGRAM [ARGUMENT...]; CLOCK_MONOTONIC, in ns.

#include <unistd.h>

#include "program.h"

int main(int count, char **arguments) {
    if (count < 3) FAIL("usage: %s FILE PROGRAM [ARGUMENT...]", arguments[0]);
    FILE *file = fopen(arguments[1], "w");
    if (!file) FAIL("cannot write %s: %s", arguments[1], strerror(errno));
    fprintf(file, "%llu\n", (unsigned long long)now_ns());
    fclose(file);
    execvp(arguments[2], arguments + 2);
    FAIL("cannot run %s: %s", arguments[2], strerror(errno));
}
