// SPDX-License-Identifier: Apache-2.0
// Sends SYNs at a given rate, each with the time in its sequence number: the low 32 bits of CLOCK_MONOTONIC in ns.
//
// SYNs leave in bursts of what is due, every 100 us, or singly where the rate is below 10,000 a second. After a warm-up comes a
// window in which it counts what it sent, what it and the watched processes took of CPU time, how long the CPUs were not idle,
// and how many packets wait in the watched processes' queues at its end; printed as one JSON object. SIGTERM ends the window.

#include <arpa/inet.h>
#include <getopt.h>
#include <unistd.h>

#include "device.h"
#include "tcp.h"

enum {
    MSS = 1460,
    TCP_OPTION_OCTETS = 20,
    FRAME_OCTETS = ETHER_HDR_LEN + IPV6_OCTETS + TCP_OCTETS + TCP_OPTION_OCTETS,
    PAIRS_LIMIT = 4096,
    WATCHED_LIMIT = 8,
};

// In the order of Linux: MSS, SACK permitted, timestamps, no-operation, window scale.
static const uint8_t OPTIONS[TCP_OPTION_OCTETS] = {
    2, 4, MSS >> 8, MSS & 0xff, 4, 2, 8, 10, 0x12, 0x34, 0x56, 0x78, 0, 0, 0, 0, 1, 3, 3, 7};

struct frame {
    uint8_t octets[FRAME_OCTETS];
    size_t length;
    uint8_t *tcp;
    uint32_t sum;  // of all that the checksum covers but the sequence number
};

struct task {
    const char *device;
    uint8_t gateway[ETH_ALEN];
    bool ipv6;
    uint64_t rate;  // SYNs a second; 0: as many as it can
    uint64_t warm_up_ns;
    uint64_t window_ns;
    size_t pairs;
    pid_t watched[WATCHED_LIMIT];
    size_t watched_count;
};

struct sample {
    uint64_t time_ns;
    uint64_t sent;
    uint64_t own_ns;
    uint64_t watched_ns;
    uint64_t busy_ns;
    uint64_t backlog;  // packets that wait for a verdict
};

static struct frame frames[PAIRS_LIMIT];

static void fill_ipv4(struct frame *frame, size_t pair) {
    uint8_t *ip = frame->octets + ETHER_HDR_LEN;
    put16(ip, 0x4500);
    put16(ip + 2, IPV4_OCTETS + TCP_OCTETS + TCP_OPTION_OCTETS);
    put16(ip + 6, 0x4000);  // don't fragment
    ip[8] = 64;
    ip[9] = PROTOCOL_TCP;
    put32(ip + 12, 0xc6120100 + (uint32_t)pair);  // 198.18.1.0, for benchmarks by RFC 2544
    put32(ip + 16, 0xc6130100 + (uint32_t)pair);  // 198.19.1.0
    put16(ip + 10, (uint16_t)~fold(sum16(ip, IPV4_OCTETS, 0)));
    frame->tcp = ip + IPV4_OCTETS;
}

static void fill_ipv6(struct frame *frame, size_t pair) {
    static const uint8_t BENCHMARKS[6] = {0x20, 0x01, 0x00, 0x02, 0x00, 0x00};  // 2001:2::/48, RFC 5180
    uint8_t *ip = frame->octets + ETHER_HDR_LEN;
    ip[0] = 0x60;
    put16(ip + 4, TCP_OCTETS + TCP_OPTION_OCTETS);
    ip[6] = PROTOCOL_TCP;
    ip[7] = 64;
    for (int side = 0; side < 2; side++) {
        uint8_t *address = ip + 8 + 16 * side;
        memcpy(address, BENCHMARKS, sizeof BENCHMARKS);
        put16(address + 6, (uint16_t)(0x11 + side));
        put32(address + 12, 0x100 + (uint32_t)pair);
    }
    frame->tcp = ip + IPV6_OCTETS;
}

