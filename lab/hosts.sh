# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Hosts of a lab, each a network namespace, and links between them. Sourced; needs root.
#
# The namespaces are called mssclamp-PREFIX-PID-HOST, PID being the script's. So runs do not meet, and a later one can
# tell what a crashed one has left. On a link, the host to the left has address 1, that to the right has 2.

# add_hosts PREFIX HOST...: makes the hosts, after removing what crashed runs with this prefix have left. The caller has
# lab_down called on every exit.
add_hosts() {
    sweep_leftovers "$1"
    lab_hosts=("${@:2}")
    lab=mssclamp-$1-$$
    local host
    for host in "${lab_hosts[@]}"; do
        add_host "$host"
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

remove_namespace() { # NAME
    local signal
    for signal in TERM KILL; do
        # Some may be gone by now; one that is stopped hears nothing before it goes on.
        processes_of "$1" | xargs -r kill -s "$signal" 2>/dev/null || true
        processes_of "$1" | xargs -r kill -s CONT 2>/dev/null || true
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
