// SPDX-License-Identifier: Apache-2.0
// A network device that whole frames are sent by, at a given rate.
#ifndef DEVICE_H
#define DEVICE_H

#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/uio.h>

#include "program.h"

enum {
    BURST = 64,
};
static const uint64_t TICK_NS = 100 * NS_PER_US;

struct device {
    int socket;
    uint8_t address[ETH_ALEN];
};

static inline struct device open_device(const char *name) {
    struct device device = {.socket = (int)checked(socket(AF_PACKET, SOCK_RAW, 0), "open a packet socket")};
    struct sockaddr_ll address = {.sll_family = AF_PACKET, .sll_ifindex = (int)if_nametoindex(name)};
    if (!address.sll_ifindex) FAIL("no device %s", name);
    checked(bind(device.socket, (struct sockaddr *)&address, sizeof address), "bind a packet socket");
    // No queue of packets to send: a veth has none either.
    socket_option(device.socket, SOL_PACKET, PACKET_QDISC_BYPASS, 1, "set PACKET_QDISC_BYPASS");

    socklen_t length = sizeof address;
    checked(getsockname(device.socket, (struct sockaddr *)&address, &length), "learn the device's address");
    memcpy(device.address, address.sll_addr, ETH_ALEN);
    return device;
}

// Sends up to BURST frames at once; how many went.
static inline size_t send_frames(const struct device *device, struct iovec *frames, size_t count) {
    static struct mmsghdr messages[BURST];
    for (size_t i = 0; i < count; i++) messages[i].msg_hdr = (struct msghdr){.msg_iov = &frames[i], .msg_iovlen = 1};
    int sent = sendmmsg(device->socket, messages, (unsigned)count, 0);
    if (sent < 0 && errno != ENOBUFS && errno != EINTR) FAIL("cannot send: %s", strerror(errno));
    return sent < 0 ? 0 : (size_t)sent;
}

// When frames are due: in bursts every tick, or singly where they are further apart. What is late is due at once.
struct pace {
    uint64_t rate;  // a second; 0: as many as go
    uint64_t start_ns, wake_ns;
};

static inline struct pace pace_from_now(uint64_t rate) {
    // By default the kernel may wake us 50 us late.
    checked(prctl(PR_SET_TIMERSLACK, 1UL), "ask for exact timers");
    uint64_t now = now_ns();
    return (struct pace){.rate = rate, .start_ns = now, .wake_ns = now};
}

// How many are due besides those sent, up to BURST.
static inline size_t due(const struct pace *pace, uint64_t now, uint64_t sent) {
    uint64_t all = pace->rate ? (now - pace->start_ns) * pace->rate / NS_PER_SECOND + 1 : sent + BURST;
    if (all <= sent) return 0;
    return all - sent < BURST ? all - sent : BURST;
}

static inline void sleep_until_due(struct pace *pace, uint64_t sent) {
    uint64_t next = pace->start_ns + (sent * NS_PER_SECOND + pace->rate - 1) / pace->rate;
    pace->wake_ns = next > pace->wake_ns + TICK_NS ? next : pace->wake_ns + TICK_NS;
    sleep_until(pace->wake_ns);
}

// As 02:00:00:00:00:01.
static inline void parse_address(const char *text, uint8_t *mac) {
    if (sscanf(text, "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx", mac, mac + 1, mac + 2, mac + 3, mac + 4, mac + 5) != 6)
        FAIL("not an Ethernet address: %s", text);
}

static inline void pin(uint64_t cpu) {
    cpu_set_t cpus;
    CPU_ZERO(&cpus);
    CPU_SET(cpu, &cpus);
    checked(sched_setaffinity(0, sizeof cpus, &cpus), "pin to the CPU");
}

#endif
