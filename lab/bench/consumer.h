// SPDX-License-Identifier: Apache-2.0
// What both consumers are told on the command line, and how their sockets are set: as mssclampd sets its own.
#ifndef CONSUMER_H
#define CONSUMER_H

#include <getopt.h>
#include <linux/netlink.h>
#include <pthread.h>
#include <stdbool.h>

#include "program.h"

#ifndef SOL_NETLINK
#define SOL_NETLINK 270
#endif

enum {
    IPV4_LIMIT = 1360,
    IPV6_LIMIT = 1340,
    QUEUE_LENGTH = 16384,
    RECEIVE_BUFFER_OCTETS = QUEUE_LENGTH * 2304,
    COPY_OCTETS = 0xffff,
};

struct settings {
    uint16_t first_queue;
    uint16_t last_queue;
    uint64_t busy_ns;  // how long to look for packets before waiting
};

static inline struct settings read_settings(int count, char **arguments) {
    static const struct option options[] = {
        {"queue", required_argument, NULL, 'q'},
        {"last-queue", required_argument, NULL, 'l'},
        {"busy-poll", required_argument, NULL, 'b'},
        {0},
    };
    struct settings settings = {0};
    bool several = false;
    int option;
    while ((option = getopt_long(count, arguments, "", options, NULL)) != -1) {
        switch (option) {
            case 'q': settings.first_queue = (uint16_t)number(optarg, UINT16_MAX); break;
            case 'l': settings.last_queue = (uint16_t)number(optarg, UINT16_MAX), several = true; break;
            case 'b': settings.busy_ns = number(optarg, UINT32_MAX) * NS_PER_US; break;
            default: FAIL("usage: %s --queue N [--last-queue N] [--busy-poll US]", arguments[0]);
        }
    }
    if (!several) settings.last_queue = settings.first_queue;
    return settings;
}

static inline void set_buffer(int socket) {
    // Without it an overrun blocks the socket until it is read empty.
    socket_option(socket, SOL_NETLINK, NETLINK_NO_ENOBUFS, 1, "set NETLINK_NO_ENOBUFS");
    // The kernel doubles what it is given.
    socket_option(socket, SOL_SOCKET, SO_RCVBUFFORCE, RECEIVE_BUFFER_OCTETS / 2, "set SO_RCVBUFFORCE");
}

// Serves each queue by a thread of its own, the last by this one.
static inline void serve_all(const struct settings *settings, void *(*serve)(void *queue)) {
    for (uintptr_t queue = settings->first_queue; queue < settings->last_queue; queue++) {
        pthread_t thread;
        errno = pthread_create(&thread, NULL, serve, (void *)queue);
        if (errno) FAIL("cannot start a thread: %s", strerror(errno));
    }
    serve((void *)(uintptr_t)settings->last_queue);
}

#endif
