// SPDX-License-Identifier: Apache-2.0
// Sends packets that a router forwards and that a parser of TCP should fear: options that lie about their length, headers that
// end too soon or too late, fragments, chains of extension headers, other protocols. IPv4 from 198.18.1.0 and up to
// 198.19.64.0/18, IPv6 from 2001:2:0:11::/64 to 2001:2:0:13::/64.
//
// The same packets for the same seed, over and over. Prints how many were sent. SIGTERM ends the window.

#include <arpa/inet.h>
#include <getopt.h>
#include <unistd.h>

#include "device.h"
#include "tcp.h"

enum {
    FRAMES = 4096,
    FRAME_OCTETS = 512,
    TCP_OCTETS_LIMIT = 60,
    DATA_OCTETS_LIMIT = 64,
    EXTENSIONS_LIMIT = 4,
    EXTENSION_OCTETS_LIMIT = 24,
    IPV6_ROUTING = 43,
    IPV6_FRAGMENT = 44,
    IPV6_AUTHENTICATION = 51,
    IPV6_NONE = 59,
    IPV6_DESTINATION = 60,
    MORE_FRAGMENTS = 0x2000,
};

static uint64_t state;
static uint8_t octets[FRAMES][FRAME_OCTETS];
static struct iovec frames[FRAMES];

// xorshift64*
static uint32_t any(uint32_t below) {
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return (uint32_t)(state * UINT64_C(0x2545f4914f6cdd1d) >> 32) % below;
}

static bool one_in(uint32_t count) {
    return any(count) == 0;
}

static void fill_any(uint8_t *to, size_t length) {
    for (size_t i = 0; i < length; i++) to[i] = (uint8_t)any(256);
}

// Mostly MSS, with every length but the right one, wherever it comes to lie.
static void fill_options(uint8_t *options, size_t length) {
    static const uint8_t LENGTHS[] = {0, 1, 2, 3, 4, 5, 40, 255};
    fill_any(options, length);
    for (size_t i = any(4); i + 2 <= length; i += 1 + any(6)) {
        options[i] = one_in(4) ? (uint8_t)any(32) : OPTION_MSS;
        options[i + 1] = LENGTHS[any(sizeof LENGTHS)];
    }
}

// A TCP header of any data offset, of which not all may be there; its length.
static size_t fill_tcp(uint8_t *tcp) {
    fill_any(tcp, TCP_OCTETS);
    uint8_t words = (uint8_t)any(16);
    tcp[TCP_DATA_OFFSET] = (uint8_t)(words << 4 | any(16));
    tcp[TCP_FLAGS] = (uint8_t)(one_in(4) ? any(256) : FLAG_SYN | any(256) * one_in(2)) & (uint8_t)~(one_in(2) ? FLAG_RST : 0);
    fill_options(tcp + TCP_OCTETS, TCP_OCTETS_LIMIT - TCP_OCTETS);
    if (one_in(3)) return any(TCP_OCTETS_LIMIT);
    size_t data = one_in(2) ? 0 : any(DATA_OCTETS_LIMIT);
    fill_any(tcp + TCP_OCTETS_LIMIT, data);
    return words * 4 + data;
}

static uint8_t any_protocol(void) {
    static const uint8_t OTHERS[] = {1, 4, 17, 41, 47, 50, 58, 132, 253};
    return one_in(4) ? OTHERS[any(sizeof OTHERS)] : PROTOCOL_TCP;
}

static size_t fill_ipv4(uint8_t *ip) {
    size_t options = one_in(4) ? any(11) * 4 : 0, header = IPV4_OCTETS + options;
    memset(ip + IPV4_OCTETS, OPTION_NOP, options);  // others the kernel itself would look at
    size_t length = header + fill_tcp(ip + header);
    ip[0] = (uint8_t)(0x40 | header / 4);
    put16(ip + 2, (uint16_t)length);
    if (one_in(3)) put16(ip + 6, (uint16_t)(one_in(2) ? MORE_FRAGMENTS : any(MORE_FRAGMENTS)));
    ip[8] = 64;
    ip[9] = any_protocol();
    put32(ip + 12, 0xc6120100 + any(1024));   // 198.18.1.0
    put32(ip + 16, 0xc6134000 + any(1 << 14));  // 198.19.64.0
    put16(ip + 10, (uint16_t)~fold(sum16(ip, header, 0)));
    return length;
}