static void fill(struct frame *frame, const struct task *task, const uint8_t *own_address, size_t pair) {
    memcpy(frame->octets, task->gateway, ETH_ALEN);
    memcpy(frame->octets + ETH_ALEN, own_address, ETH_ALEN);
    put16(frame->octets + 2 * ETH_ALEN, task->ipv6 ? ETHERTYPE_IPV6 : ETHERTYPE_IP);
    if (task->ipv6) {
        fill_ipv6(frame, pair);
    } else {
        fill_ipv4(frame, pair);
    }
    uint8_t *tcp = frame->tcp;
    put16(tcp, (uint16_t)(32768 + pair));
    put16(tcp + TCP_DESTINATION, GENERATED_PORT);
    tcp[TCP_DATA_OFFSET] = (TCP_OCTETS + TCP_OPTION_OCTETS) / 4 << 4;
    tcp[TCP_FLAGS] = FLAG_SYN;
    put16(tcp + 14, 64240);  // window
    memcpy(tcp + TCP_OCTETS, OPTIONS, sizeof OPTIONS);

    struct segment segment;
    uint8_t *ip = frame->octets + ETHER_HDR_LEN;
    size_t ip_octets = (size_t)(tcp - ip) + TCP_OCTETS + TCP_OPTION_OCTETS;
    if (!find_syn(ip, ip_octets, &segment)) FAIL("made no SYN");
    frame->sum = sum16(tcp, segment.length, pseudo_header_sum(ip, &segment));
    frame->length = ETHER_HDR_LEN + ip_octets;
}

static void stamp(struct frame *frame, uint32_t time) {
    put32(frame->tcp + TCP_SEQUENCE, time);
    put16(frame->tcp + TCP_CHECKSUM, (uint16_t)~fold(frame->sum + (time >> 16) + (time & 0xffff)));
}

// Sends that many SYNs at once; how many went.
static size_t send_burst(const struct device *device, const struct task *task, size_t count) {
    static struct iovec vectors[BURST];
    static size_t next;

    uint32_t time = (uint32_t)now_ns();
    for (size_t i = 0; i < count; i++) {
        struct frame *frame = &frames[next];
        next = next + 1 == task->pairs ? 0 : next + 1;
        stamp(frame, time);
        vectors[i] = (struct iovec){frame->octets, frame->length};
    }
    return send_frames(device, vectors, count);
}

// The time that the CPUs were not idle, since the machine started. The kernel tells idle time in hundredths of a second.
static uint64_t busy_ns(void) {
    char line[512];
    unsigned long long user, nice, system, idle, waiting;
    FILE *file = fopen("/proc/stat", "r");
    if (!file || !fgets(line, sizeof line, file)) FAIL("cannot read /proc/stat");
    fclose(file);
    if (sscanf(line, "cpu %llu %llu %llu %llu %llu", &user, &nice, &system, &idle, &waiting) != 5) FAIL("what is %s", line);
    uint64_t all = now_ns() * (uint64_t)sysconf(_SC_NPROCESSORS_ONLN);
    return all - (idle + waiting) * (NS_PER_SECOND / (uint64_t)sysconf(_SC_CLK_TCK));
}

// The packets that wait for a verdict, in all queues of the network that the process is in.
static uint64_t backlog_of(pid_t process) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/net/netfilter/nfnetlink_queue", process);
    FILE *file = fopen(path, "r");
    if (!file) FAIL("cannot read %s: %s", path, strerror(errno));
    unsigned long long waiting, backlog = 0;
    while (fscanf(file, "%*u %*u %llu%*[^\n]", &waiting) == 1) backlog += waiting;
    fclose(file);
    return backlog;
}

