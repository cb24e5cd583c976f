// SPDX-License-Identifier: Apache-2.0
// Looks at the generator's SYNs that reach a device: how long each has been on its way since the generator put the time into its
// sequence number, whether its MSS was lowered, and whether its checksum is right. Prints one JSON object. SIGTERM ends
// the window.
//
// The kernel notes the time at which each SYN came in, so it does not matter when we look at them: ten times a second, so
// that waking us is no part of what is measured. Or, to wait for the first SYN with a lowered MSS: often.

#include <arpa/inet.h>
#include <getopt.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>

#include "program.h"
#include "tcp.h"

enum {
    SENT_MSS = 1460,
    BATCH = 256,
    SLOT_OCTETS = 256,
    CONTROL_OCTETS = 64,
    RECEIVE_BUFFER_OCTETS = 16 << 20,
};

struct tally {
    uint64_t early;  // came in before the window: seen, and no more
    uint64_t received, clamped, unclamped, bad_checksums;
    uint64_t first_clamped_ns;  // CLOCK_MONOTONIC; 0: none yet
    int64_t *delays_ns;
    size_t delays, room;
};

struct receiver {
    int socket;
    int64_t epoch_ns;  // what CLOCK_REALTIME is ahead of CLOCK_MONOTONIC
    uint64_t from_ns;  // where the window begins
    struct mmsghdr messages[BATCH];
    struct iovec vectors[BATCH];
    uint8_t octets[BATCH][SLOT_OCTETS];
    uint8_t control[BATCH][CONTROL_OCTETS] __attribute__((aligned(8)));
};

// The kernel stamps packets by CLOCK_REALTIME; the generator has CLOCK_MONOTONIC. They run alike but for steps of the
// former. Of several readings the one counts that took least.
static int64_t realtime_ahead_ns(void) {
    int64_t ahead = 0;
    uint64_t shortest = UINT64_MAX;
    for (int i = 0; i < 100; i++) {
        uint64_t before = now_ns(), real = clock_ns(CLOCK_REALTIME), after = now_ns();
        if (after - before < shortest) {
            shortest = after - before;
            ahead = (int64_t)(real - before - shortest / 2);
        }
    }
    return ahead;
}

// Hears all protocols: only then it comes before the rule that drops.
static void open_receiver(struct receiver *receiver, const char *device) {
    receiver->socket = (int)checked(socket(AF_PACKET, SOCK_DGRAM, 0), "open a packet socket");
    socket_option(receiver->socket, SOL_SOCKET, SO_RCVBUFFORCE, RECEIVE_BUFFER_OCTETS, "set SO_RCVBUFFORCE");
    socket_option(receiver->socket, SOL_SOCKET, SO_TIMESTAMPNS, 1, "set SO_TIMESTAMPNS");
    struct sockaddr_ll address = {
        .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL), .sll_ifindex = (int)if_nametoindex(device)};
    if (!address.sll_ifindex) FAIL("no device %s", device);
    checked(bind(receiver->socket, (struct sockaddr *)&address, sizeof address), "bind a packet socket");
    receiver->epoch_ns = realtime_ahead_ns();
}

static void add_delay(struct tally *tally, int64_t delay_ns) {
    if (tally->delays == tally->room) {
        tally->room = tally->room ? 2 * tally->room : 1 << 16;
        tally->delays_ns = realloc(tally->delays_ns, tally->room * sizeof *tally->delays_ns);
        if (!tally->delays_ns) FAIL("no memory");
    }
    tally->delays_ns[tally->delays++] = delay_ns;
}

// When the packet came in, by CLOCK_MONOTONIC; 0 if the kernel did not say.
static uint64_t arrival_ns(const struct receiver *receiver, struct msghdr *message) {
    struct cmsghdr *control = CMSG_FIRSTHDR(message);
    if (!control || control->cmsg_type != SCM_TIMESTAMPNS) return 0;
    struct timespec time;
    memcpy(&time, CMSG_DATA(control), sizeof time);
    uint64_t real = (uint64_t)time.tv_sec * NS_PER_SECOND + (uint64_t)time.tv_nsec;
    return real - (uint64_t)receiver->epoch_ns;
}

// Below 4.2 s, of which the sender's half of the clock tells; a little less than nothing if the clocks do not quite agree.
static int64_t delay_ns(uint64_t arrival_ns, uint32_t sent_ns) {
    uint32_t margin = 50 * 1000 * (uint32_t)NS_PER_US;
    return (int64_t)((uint32_t)arrival_ns - sent_ns + margin) - margin;
}