// Hop-by-hop options are not among them: these the kernel looks at itself.
static uint8_t any_extension(void) {
    static const uint8_t KINDS[] = {IPV6_ROUTING, IPV6_FRAGMENT, IPV6_AUTHENTICATION, IPV6_NONE, IPV6_DESTINATION};
    return KINDS[any(sizeof KINDS)];
}

static size_t fill_ipv6(uint8_t *ip) {
    uint8_t *next = ip + 6;
    size_t length = IPV6_OCTETS;
    ip[0] = 0x60;
    ip[7] = 64;
    for (uint32_t left = one_in(2) ? 0 : any(EXTENSIONS_LIMIT + 1); left; left--) {
        *next = any_extension();
        next = ip + length;
        size_t extension = 8 * (1 + any(EXTENSION_OCTETS_LIMIT / 8));
        fill_any(next, extension);
        // In units of 8, of 4 for AH, and of none for a fragment; now and then beyond the end.
        next[1] = (uint8_t)(one_in(4) ? any(256) : extension / 8 - 1);
        length += extension;
    }
    *next = any_protocol();
    length += fill_tcp(ip + length);
    put16(ip + 4, (uint16_t)(length - IPV6_OCTETS));
    for (int side = 0; side < 2; side++) {
        uint8_t *address = ip + 8 + 16 * side;
        put32(address, 0x20010002);
        put16(address + 6, (uint16_t)(side ? 0x13 : 0x11));
        put32(address + 12, 0x100 + any(1024));
    }
    return length;
}

static void fill_frames(const uint8_t *own_address, const uint8_t *gateway) {
    for (size_t i = 0; i < FRAMES; i++) {
        bool ipv6 = one_in(2);
        memcpy(octets[i], gateway, ETH_ALEN);
        memcpy(octets[i] + ETH_ALEN, own_address, ETH_ALEN);
        put16(octets[i] + 2 * ETH_ALEN, ipv6 ? ETHERTYPE_IPV6 : ETHERTYPE_IP);
        uint8_t *ip = octets[i] + ETHER_HDR_LEN;
        frames[i] = (struct iovec){octets[i], ETHER_HDR_LEN + (ipv6 ? fill_ipv6(ip) : fill_ipv4(ip))};
    }
}

int main(int count, char **arguments) {
    static const struct option options[] = {
        {"device", required_argument, NULL, 'd'}, {"gateway", required_argument, NULL, 'g'},
        {"rate", required_argument, NULL, 'r'},   {"window", required_argument, NULL, 't'},
        {"seed", required_argument, NULL, 's'},   {0},
    };
    const char *name = NULL;
    uint8_t gateway[ETH_ALEN] = {0};
    uint64_t rate = 0, window_ms = 0;
    int option;
    while ((option = getopt_long(count, arguments, "", options, NULL)) != -1) {
        switch (option) {
            case 'd': name = optarg; break;
            case 'g': parse_address(optarg, gateway); break;
            case 'r': rate = number(optarg, 10 * 1000 * 1000); break;
            case 't': window_ms = number(optarg, UINT32_MAX); break;
            case 's': state = number(optarg, INT64_MAX); break;
            default: return 1;
        }
    }
    if (!name || !window_ms || !state)
        FAIL("usage: %s --device NAME --gateway MAC --seed N --window MS [--rate N]", arguments[0]);

    struct device device = open_device(name);
    fill_frames(device.address, gateway);
    end_on_signal();
    struct pace pace = pace_from_now(rate);
    uint64_t sent = 0, end = pace.start_ns + window_ms * 1000 * NS_PER_US;
    for (uint64_t now = now_ns(); now < end && !ended; now = now_ns()) {
        size_t wanted = due(&pace, now, sent), next = sent % FRAMES;
        if (!wanted) {
            sleep_until_due(&pace, sent);
            continue;
        }
        sent += send_frames(&device, &frames[next], wanted < FRAMES - next ? wanted : FRAMES - next);
    }
    printf("{\"sent\":%llu}\n", (unsigned long long)sent);
}
