// SPDX-License-Identifier: Apache-2.0
// Real connections, opened one after the other for as long as it runs, besides all the SYNs that nobody answers.
//
//   connections --serve PORT                          answers each with the MSS that it may send by, and closes
//   connections --port PORT --limit MSS ADDRESS...    opens them, to each address by turns
//
// SIGTERM ends it; the one that opens finishes what it has begun, and prints one JSON object. A connection counts as
// clamped if neither end may send segments beyond the limit of its family: 20 less for IPv6. The kernel tells what may be
// sent less TCP timestamps, which does not matter: a SYN that was not clamped leaves far more.

#include <arpa/inet.h>
#include <getopt.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <unistd.h>

#include "program.h"

enum {
    THREADS = 4,
    ADDRESSES_LIMIT = 8,
    WAITING_CONNECTIONS = 1024,
    IPV6_MORE_OCTETS = 20,
};
static const uint64_t INTERVAL_NS = 50 * 1000 * NS_PER_US;  // between two of one thread
static const uint64_t PATIENCE_NS = 60 * NS_PER_SECOND;     // beyond what the kernel takes for five more SYNs

struct opener {
    pthread_t thread;
    const char *const *addresses;
    size_t addresses_count, first;
    uint16_t port;
    uint32_t limit;
    uint64_t opened, completed, unclamped, resent, slowest_ns, connecting_ns;
};

static uint32_t mss_of(int connection, uint32_t *resent) {
    struct tcp_info info;
    socklen_t length = sizeof info;
    checked(getsockopt(connection, IPPROTO_TCP, TCP_INFO, &info, &length), "read TCP_INFO");
    if (resent) *resent = info.tcpi_total_retrans;
    return info.tcpi_snd_mss;
}

static socklen_t address_of(const char *text, uint16_t port, struct sockaddr_storage *address) {
    memset(address, 0, sizeof *address);
    struct sockaddr_in *ipv4 = (struct sockaddr_in *)address;
    struct sockaddr_in6 *ipv6 = (struct sockaddr_in6 *)address;
    if (inet_pton(AF_INET, text, &ipv4->sin_addr) == 1) {
        ipv4->sin_family = AF_INET;
        ipv4->sin_port = htons(port);
        return sizeof *ipv4;
    }
    if (inet_pton(AF_INET6, text, &ipv6->sin6_addr) != 1) FAIL("not an address: %s", text);
    ipv6->sin6_family = AF_INET6;
    ipv6->sin6_port = htons(port);
    return sizeof *ipv6;
}

// Whether the connection is ready for that before the deadline.
static bool wait_for(int connection, short event, uint64_t deadline) {
    struct pollfd wanted = {.fd = connection, .events = event};
    for (;;) {
        uint64_t now = now_ns();
        if (now >= deadline) return false;
        int ready = poll(&wanted, 1, (int)((deadline - now) / (1000 * NS_PER_US)) + 1);
        if (ready > 0) return true;
        if (ready < 0 && errno != EINTR) FAIL("cannot wait: %s", strerror(errno));
    }
}

// What the server may send by, as it says itself; 0 if the connection failed.
static uint32_t converse(int connection, struct opener *opener, const struct sockaddr *address, socklen_t length) {
    uint64_t start = now_ns(), deadline = start + PATIENCE_NS;
    if (connect(connection, address, length) && errno != EINPROGRESS) return 0;
    if (!wait_for(connection, POLLOUT, deadline)) return 0;
    uint64_t took = now_ns() - start;
    uint32_t mss;
    // It comes in one segment or not at all.
    if (!wait_for(connection, POLLIN, deadline) || recv(connection, &mss, sizeof mss, 0) != sizeof mss) return 0;
    opener->connecting_ns += took;
    if (took > opener->slowest_ns) opener->slowest_ns = took;
    return ntohl(mss);
}

