# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154
# Faults of time: a daemon that stands still, one that has too little of a processor, and one that runs for long. Sourced
# after report.sh.

# How often the daemon is let run when it is to be overloaded.
readonly throttle_period_us=100000

fault_pause() {
    configure pass
    queue_syns --queue-bypass
    start_daemon
    stand_still
}

# A process that does nothing is worse than none: its queue is there, so the supervisor starts no other, and the rule bypasses
# none.
fault_hang() {
    configure hold
    queue_syns
    start_supervised
    stand_still
}

stand_still() {
    begin_load
    pause 1
    kill -STOP "$daemon"
    pause "$paused_seconds"
    kill -CONT "$daemon"
    pause 1
    end_load
    require_recovery
    stop_daemon
    require_no_loss
    ((unclamped > 0)) || find_fault "none passed unclamped, so the queue was never full"
    require_counted "$unclamped"
    note stopped_s "$paused_seconds"
}

fault_overload() {
    configure_overload
    queue_syns --queue-bypass
    overload unclamped_so_far
    require_recovery
    stop_daemon
    require_no_loss
    require_counted "$unclamped"
}

unclamped_so_far() {
    read_counters
    echo "$unclamped"
}

# The net takes what has no mark, in a later chain: the daemon's verdict marks what it has looked at. It is gone for the
# recovery, as it would do the work of a daemon that does not recover.
fault_net() {
    local caught
    configure_overload
    JAVA_HOME=$java_home "$layout/bin/mssclamp" rules generate --backend iptables --safety-net \
        --set-mss "$ipv4_limit,$ipv6_limit" --queues 0 -c "$work/mssclamp.yaml" >"$work/rules"
    inside gateway sh -e "$work/rules"
    overload caught_so_far
    caught=$(caught_so_far)
    take_net_away
    require_recovery
    stop_daemon
    note caught_by_the_net "$caught"
    require_all_clamped
    require_counted "$caught"
}

caught_so_far() {
    local firewall
    for firewall in iptables ip6tables; do
        inside gateway "$firewall-save" -c -t mangle
    done | sed -n 's/^\[\([0-9]*\):.*TCPMSS.*/\1/p' | awk '{ sum += $1 } END { printf "%d", sum }'
}

take_net_away() {
    local firewall
    for firewall in iptables ip6tables; do
        inside gateway "$firewall-save" -t mangle | sed -n 's/^-A \(.*TCPMSS.*\)/-D \1/p' |
            inside gateway xargs -L 1 "$firewall" -w -t mangle
    done
}

# The queue is short, so that connections do not wait in it for long.
configure_overload() {
    configure pass 4096
}

# Throttles the daemon for a while. The command says how many packets have passed it by so far.
overload() { # COMMAND
    local throttle passed_by rate=$overload_rate
    start_daemon
    begin_load
    pause 1
    passed_by=$("$1")
    become gateway "$programs/throttle" "$daemon" $((rate / 50)) "$throttle_period_us" &
    throttle=$!
    pause "$overloaded_seconds"
    finish "$throttle" || give_up "the throttle failed: $(last_words)"
    passed_by=$(($("$1") - passed_by))
    pause 1
    end_load
    require_three_times "$passed_by"
    note overloaded_s "$overloaded_seconds"
    note overloaded_a_second "$rate"
}

# Beyond its capacity: of what came meanwhile it could look at a third at most.
require_three_times() { # PASSED-BY
    local came=$((rate * overloaded_seconds))
    note looked_at_percent $((100 - 100 * $1 / came))
    (($1 * 3 >= came * 2)) || find_fault "only $1 of $came SYNs were too many for the daemon: that is no overload"
}

# The daemon knows how many have passed it by, within a hundredth. Besides SYNs it counts what connections have sent.
require_counted() { # PASSED-BY
    local missed difference
    missed=$(counted missed)
    difference=$((missed - $1))
    ((-difference * 100 <= $1 && (difference - 2 * connections_unclamped - resent) * 100 <= $1)) ||
        find_fault "$1 SYNs passed the daemon by, but it counted $missed"
}

# Memory and descriptors, from the fifth minute on.
fault_memory() {
    local seconds=$((minutes * 60)) settled=300 sample began=$SECONDS
    [[ -z $quick ]] || seconds=20
    ((seconds > 2 * settled)) || settled=$((seconds / 2))
    configure pass
    queue_syns --queue-bypass
    start_daemon
    begin_load
    local rss_settled='' descriptors_settled='' rss descriptors
    while ((SECONDS - began < seconds)); do
        ! has_gone "$daemon" || give_up "the daemon has ended: $(last_words)"
        pause 5
        rss=$(sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$daemon/status")
        descriptors=$(find "/proc/$daemon/fd" -mindepth 1 | wc -l)
        progress_within "$((SECONDS - began)) of $seconds s, RSS $rss KiB, $descriptors descriptors"
        if [[ -z $rss_settled ]] && ((SECONDS - began >= settled)); then
            rss_settled=$rss descriptors_settled=$descriptors
        fi
    done
    end_load
    stop_daemon
    require_no_loss
    require_counted "$unclamped"
    note rss_kib "$rss"
    note rss_grew_kib $((rss - rss_settled))
    note descriptors "$descriptors"
    ((descriptors <= descriptors_settled)) || find_fault "descriptors grew from $descriptors_settled to $descriptors"
    # What comes before is compiling.
    ((settled < 300 || rss - rss_settled < 2048)) || find_fault "memory grew by $((rss - rss_settled)) KiB since minute 5"
}
