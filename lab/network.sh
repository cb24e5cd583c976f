# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A road with a narrow place that nobody is told of, as behind many a VPN gateway. Sourced; needs root.
#
#   client ──────────────── gateway ════════════════ router ──────────────── server
#   eth0                lan         tunnel     tunnel        wan                eth0
#
#        192.0.2.0/24          198.51.100.0/24          203.0.113.0/24
#        2001:db8:1::/64       2001:db8:2::/64          2001:db8:3::/64
#        MTU 1500              MTU 1400                 MTU 1500
#
# Each host is a network namespace. Hosts to the left have address 1 on a link, those to the right have 2. Gateway and
# router never say "packet too big", so path MTU discovery finds no path MTU: small packets pass, large ones vanish.

source "$(dirname "${BASH_SOURCE[0]}")/hosts.sh"

# lab_up PREFIX: builds the network. The caller has lab_down called on every exit.
lab_up() {
    add_hosts "$1" client gateway router server
    join client eth0 gateway lan 1500 192.0.2 2001:db8:1:
    join gateway tunnel router tunnel 1400 198.51.100 2001:db8:2:
    join router wan server eth0 1500 203.0.113 2001:db8:3:
    route client default 192.0.2.2 default 2001:db8:1::2
    route gateway default 198.51.100.2 default 2001:db8:2::2
    route router 192.0.2.0/24 198.51.100.1 2001:db8:1::/64 2001:db8:2::1
    route server default 203.0.113.1 default 2001:db8:3::1
    local host
    for host in gateway router; do
        forward "$host"
        never_say_too_big "$host"
    done
}

never_say_too_big() { # HOST
    inside "$1" iptables -w -A OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP
    inside "$1" ip6tables -w -A OUTPUT -p ipv6-icmp --icmpv6-type packet-too-big -j DROP
}
