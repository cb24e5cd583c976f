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
    note stopped_s "$paused_seconds"
}

fault_overload() {
    configure_overload
    queue_syns --queue-bypass
    overload
    local counted_unclamped
    counted_unclamped=$(counted missed)
    require_no_loss
    require_three_times "$unclamped"
    is_within_a_hundredth "$counted_unclamped" "$unclamped" ||
        find_fault "$unclamped SYNs passed unclamped, but the daemon counted $counted_unclamped"
}

# The net takes what has no mark, in a later chain: the daemon's verdict marks what it has looked at.
fault_net() {
    local caught
    configure_overload
    JAVA_HOME=$java_home "$layout/bin/mssclamp" rules generate --backend iptables --safety-net \
        --set-mss "$ipv4_limit,$ipv6_limit" --queues 0 -c "$work/mssclamp.yaml" >"$work/rules"
    inside gateway sh -e "$work/rules"
    overload
    caught=$(inside gateway iptables-save -c -t mangle | sed -n 's/^\[\([0-9]*\):.*TCPMSS.*/\1/p')
    caught=$((caught + $(inside gateway ip6tables-save -c -t mangle | sed -n 's/^\[\([0-9]*\):.*TCPMSS.*/\1/p')))
    note caught_by_the_net "$caught"
    require_all_clamped
    require_three_times "$caught"
    is_within_a_hundredth "$(counted missed)" "$caught" ||
        find_fault "the net clamped $caught SYNs, but the daemon counted $(counted missed)"
}

# The queue is short, so that connections do not wait in it for long.
configure_overload() {
    configure pass 4096
}

# Throttles the daemon for a while.
overload() {
    local throttle
    start_daemon
    begin_load
    pause 1
    become gateway "$programs/throttle" "$daemon" $((rate / 50)) "$throttle_period_us" &
    throttle=$!
    pause "$overloaded_seconds"
    finish "$throttle" "the throttle"
    pause 1
    end_load
    require_recovery
    stop_daemon
    require_sound_load
    note overloaded_s "$overloaded_seconds"
}

# Beyond its capacity: of what came meanwhile it could look at a third at most.
require_three_times() { # PASSED-BY
    local came=$((rate * overloaded_seconds))
    note looked_at_percent $((100 - 100 * $1 / came))
    (($1 * 3 >= came * 2)) || find_fault "only $1 of $came SYNs were too many for the daemon: that is no overload"
}

is_within_a_hundredth() { # NUMBER OF
    local difference=$(($1 - $2))
    (($2 > 0 && ${difference#-} * 100 <= $2))
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
    note rss_kib "$rss"
    note rss_grew_kib $((rss - rss_settled))
    note descriptors "$descriptors"
    ((descriptors <= descriptors_settled)) || find_fault "descriptors grew from $descriptors_settled to $descriptors"
    # What comes before is compiling.
    ((settled < 300 || rss - rss_settled < 2048)) || find_fault "memory grew by $((rss - rss_settled)) KiB since minute 5"
}
