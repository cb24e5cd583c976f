// SPDX-License-Identifier: Apache-2.0
// An MSS clamper as users of libnetfilter_queue write it, and write it well: a large receive buffer, no ENOBUFS,
// fail-open, the packet changed where it was received, and a verdict for each packet as it comes.

#include <arpa/inet.h>
#include <libnetfilter_queue/libnetfilter_queue.h>
#include <linux/netfilter.h>

#include "consumer.h"
#include "tcp.h"

static int decide(struct nfq_q_handle *queue, struct nfgenmsg *message, struct nfq_data *data, void *unused) {
    (void)message, (void)unused;
    struct nfqnl_msg_packet_hdr *header = nfq_get_msg_packet_hdr(data);
    uint8_t *packet;
    int length = nfq_get_payload(data, &packet);
    bool changed = length > 0 && clamp_mss(packet, (size_t)length, IPV4_LIMIT, IPV6_LIMIT);
    return nfq_set_verdict(queue, ntohl(header->packet_id), NF_ACCEPT, changed ? (uint32_t)length : 0, changed ? packet : NULL);
}

static void *serve(void *number) {
    struct nfq_handle *library = nfq_open();
    if (!library) FAIL("cannot open libnetfilter_queue: %s", strerror(errno));
    struct nfq_q_handle *queue = nfq_create_queue(library, (uint16_t)(uintptr_t)number, decide, NULL);
    if (!queue) FAIL("cannot bind queue %u: %s", (unsigned)(uintptr_t)number, strerror(errno));
    checked(nfq_set_mode(queue, NFQNL_COPY_PACKET, COPY_OCTETS), "have packets copied");
    checked(nfq_set_queue_maxlen(queue, QUEUE_LENGTH), "set the length of the queue");
    checked(nfq_set_queue_flags(queue, NFQA_CFG_F_FAIL_OPEN, NFQA_CFG_F_FAIL_OPEN), "set fail-open");
    int socket = nfq_fd(library);
    set_buffer(socket);

    static _Thread_local char buffer[COPY_OCTETS + 4096] __attribute__((aligned(8)));
    for (;;) {
        ssize_t length = recv(socket, buffer, sizeof buffer, 0);
        if (length >= 0) {
            nfq_handle_packet(library, buffer, (int)length);
        } else if (errno != EINTR) {
            FAIL("cannot receive: %s", strerror(errno));
        }
    }
}

int main(int count, char **arguments) {
    struct settings settings = read_settings(count, arguments);
    if (settings.busy_ns) FAIL("this consumer waits in recv");
    serve_all(&settings, serve);
}
