// SPDX-License-Identifier: Apache-2.0
// The limit: an MSS clamper with as few system calls and copies as the kernel allows.
//
// A batch of packets comes by one recvmmsg. Each is changed where it lies; the verdict's header of 36 octets goes over
// the attributes before it, which are at least as long. All verdicts leave by one gathered sendmsg.

#include <arpa/inet.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_queue.h>
#include <sys/uio.h>

#include "consumer.h"
#include "tcp.h"

enum {
    BATCH = 64,
    SLOT_OCTETS = 2048,
    SEND_BUFFER_OCTETS = 1 << 20,
    CONFIG_SEQUENCE = 1,
    MESSAGE_PACKET = NFNL_SUBSYS_QUEUE << 8 | NFQNL_MSG_PACKET,
    MESSAGE_VERDICT = NFNL_SUBSYS_QUEUE << 8 | NFQNL_MSG_VERDICT,
    MESSAGE_CONFIG = NFNL_SUBSYS_QUEUE << 8 | NFQNL_MSG_CONFIG,
};

struct attribute_of_verdict {
    struct nlattr attribute;
    struct nfqnl_msg_verdict_hdr value;
};

struct verdict {
    struct nlmsghdr message;
    struct nfgenmsg family;
    struct attribute_of_verdict decision;
    struct nlattr payload;  // the packet follows; left out if it was not changed
};
_Static_assert(sizeof(struct verdict) == 36, "a verdict fits before the packet");

// One message does it all: a queue that is bound and has no mode yet drops packets.
struct config {
    struct nlmsghdr message;
    struct nfgenmsg family;
    struct nlattr command_attribute;
    struct nfqnl_msg_config_cmd command;
    struct nlattr params_attribute;
    uint32_t copy_range;
    uint8_t copy_mode;
    uint8_t padding[3];
    struct nlattr length_attribute;
    uint32_t length;
    struct nlattr mask_attribute;
    uint32_t mask;
    struct nlattr flags_attribute;
    uint32_t flags;
};
_Static_assert(sizeof(struct config) == 64, "the attributes of a config message lie without gaps");

struct worker {
    int socket;
    uint16_t queue;
    struct mmsghdr received[BATCH];
    struct iovec slots[BATCH];
    struct iovec verdicts[BATCH];
    uint8_t octets[BATCH][SLOT_OCTETS] __attribute__((aligned(64)));
};

struct packet {
    uint32_t id;  // in network order
    uint8_t *octets;
    size_t length;
    bool whole;
};

static struct settings settings;

static struct nlmsghdr message_header(size_t length, int type, uint32_t sequence) {
    return (struct nlmsghdr){
        .nlmsg_len = (uint32_t)length, .nlmsg_type = (uint16_t)type, .nlmsg_flags = NLM_F_REQUEST, .nlmsg_seq = sequence};
}

static struct nlattr attribute_header(size_t value_octets, int type) {
    return (struct nlattr){.nla_len = (uint16_t)(sizeof(struct nlattr) + value_octets), .nla_type = (uint16_t)type};
}

static void bind_queue(struct worker *worker) {
    worker->socket = (int)checked(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER), "open a netlink socket");
    struct sockaddr_nl any_port = {.nl_family = AF_NETLINK};
    checked(bind(worker->socket, (struct sockaddr *)&any_port, sizeof any_port), "bind a netlink socket");
    set_buffer(worker->socket);
    socket_option(worker->socket, SOL_SOCKET, SO_SNDBUFFORCE, SEND_BUFFER_OCTETS, "set SO_SNDBUFFORCE");

    struct config config = {
        .message = message_header(sizeof config, MESSAGE_CONFIG, CONFIG_SEQUENCE),
        .family = {.res_id = htons(worker->queue)},
        .command_attribute = attribute_header(sizeof config.command, NFQA_CFG_CMD),
        .command = {.command = NFQNL_CFG_CMD_BIND},
        .params_attribute = attribute_header(sizeof config.copy_range + sizeof config.copy_mode, NFQA_CFG_PARAMS),
        .copy_range = htonl(COPY_OCTETS),
        .copy_mode = NFQNL_COPY_PACKET,
        .length_attribute = attribute_header(sizeof config.length, NFQA_CFG_QUEUE_MAXLEN),
        .length = htonl(QUEUE_LENGTH),
        .mask_attribute = attribute_header(sizeof config.mask, NFQA_CFG_MASK),
        .mask = htonl(NFQA_CFG_F_FAIL_OPEN | NFQA_CFG_F_GSO),
        .flags_attribute = attribute_header(sizeof config.flags, NFQA_CFG_FLAGS),
        .flags = htonl(NFQA_CFG_F_FAIL_OPEN),
    };
    checked(send(worker->socket, &config, sizeof config, 0), "bind a queue");
}

static void prepare_batch(struct worker *worker) {
    for (int i = 0; i < BATCH; i++) {
        worker->slots[i] = (struct iovec){worker->octets[i], SLOT_OCTETS};
        worker->received[i].msg_hdr = (struct msghdr){.msg_iov = &worker->slots[i], .msg_iovlen = 1};
    }
}