static void open_one(struct opener *opener, const char *text) {
    struct sockaddr_storage address;
    socklen_t length = address_of(text, opener->port, &address);
    bool ipv6 = address.ss_family == AF_INET6;
    int connection = (int)checked(socket(address.ss_family, SOCK_STREAM | SOCK_NONBLOCK, 0), "open a socket");
    opener->opened++;
    uint32_t servers = converse(connection, opener, (struct sockaddr *)&address, length);
    if (servers) {
        uint32_t resent, own = mss_of(connection, &resent), limit = opener->limit - (ipv6 ? IPV6_MORE_OCTETS : 0);
        opener->completed++;
        opener->resent += resent > 0;
        opener->unclamped += own > limit || servers > limit;
    }
    close(connection);
}

static void *open_all(void *argument) {
    struct opener *opener = argument;
    uint64_t wake = now_ns();
    for (size_t turn = opener->first; !ended; turn++) {
        open_one(opener, opener->addresses[turn % opener->addresses_count]);
        wake += INTERVAL_NS;
        if (wake > now_ns()) sleep_until(wake);
        else wake = now_ns();
    }
    return NULL;
}

static void report(const struct opener *openers) {
    struct opener sum = {0};
    for (int i = 0; i < THREADS; i++) {
        sum.opened += openers[i].opened;
        sum.completed += openers[i].completed;
        sum.unclamped += openers[i].unclamped;
        sum.resent += openers[i].resent;
        sum.connecting_ns += openers[i].connecting_ns;
        if (openers[i].slowest_ns > sum.slowest_ns) sum.slowest_ns = openers[i].slowest_ns;
    }
    printf("{\"opened\":%llu,\"completed\":%llu,\"unclamped\":%llu,\"resent\":%llu,\"mean_ns\":%llu,\"slowest_ns\":%llu}\n",
           (unsigned long long)sum.opened, (unsigned long long)sum.completed, (unsigned long long)sum.unclamped,
           (unsigned long long)sum.resent, (unsigned long long)(sum.completed ? sum.connecting_ns / sum.completed : 0),
           (unsigned long long)sum.slowest_ns);
}

static void serve(uint16_t port) {
    struct sockaddr_storage address;
    socklen_t length = address_of("::", port, &address);
    int listener = (int)checked(socket(AF_INET6, SOCK_STREAM, 0), "open a socket");
    socket_option(listener, SOL_SOCKET, SO_REUSEADDR, 1, "set SO_REUSEADDR");
    checked(bind(listener, (struct sockaddr *)&address, length), "bind a socket");
    checked(listen(listener, WAITING_CONNECTIONS), "listen");
    while (!ended) {
        int connection = accept(listener, NULL, NULL);
        if (connection < 0) continue;  // ended, or it was reset meanwhile
        uint32_t mss = htonl(mss_of(connection, NULL));
        (void)!send(connection, &mss, sizeof mss, MSG_NOSIGNAL);
        close(connection);
    }
}

int main(int count, char **arguments) {
    static const struct option options[] = {
        {"serve", required_argument, NULL, 's'},
        {"port", required_argument, NULL, 'p'},
        {"limit", required_argument, NULL, 'l'},
        {0},
    };
    uint16_t served = 0, port = 0;
    uint32_t limit = 0;
    int option;
    while ((option = getopt_long(count, arguments, "", options, NULL)) != -1) {
        switch (option) {
            case 's': served = (uint16_t)number(optarg, UINT16_MAX); break;
            case 'p': port = (uint16_t)number(optarg, UINT16_MAX); break;
            case 'l': limit = (uint32_t)number(optarg, UINT16_MAX); break;
            default: return 1;
        }
    }
    size_t addresses = (size_t)(count - optind);
    if (!served && (!port || !limit || !addresses || addresses > ADDRESSES_LIMIT))
        FAIL("usage: %s --serve PORT | --port PORT --limit MSS ADDRESS...", arguments[0]);
    end_on_signal();
    if (served) {
        serve(served);
        return 0;
    }
    static struct opener openers[THREADS];
    for (size_t i = 0; i < THREADS; i++) {
        openers[i] = (struct opener){.addresses = (const char *const *)arguments + optind, .addresses_count = addresses,
                                     .first = i, .port = port, .limit = limit};
        if (pthread_create(&openers[i].thread, NULL, open_all, &openers[i])) FAIL("cannot start a thread");
    }
    for (int i = 0; i < THREADS; i++) pthread_join(openers[i].thread, NULL);
    report(openers);
}
