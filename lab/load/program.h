// SPDX-License-Identifier: Apache-2.0
// What the programs of the lab share: clocks, numbers from the command line, an end by a signal or with a message.
#ifndef PROGRAM_H
#define PROGRAM_H

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#define NS_PER_SECOND UINT64_C(1000000000)
#define NS_PER_US UINT64_C(1000)

#define FAIL(...)                     \
    do {                              \
        fprintf(stderr, __VA_ARGS__); \
        fputc('\n', stderr);          \
        exit(1);                      \
    } while (0)

// Ends the program if a system call has failed; gives back what it returned.
static inline long checked(long result, const char *attempt) {
    if (result < 0) FAIL("cannot %s: %s", attempt, strerror(errno));
    return result;
}

static inline uint64_t clock_ns(clockid_t clock) {
    struct timespec time;
    checked(clock_gettime(clock, &time), "read a clock");
    return (uint64_t)time.tv_sec * NS_PER_SECOND + (uint64_t)time.tv_nsec;
}

static inline uint64_t now_ns(void) {
    return clock_ns(CLOCK_MONOTONIC);
}

static inline struct timespec timespec_of(uint64_t ns) {
    return (struct timespec){.tv_sec = (time_t)(ns / NS_PER_SECOND), .tv_nsec = (long)(ns % NS_PER_SECOND)};
}

static inline uint64_t number(const char *text, uint64_t greatest) {
    char *end;
    errno = 0;
    uint64_t value = strtoull(text, &end, 10);
    if (errno || end == text || *end || *text == '-' || value > greatest) FAIL("not a number up to %llu: %s", (unsigned long long)greatest, text);
    return value;
}

// Whether SIGTERM or SIGINT came, after end_on_signal.
static volatile sig_atomic_t ended;

static inline void note_end(int signal) {
    (void)signal;
    ended = 1;
}

// From now on these signals do not end the program, but cut waiting short and set ended.
static inline void end_on_signal(void) {
    struct sigaction action = {.sa_handler = note_end};
    checked(sigaction(SIGTERM, &action, NULL), "handle SIGTERM");
    checked(sigaction(SIGINT, &action, NULL), "handle SIGINT");
}

// Until CLOCK_MONOTONIC says so, or the program is to end.
static inline void sleep_until(uint64_t ns) {
    struct timespec until = timespec_of(ns);
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR && !ended) continue;
}

static inline void socket_option(int socket, int level, int option, int value, const char *attempt) {
    checked(setsockopt(socket, level, option, &value, sizeof value), attempt);
}

#endif