static int receive_now(struct worker *worker, int flags) {
    return recvmmsg(worker->socket, worker->received, BATCH, flags, NULL);
}

// Waits for packets in the way that was asked for; how many, or -1 with errno.
static int receive(struct worker *worker) {
    if (settings.busy_ns) {
        uint64_t deadline = now_ns() + settings.busy_ns;
        do {
            int count = receive_now(worker, MSG_DONTWAIT);
            if (count >= 0 || errno != EAGAIN) return count;
        } while (now_ns() < deadline);
    }
    return receive_now(worker, MSG_WAITFORONE);
}

// Ends the program if the kernel refused the queue; a verdict that came too late is nothing to mind.
static void look_at_error(const struct worker *worker, const uint8_t *octets, size_t length) {
    struct nlmsgerr error;
    if (length < NLMSG_HDRLEN + sizeof error) return;
    memcpy(&error, octets + NLMSG_HDRLEN, sizeof error);
    if (error.error && error.msg.nlmsg_seq == CONFIG_SEQUENCE) FAIL("cannot bind queue %u: %s", worker->queue, strerror(-error.error));
}

// Reads the attributes of a message; false if there is no packet with an id.
static bool read_packet(uint8_t *octets, size_t length, struct packet *packet) {
    *packet = (struct packet){.whole = true};
    bool has_id = false;
    size_t i = NLMSG_HDRLEN + sizeof(struct nfgenmsg);
    while (i + sizeof(struct nlattr) <= length) {
        struct nlattr attribute;
        memcpy(&attribute, octets + i, sizeof attribute);
        if (attribute.nla_len < sizeof attribute) break;
        uint8_t *value = octets + i + sizeof attribute;
        size_t value_octets = attribute.nla_len - sizeof attribute;
        bool inside = i + attribute.nla_len <= length;
        switch (attribute.nla_type & NLA_TYPE_MASK) {
            case NFQA_PACKET_HDR:
                if (!inside || value_octets < sizeof packet->id) return false;
                memcpy(&packet->id, value, sizeof packet->id);
                has_id = true;
                break;
            case NFQA_CAP_LEN:
                packet->whole = false;
                break;
            case NFQA_PAYLOAD:
                packet->octets = value;
                packet->length = value_octets;
                packet->whole &= inside;
                break;
        }
        i += NLA_ALIGN(attribute.nla_len);
    }
    return has_id;
}

// Writes the verdict into the slot; the octets to send.
static struct iovec answer(const struct worker *worker, uint8_t *slot, const struct packet *packet) {
    bool changed = packet->octets && packet->whole && clamp_mss(packet->octets, packet->length, IPV4_LIMIT, IPV6_LIMIT);
    size_t length = changed ? sizeof(struct verdict) + packet->length : offsetof(struct verdict, payload);
    struct verdict verdict = {
        .message = message_header(length, MESSAGE_VERDICT, 0),
        .family = {.res_id = htons(worker->queue)},
        .decision =
            {
                .attribute = attribute_header(sizeof verdict.decision.value, NFQA_VERDICT_HDR),
                .value = {.verdict = htonl(NF_ACCEPT), .id = packet->id},
            },
        .payload = attribute_header(packet->length, NFQA_PAYLOAD),
    };
    uint8_t *start = changed ? packet->octets - sizeof verdict : slot;
    memcpy(start, &verdict, changed ? sizeof verdict : length);
    return (struct iovec){start, NLMSG_ALIGN(length)};
}

static void send_verdicts(struct worker *worker, size_t count) {
    struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
    struct msghdr message = {
        .msg_name = &kernel, .msg_namelen = sizeof kernel, .msg_iov = worker->verdicts, .msg_iovlen = count};
    while (sendmsg(worker->socket, &message, 0) < 0) {
        if (errno != EINTR && errno != ENOBUFS) FAIL("cannot send verdicts: %s", strerror(errno));
    }
}

static void *serve(void *number) {
    struct worker *worker = aligned_alloc(64, (sizeof *worker + 63) / 64 * 64);
    if (!worker) FAIL("no memory");
    memset(worker, 0, sizeof *worker);
    worker->queue = (uint16_t)(uintptr_t)number;
    prepare_batch(worker);
    bind_queue(worker);

    for (;;) {
        int received = receive(worker);
        if (received < 0 && errno != EINTR && errno != EAGAIN) FAIL("cannot receive: %s", strerror(errno));
        size_t verdicts = 0;
        for (int i = 0; i < received; i++) {
            uint8_t *slot = worker->octets[i];
            size_t length = worker->received[i].msg_len;
            struct nlmsghdr header;
            if (length < sizeof header) continue;
            memcpy(&header, slot, sizeof header);
            struct packet packet;
            if (header.nlmsg_type == NLMSG_ERROR) {
                look_at_error(worker, slot, length);
            } else if (header.nlmsg_type == MESSAGE_PACKET && read_packet(slot, length, &packet)) {
                worker->verdicts[verdicts++] = answer(worker, slot, &packet);
            }
        }
        if (verdicts) send_verdicts(worker, verdicts);
    }
}

int main(int count, char **arguments) {
    settings = read_settings(count, arguments);
    serve_all(&settings, serve);
}
