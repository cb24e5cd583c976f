# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154
# The road of the live benchmark and of the soak, and what goes along it. Sourced after hosts.sh and processes.sh; those who
# source it say in $ipv4_limit and $ipv6_limit what MSS a clamped SYN has at most.
#
#   client ──────────────── gateway ──────────────── server
#   eth0                lan         wan               eth0
#   generator, on CPU 0     what is looked at         counts SYNs by their MSS, and drops them
#
# The addresses are those for benchmarks (RFC 2544, RFC 5180): SYNs go from 198.18.1.0 and up to 198.19.1.0 and up, or from
# 2001:2:0:11::/64 to 2001:2:0:12::/64.

# road_up PREFIX: builds it. The caller has lab_down called on every exit.
road_up() {
    add_hosts "$1" client gateway server
    join client eth0 gateway lan 1500 198.18.0 2001:2:0:1:
    join gateway wan server eth0 1500 198.19.0 2001:2:0:2:
    route gateway 198.18.0.0/16 198.18.0.1 2001:2:0:11::/64 2001:2:0:1::1
    route_to_server
    forward gateway
    gateway_address=$(inside gateway cat /sys/class/net/lan/address)

    count_at_server
}

# Where what is for the server goes; gone when the link was down.
route_to_server() {
    route gateway 198.19.0.0/16 198.19.0.2 2001:2:0:12::/64 2001:2:0:2::2
    # Nobody is to be asked for an address amid a measurement.
    local address server_address
    server_address=$(inside server cat /sys/class/net/eth0/address)
    for address in 198.19.0.2 2001:2:0:2::2; do
        ip -n "$lab-gateway" neighbour replace "$address" lladdr "$server_address" dev wan nud permanent
    done
}

# As early as can be, so that the server's part of the cost is small; behind packet sockets, which see all. A SYN above the
# limit of its family is not clamped, even if it was lowered.
count_at_server() {
    inside server nft -f - <<RULES
table netdev sink {
    counter clamped {}
    counter unclamped {}
    chain ingress {
        type filter hook ingress device "eth0" priority 0; policy accept;
        meta protocol ip tcp flags & (syn | rst) == syn tcp option maxseg size <= $ipv4_limit counter name clamped drop
        meta protocol ip6 tcp flags & (syn | rst) == syn tcp option maxseg size <= $ipv6_limit counter name clamped drop
        tcp flags & (syn | rst) == syn counter name unclamped drop
    }
}
RULES
}

# handle_syns FIREWALL TARGET...: the gateway does that with them from now on.
handle_syns() {
    inside gateway "$1" -w -t mangle -A FORWARD -p tcp --tcp-flags SYN,RST SYN "${@:2}"
}

# start_generator OPTION...: its pid is in $! then.
start_generator() {
    become client "$programs/generator" --device eth0 --gateway "$gateway_address" --cpu 0 "$@" &
}

# start_sink [OPTION...]: it sees all that the server gets from now on, until it has to finish; its pid is in $sink then, and
# what it has seen goes to $work/delays.
start_sink() {
    become server "$programs/sink" --device eth0 --window 86400000 "$@" >"$work/delays" &
    sink=$!
    wait_for 10 sink_listens || die 1 "the sink does not listen"
}

# Whether the server has a packet socket that is bound to all protocols.
sink_listens() {
    inside server grep -q ' 0003 ' /proc/net/packet
}

# generate OPTION...: as start_generator, until it is done. A signal to this script is not kept waiting by it.
generate() {
    start_generator "$@"
    wait "$!"
}

# send OPTION...: generates, and waits for the last SYN to arrive. Leaves what the generator said in $sent_json, and how
# many were sent and arrived in $sent, $clamped and $unclamped.
send() {
    read_counters
    local clamped_before=$clamped unclamped_before=$unclamped
    generate "$@" >"$work/sent" || return
    sent_json=$(<"$work/sent")
    sent=$(field sent <<<"$sent_json")
    settle
    clamped=$((clamped - clamped_before))
    unclamped=$((unclamped - unclamped_before))
}

# field NAME: the number of that name in JSON without depth.
field() {
    sed -n "s/.*\"$1\":\(-\?[0-9]*\).*/\1/p"
}

# members JSON: what is inside the braces.
members() {
    local json=${1#\{}
    echo "${json%\}}"
}

read_counters() {
    local counters
    counters=$(inside server nft list counters | awk '$1 == "counter" { name = $2 } $1 == "packets" { print name "=" $2 }')
    clamped=$(sed -n 's/^clamped=//p' <<<"$counters")
    unclamped=$(sed -n 's/^unclamped=//p' <<<"$counters")
}

# Until no more SYNs arrive.
settle() {
    local before=''
    sleep 0.1
    read_counters
    while [[ $before != "$clamped $unclamped" ]]; do
        before="$clamped $unclamped"
        sleep 0.1
        read_counters
    done
}