static void look_at(const struct receiver *receiver, struct tally *tally, int slot) {
    uint8_t *packet = (uint8_t *)receiver->octets[slot];
    struct msghdr *message = (struct msghdr *)&receiver->messages[slot].msg_hdr;
    struct segment segment;
    if (message->msg_flags & MSG_TRUNC || !find_syn(packet, receiver->messages[slot].msg_len, &segment)) return;
    if (get16(segment.octets + TCP_DESTINATION) != GENERATED_PORT) return;
    uint64_t arrival = arrival_ns(receiver, message);
    if (arrival < receiver->from_ns) {
        tally->early++;
        return;
    }

    tally->received++;
    size_t mss = find_mss(&segment);
    if (mss && get16(segment.octets + mss) < SENT_MSS) {
        tally->clamped++;
        if (!tally->first_clamped_ns) tally->first_clamped_ns = arrival;
    } else {
        tally->unclamped++;
    }
    tally->bad_checksums += !checksum_is_right(packet, &segment);
    add_delay(tally, delay_ns(arrival, get32(segment.octets + TCP_SEQUENCE)));
}

static void look_at_all(struct receiver *receiver, struct tally *tally) {
    int count;
    do {
        for (int i = 0; i < BATCH; i++) {
            receiver->vectors[i] = (struct iovec){receiver->octets[i], SLOT_OCTETS};
            receiver->messages[i].msg_hdr = (struct msghdr){
                .msg_iov = &receiver->vectors[i],
                .msg_iovlen = 1,
                .msg_control = receiver->control[i],
                .msg_controllen = CONTROL_OCTETS,
            };
        }
        count = recvmmsg(receiver->socket, receiver->messages, BATCH, MSG_DONTWAIT, NULL);
        if (count < 0 && errno != EAGAIN && errno != EINTR) FAIL("cannot receive: %s", strerror(errno));
        for (int i = 0; i < count; i++) look_at(receiver, tally, i);
    } while (count == BATCH);
}

static uint64_t missed(const struct receiver *receiver) {
    struct tpacket_stats statistics;
    socklen_t length = sizeof statistics;
    checked(getsockopt(receiver->socket, SOL_PACKET, PACKET_STATISTICS, &statistics, &length), "read statistics");
    return statistics.tp_drops;
}

static int by_value(const void *a, const void *b) {
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

// The smallest delay that at least so many of a thousand do not exceed.
static long long delay_at(const struct tally *tally, size_t thousandth) {
    if (!tally->delays) return 0;
    size_t rank = (tally->delays * thousandth + 999) / 1000;
    return tally->delays_ns[rank ? rank - 1 : 0];
}

static void report(const struct receiver *receiver, struct tally *tally) {
    qsort(tally->delays_ns, tally->delays, sizeof *tally->delays_ns, by_value);
    printf("{\"early\":%llu,\"received\":%llu,\"clamped\":%llu,\"unclamped\":%llu,\"bad_checksums\":%llu,\"missed\":%llu,"
           "\"p50_ns\":%lld,\"p99_ns\":%lld,\"p999_ns\":%lld,\"max_ns\":%lld,\"clock_step_ns\":%lld}\n",
           (unsigned long long)tally->early, (unsigned long long)tally->received, (unsigned long long)tally->clamped,
           (unsigned long long)tally->unclamped, (unsigned long long)tally->bad_checksums,
           (unsigned long long)missed(receiver), delay_at(tally, 500), delay_at(tally, 990),
           delay_at(tally, 999), delay_at(tally, 1000), (long long)(realtime_ahead_ns() - receiver->epoch_ns));
}

int main(int count, char **arguments) {
    static const struct option options[] = {
        {"device", required_argument, NULL, 'd'}, {"warm-up", required_argument, NULL, 'w'},
        {"window", required_argument, NULL, 't'}, {"first", no_argument, NULL, 'f'},
        {0},
    };
    const char *device = NULL;
    uint64_t warm_up_ms = 0, window_ms = 0;
    bool first = false;
    int option;
    while ((option = getopt_long(count, arguments, "", options, NULL)) != -1) {
        switch (option) {
            case 'd': device = optarg; break;
            case 'w': warm_up_ms = number(optarg, UINT32_MAX); break;
            case 't': window_ms = number(optarg, UINT32_MAX); break;
            case 'f': first = true; break;
            default: return 1;
        }
    }
    if (!device || !window_ms) FAIL("usage: %s --device NAME --window MS [--warm-up MS] [--first]", arguments[0]);

    end_on_signal();
    static struct receiver receiver;
    struct tally tally = {0};
    open_receiver(&receiver, device);
    uint64_t interval_ns = (first ? 2 : 100) * 1000 * NS_PER_US;
    receiver.from_ns = now_ns() + warm_up_ms * 1000 * NS_PER_US;
    uint64_t end = receiver.from_ns + window_ms * 1000 * NS_PER_US;
    for (uint64_t wake = now_ns(); wake < end && !ended; sleep_until(wake += interval_ns)) {
        look_at_all(&receiver, &tally);
        if (first && tally.first_clamped_ns) {
            printf("{\"first_clamped_ns\":%llu,\"unclamped_before\":%llu}\n", (unsigned long long)tally.first_clamped_ns,
                   (unsigned long long)tally.unclamped);
            return 0;
        }
    }
    look_at_all(&receiver, &tally);
    if (first) FAIL("no SYN came with a lowered MSS");
    report(&receiver, &tally);
}
