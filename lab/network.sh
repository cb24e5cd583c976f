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
#
# The namespaces are called mssclamp-PREFIX-PID-HOST, PID being the script's. So runs do not meet, and a later one can
# tell what a crashed one has left.

readonly lab_hosts=(client gateway router server)

# lab_up PREFIX: builds the network. The caller has lab_down called on every exit.
lab_up() {
    sweep_leftovers "$1"
    lab=mssclamp-$1-$$

    local host
    for host in "${lab_hosts[@]}"; do
        add_host "$host"
    done
    join client eth0 gateway lan 1500 192.0.2 2001:db8:1:
    join gateway tunnel router tunnel 1400 198.51.100 2001:db8:2:
    join router wan server eth0 1500 203.0.113 2001:db8:3:
    route client default 192.0.2.2 default 2001:db8:1::2
    route gateway default 198.51.100.2 default 2001:db8:2::2
    route router 192.0.2.0/24 198.51.100.1 2001:db8:1::/64 2001:db8:2::1
    route server default 203.0.113.1 default 2001:db8:3::1
    for host in gateway router; do
        forward "$host"
        never_say_too_big "$host"
    done
}

# lab_down: takes the network down, with all that runs in it. Does no harm when there is none.
lab_down() {
    [[ -n ${lab-} ]] || return 0
    local host
    for host in "${lab_hosts[@]}"; do
        remove_namespace "$lab-$host"
    done
}

# inside HOST COMMAND...: runs the command on that host.
inside() {
    ip netns exec "$lab-$1" "${@:2}"
}

# become HOST COMMAND...: as inside, in place of this shell: "become gateway daemon &" leaves the daemon's pid in $!.
become() {
    exec ip netns exec "$lab-$1" "${@:2}"
}

# wait_for SECONDS COMMAND...: until the command succeeds; fails when it has not by then.
wait_for() {
    local deadline=$((SECONDS + $1))
    until "${@:2}"; do
        ((SECONDS < deadline)) || return 1
        sleep 0.1
    done
}

add_host() { # HOST
    ip netns add "$lab-$1"
    ip -n "$lab-$1" link set lo up
    # However the machine is set: there is IPv6, and TCP does not find its own way around a black hole.
    set_sysctl "$1" ipv6/conf/all/disable_ipv6 0
    set_sysctl "$1" ipv6/conf/default/disable_ipv6 0
    set_sysctl "$1" ipv4/ip_no_pmtu_disc 0
    set_sysctl "$1" ipv4/tcp_mtu_probing 0
}

set_sysctl() { # HOST NAME VALUE
    inside "$1" tee "/proc/sys/net/$2" <<<"$3" >/dev/null
}

join() { # HOST DEVICE HOST DEVICE MTU IPV4-PREFIX IPV6-PREFIX
    ip -n "$lab-$1" link add "$2" mtu "$5" type veth peer name "$4" mtu "$5" netns "$lab-$3"
    address "$1" "$2" "$6.1/24" "$7:1/64"
    address "$3" "$4" "$6.2/24" "$7:2/64"
}

address() { # HOST DEVICE IPV4 IPV6
    ip -n "$lab-$1" address add "$3" dev "$2"
    ip -n "$lab-$1" address add "$4" dev "$2" nodad
    ip -n "$lab-$1" link set "$2" up
}

route() { # HOST IPV4-DESTINATION IPV4-GATEWAY IPV6-DESTINATION IPV6-GATEWAY
    ip -n "$lab-$1" -4 route add "$2" via "$3"
    ip -n "$lab-$1" -6 route add "$4" via "$5"
}

forward() { # HOST
    set_sysctl "$1" ipv4/ip_forward 1
    set_sysctl "$1" ipv6/conf/all/forwarding 1
}

never_say_too_big() { # HOST
    inside "$1" iptables -w -A OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP
    inside "$1" ip6tables -w -A OUTPUT -p ipv6-icmp --icmpv6-type packet-too-big -j DROP
}

remove_namespace() { # NAME
    local signal
    for signal in TERM KILL; do
        processes_of "$1" | xargs -r kill -s "$signal" 2>/dev/null || true # some may be gone by now
        wait_for 10 has_no_process "$1" && break
    done
    # Another run may be sweeping up the same leftovers.
    ip netns del "$1" 2>/dev/null || [[ ! -e /run/netns/$1 ]]
}

processes_of() { # NAMESPACE
    ip netns pids "$1" 2>/dev/null
}

has_no_process() { # NAMESPACE
    [[ -z $(processes_of "$1") ]]
}

sweep_leftovers() { # PREFIX
    local path name pid
    for path in /run/netns/mssclamp-"$1"-*; do
        name=${path##*/}
        pid=${name#"mssclamp-$1-"}
        pid=${pid%%-*}
        [[ $pid =~ ^[0-9]+$ ]] || continue
        [[ $pid != "$$" && -d /proc/$pid ]] || remove_namespace "$name"
    done
}
