// SPDX-License-Identifier: Apache-2.0
// TCP SYNs as octets: where the options lie, and checksum arithmetic.
#ifndef TCP_H
#define TCP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    IPV4_OCTETS = 20,
    IPV6_OCTETS = 40,
    TCP_OCTETS = 20,
    PROTOCOL_TCP = 6,
    GENERATED_PORT = 443,  // where the generator's SYNs go, and no others
    TCP_DESTINATION = 2,
    TCP_SEQUENCE = 4,
    TCP_DATA_OFFSET = 12,
    TCP_FLAGS = 13,
    TCP_CHECKSUM = 16,
    FLAG_SYN = 0x02,
    FLAG_RST = 0x04,
    OPTION_END = 0,
    OPTION_NOP = 1,
    OPTION_MSS = 2,
    OPTION_MSS_OCTETS = 4,
};

static inline uint16_t get16(const uint8_t *octets) {
    return (uint16_t)(octets[0] << 8 | octets[1]);
}

static inline uint32_t get32(const uint8_t *octets) {
    return (uint32_t)get16(octets) << 16 | get16(octets + 2);
}

static inline void put16(uint8_t *octets, uint16_t value) {
    octets[0] = (uint8_t)(value >> 8);
    octets[1] = (uint8_t)value;
}

static inline void put32(uint8_t *octets, uint32_t value) {
    put16(octets, (uint16_t)(value >> 16));
    put16(octets + 2, (uint16_t)value);
}

// The sum of 16-bit words, to be folded; RFC 1071.
static inline uint32_t sum16(const uint8_t *octets, size_t length, uint32_t sum) {
    for (size_t i = 0; i + 1 < length; i += 2) sum += get16(octets + i);
    if (length % 2) sum += (uint32_t)octets[length - 1] << 8;
    return sum;
}

static inline uint16_t fold(uint32_t sum) {
    while (sum >> 16) sum = (sum & 0xffff) + (sum >> 16);
    return (uint16_t)sum;
}

// A TCP segment within a packet.
struct segment {
    uint8_t *octets;  // from the TCP header on
    size_t length;    // to the end of the packet
    size_t header;    // with options
    bool ipv6;
};

// Finds the SYN in a packet; false if there is none, or not all of its header. Extension headers of IPv6 are not walked:
// the generator sends none.
static inline bool find_syn(uint8_t *packet, size_t length, struct segment *segment) {
    if (length < IPV4_OCTETS) return false;
    segment->ipv6 = packet[0] >> 4 == 6;
    size_t ip;
    if (segment->ipv6) {
        if (length < IPV6_OCTETS || packet[6] != PROTOCOL_TCP) return false;
        ip = IPV6_OCTETS;
    } else {
        ip = (size_t)(packet[0] & 0x0f) * 4;
        bool later_fragment = get16(packet + 6) & 0x1fff;
        if (packet[0] >> 4 != 4 || ip < IPV4_OCTETS || packet[9] != PROTOCOL_TCP || later_fragment) return false;
    }
    if (length < ip + TCP_OCTETS) return false;
    segment->octets = packet + ip;
    segment->length = length - ip;
    segment->header = (size_t)(segment->octets[TCP_DATA_OFFSET] >> 4) * 4;
    if (segment->header < TCP_OCTETS || segment->header > segment->length) return false;
    return (segment->octets[TCP_FLAGS] & (FLAG_SYN | FLAG_RST)) == FLAG_SYN;
}

// The offset of the MSS value in the segment; 0 if it has none.
static inline size_t find_mss(const struct segment *segment) {
    const uint8_t *octets = segment->octets;
    size_t i = TCP_OCTETS;
    while (i < segment->header && octets[i] != OPTION_END) {
        if (octets[i] == OPTION_NOP) {
            i++;
            continue;
        }
        if (i + 2 > segment->header || octets[i + 1] < 2 || i + octets[i + 1] > segment->header) return 0;
        if (octets[i] == OPTION_MSS && octets[i + 1] == OPTION_MSS_OCTETS) return i + 2;
        i += octets[i + 1];
    }
    return 0;
}

// Lowers the MSS to the limit of its family, and brings the checksum along by the difference (RFC 1624, equation 3): a
// wrong one stays wrong. True if the packet was changed.
static inline bool clamp_mss(uint8_t *packet, size_t length, uint16_t ipv4_limit, uint16_t ipv6_limit) {
    struct segment segment;
    if (!find_syn(packet, length, &segment)) return false;
    size_t offset = find_mss(&segment);
    if (!offset) return false;
    uint16_t limit = segment.ipv6 ? ipv6_limit : ipv4_limit;
    uint16_t mss = get16(segment.octets + offset);
    if (mss <= limit) return false;

    put16(segment.octets + offset, limit);
    if (offset % 2) {
        // The value lies across two of the words that are summed: in each, its octets have changed places.
        mss = (uint16_t)(mss << 8 | mss >> 8);
        limit = (uint16_t)(limit << 8 | limit >> 8);
    }
    uint8_t *checksum = segment.octets + TCP_CHECKSUM;
    uint32_t sum = (uint32_t)(uint16_t)~get16(checksum) + (uint16_t)~mss + limit;
    put16(checksum, (uint16_t)~fold(sum));
    return true;
}

// The sum of addresses, protocol and length that TCP's checksum covers besides the segment.
static inline uint32_t pseudo_header_sum(const uint8_t *packet, const struct segment *segment) {
    size_t addresses = segment->ipv6 ? 8 : 12;
    size_t octets = segment->ipv6 ? 32 : 8;
    return sum16(packet + addresses, octets, PROTOCOL_TCP + (uint32_t)segment->length);
}

static inline bool checksum_is_right(const uint8_t *packet, const struct segment *segment) {
    return fold(sum16(segment->octets, segment->length, pseudo_header_sum(packet, segment))) == 0xffff;
}

#endif