static struct sample take_sample(const struct task *task, uint64_t sent) {
    struct sample sample = {.sent = sent};
    if (task->watched_count) sample.backlog = backlog_of(task->watched[0]);
    for (size_t i = 0; i < task->watched_count; i++) {
        clockid_t clock;
        errno = clock_getcpuclockid(task->watched[i], &clock);
        if (errno) FAIL("cannot watch process %d: %s", task->watched[i], strerror(errno));
        sample.watched_ns += clock_ns(clock);
    }
    sample.own_ns = clock_ns(CLOCK_PROCESS_CPUTIME_ID);
    sample.time_ns = now_ns();
    sample.busy_ns = busy_ns();
    return sample;
}

static void report(const struct task *task, const struct sample *from, const struct sample *to, uint64_t sent) {
    printf("{\"asked\":%llu,\"sent\":%llu,\"window_sent\":%llu,\"window_ns\":%llu,\"generator_ns\":%llu,"
           "\"watched_ns\":%llu,\"busy_ns\":%llu,\"backlog\":%llu}\n",
           (unsigned long long)task->rate, (unsigned long long)sent, (unsigned long long)(to->sent - from->sent),
           (unsigned long long)(to->time_ns - from->time_ns), (unsigned long long)(to->own_ns - from->own_ns),
           (unsigned long long)(to->watched_ns - from->watched_ns), (unsigned long long)(to->busy_ns - from->busy_ns),
           (unsigned long long)to->backlog);
}

static void run(const struct task *task) {
    struct device device = open_device(task->device);
    for (size_t pair = 0; pair < task->pairs; pair++) fill(&frames[pair], task, device.address, pair);

    struct pace pace = pace_from_now(task->rate);
    uint64_t sent = 0, window = pace.start_ns + task->warm_up_ns, end = window + task->window_ns;
    struct sample from = {0};
    for (;;) {
        uint64_t now = now_ns();
        if (!from.time_ns && now >= window) from = take_sample(task, sent);
        if (from.time_ns && (now >= end || ended)) break;
        size_t count = due(&pace, now, sent);
        if (count) {
            sent += send_burst(&device, task, count);
        } else {
            sleep_until_due(&pace, sent);
        }
    }
    struct sample to = take_sample(task, sent);
    report(task, &from, &to, sent);
}

static uint64_t milliseconds(const char *text) {
    return number(text, UINT32_MAX) * 1000 * NS_PER_US;
}

int main(int count, char **arguments) {
    static const struct option options[] = {
        {"device", required_argument, NULL, 'd'},  {"gateway", required_argument, NULL, 'g'},
        {"rate", required_argument, NULL, 'r'},    {"warm-up", required_argument, NULL, 'w'},
        {"window", required_argument, NULL, 't'},  {"pairs", required_argument, NULL, 'n'},
        {"cpu", required_argument, NULL, 'c'},     {"ipv6", no_argument, NULL, '6'},
        {"watch", required_argument, NULL, 'p'},   {0},
    };
    struct task task = {.pairs = 1024};
    int option;
    while ((option = getopt_long(count, arguments, "", options, NULL)) != -1) {
        switch (option) {
            case 'd': task.device = optarg; break;
            case 'g': parse_address(optarg, task.gateway); break;
            case 'r': task.rate = number(optarg, 10 * 1000 * 1000); break;
            case 'w': task.warm_up_ns = milliseconds(optarg); break;
            case 't': task.window_ns = milliseconds(optarg); break;
            case 'n': task.pairs = number(optarg, PAIRS_LIMIT); break;
            case 'c': pin(number(optarg, CPU_SETSIZE - 1)); break;
            case '6': task.ipv6 = true; break;
            case 'p':
                if (task.watched_count == WATCHED_LIMIT) FAIL("too many processes to watch");
                task.watched[task.watched_count++] = (pid_t)number(optarg, INT32_MAX);
                break;
            default: return 1;
        }
    }
    if (!task.device || !task.window_ns || !task.pairs)
        FAIL("usage: %s --device NAME --gateway MAC --rate N --window MS [--warm-up MS] [--pairs N] [--cpu N] [--ipv6]"
             " [--watch PID]...", arguments[0]);
    end_on_signal();
    run(&task);
}
