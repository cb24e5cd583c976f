# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154
# Faults that others make: to the firewall, the link, other networks of the machine, the packets. Sourced after report.sh.
#
# What the kernel holds for the daemon it drops when any base chain of the network goes, or the link: nobody can avoid that.
# The daemon learns it when it gives its verdict, and counts the packet as gone.

begin_kernel_fault() {
    configure pass
    queue_syns --queue-bypass
    start_daemon
    begin_load
    pause 0.5
}

end_kernel_fault() {
    pause 0.5
    end_load
    require_recovery
    stop_daemon
    note "$1" "$2"
}

# Lost are only those that the kernel dropped while it held them.
require_only_held_lost() {
    local gone
    gone=$(counted gone)
    require_sound_load
    note held_and_dropped_by_the_kernel "$lost"
    ((lost <= gone)) || find_fault "$lost SYNs were lost, but only $gone were gone when their verdict came"
}

# With it goes the rule that queues, so SYNs pass until it is back.
fault_flush() {
    local turn
    begin_kernel_fault
    for ((turn = 1; turn <= firewall_changes; turn++)); do
        say_turn "$turn" "$firewall_changes"
        flush_firewall
        pause 0.1
        queue_syns --queue-bypass
        pause 0.3
    done
    end_kernel_fault flushes "$firewall_changes"
    require_only_held_lost
    require_some_unclamped
}

# One that has nothing to do with us.
fault_chain() {
    local turn
    begin_kernel_fault
    for ((turn = 1; turn <= firewall_changes; turn++)); do
        say_turn "$turn" "$firewall_changes"
        inside gateway nft 'table ip other { chain input { type filter hook input priority 0; }; }'
        pause 0.1
        inside gateway nft delete table ip other
        pause 0.1
    done
    end_kernel_fault chains "$firewall_changes"
    require_only_held_lost
    ((unclamped == 0)) || find_fault "$unclamped SYNs were not clamped"
}

fault_rule() {
    local turn firewall
    begin_kernel_fault
    for ((turn = 1; turn <= firewall_changes; turn++)); do
        say_turn "$turn" "$firewall_changes"
        for firewall in iptables ip6tables; do
            inside gateway "$firewall" -w -t mangle -D FORWARD 1
        done
        pause 0.1
        queue_syns --queue-bypass
        pause 0.3
    done
    end_kernel_fault rules "$firewall_changes"
    require_no_loss
    require_some_unclamped
}

# While the link is down there is no way to the server.
fault_link() {
    local turn down_ms=0 began
    begin_kernel_fault
    for ((turn = 1; turn <= firewall_changes; turn++)); do
        say_turn "$turn" "$firewall_changes"
        began=${EPOCHREALTIME//[.,]/}
        ip -n "$lab-gateway" link set wan down
        pause 0.1
        link_up || give_up "the link did not come up"
        down_ms=$((down_ms + (${EPOCHREALTIME//[.,]/} - began) / 1000))
        pause 0.3
    done
    end_kernel_fault links "$firewall_changes"
    note down_ms "$down_ms"
    note unreachable_connections $((opened - completed))
    note held_and_dropped_by_the_kernel "$(counted gone)"
    require_sound_count
    ((unclamped == 0)) || find_fault "$unclamped SYNs were not clamped"
    ((lost > 0)) || find_fault "none was lost, so the link was never down"
    ((lost <= rate * down_ms / 1000 + $(counted gone))) || find_fault "$lost SYNs were lost, more than came while the link was down"
}

# The way to the server goes with the link, and comes back by hand. Fails if the link does not come up.
link_up() {
    ip -n "$lab-gateway" link set wan up
    wait_for 10 is_link_up || return
    route_to_server
    route_to_the_hostile
}

is_link_up() {
    [[ $(inside server cat /sys/class/net/eth0/carrier 2>/dev/null) == 1 ]] &&
        inside gateway ip -6 route show 2001:2:0:2::/64 dev wan | grep -q kernel
}

# Networks come and go elsewhere on the machine, with firewalls of their own.
fault_networks() {
    local turn
    begin_kernel_fault
    for ((turn = 1; turn <= firewall_changes; turn++)); do
        say_turn "$turn" "$firewall_changes"
        lab_hosts+=(other)
        add_host other
        inside other ip link add near type veth peer name far
        inside other nft 'table ip other { chain input { type filter hook input priority 0; }; }'
        remove_namespace "$lab-other"
        unset 'lab_hosts[-1]'
    done
    end_kernel_fault networks "$firewall_changes"
    require_all_clamped
}

# As fast as they can be sent, in a queue of their own, and of every protocol: the rule looks at the address alone.
fault_hostile() {
    local lines_before hostile hostile_before hostile_sent sender
    inside gateway iptables -w -t mangle -A FORWARD -d 198.19.64.0/18 -j NFQUEUE --queue-num 1 --queue-bypass
    inside gateway ip6tables -w -t mangle -A FORWARD -d 2001:2:0:13::/64 -j NFQUEUE --queue-num 1 --queue-bypass
    begin_kernel_fault
    lines_before=$(wc -l <"$log")
    hostile_before=$(hostile_arrived)
    become client "$programs/hostile" --device eth0 --gateway "$gateway_address" --seed "$seed" \
        --window $((hostile_seconds * 1000)) >"$work/hostile" &
    sender=$!
    wait "$sender" || give_up "the sender of hostile packets failed"
    pause 0.5
    hostile_sent=$(field sent <"$work/hostile")
    hostile=$(($(hostile_arrived) - hostile_before))
    local lines=$(($(wc -l <"$log") - lines_before))
    end_load
    require_recovery
    local syns looked_at missed
    syns=$(times_queued 0)
    stop_daemon
    missed=$(counted missed)
    looked_at=$(($(counted received) - syns))
    note hostile_packets "$hostile_sent"
    note looked_at_percent $((100 * looked_at / hostile_sent))
    note seed "$seed"
    note a_second $((hostile_sent / hostile_seconds))
    note log_lines "$lines"
    ((hostile == hostile_sent)) || find_fault "$((hostile_sent - hostile)) hostile packets were lost"
    # Of those that were missed all may have been hostile.
    ((looked_at > 0 && looked_at >= hostile_sent - missed)) ||
        find_fault "the daemon looked at $looked_at hostile packets, and missed $missed"
    ((lines <= 3 + hostile_seconds)) || find_fault "$lines lines in the log"
    require_no_loss
}

# The packets that the kernel has ever put into the queue.
times_queued() { # QUEUE
    awk -v queue="$1" '$1 == queue { print $8 }' "/proc/$daemon/net/netfilter/nfnetlink_queue"
}

hostile_arrived() {
    inside server nft list counter netdev sink hostile | awk '$1 == "packets" { print $2 }'
}
