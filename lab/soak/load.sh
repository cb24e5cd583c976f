# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154
# What goes through the gateway during a fault, and what became of it. Sourced after road.sh.
#
# Besides the generator's SYNs there are real connections, from client to server and back; these do not count as SYNs.

readonly connections_port=7 server_addresses=(198.19.0.2 2001:2:0:2::2)

soak_road_up() { # PREFIX
    road_up "$1"
    route client 198.19.0.0/16 198.18.0.2 2001:2:0:2::/64 2001:2:0:1::2
    route server 198.18.0.0/16 198.19.0.1 2001:2:0:1::/64 2001:2:0:2::1
    # It would go with the link.
    set_sysctl gateway ipv6/conf/wan/keep_addr_on_down 1
    count_the_hostile
    become server "$programs/connections" --serve "$connections_port" &
    connections_server=$!
    # The first ones wait for the addresses of neighbours.
    connect
    pause 2
    finish "$connector" || die 1 "the connections failed"
}

# Before SYNs are counted: what is for the server itself passes on, what is hostile has a counter of its own.
count_the_hostile() {
    route_to_the_hostile
    inside server nft -f - <<'RULES'
table netdev sink {
    counter hostile {}
}
insert rule netdev sink ingress ip6 daddr 2001:2:0:13::/64 counter name hostile drop
insert rule netdev sink ingress ip daddr 198.19.64.0/18 counter name hostile drop
insert rule netdev sink ingress ip6 daddr 2001:2:0:2::2 accept
insert rule netdev sink ingress ip daddr 198.19.0.2 accept
RULES
}

# Those of IPv4 go with the rest.
route_to_the_hostile() {
    ip -n "$lab-gateway" -6 route replace 2001:2:0:13::/64 via 2001:2:0:2::2
}

# begin_load [sink]: with the sink, how long each SYN is on its way is known as well.
begin_load() {
    settle
    clamped_before=$clamped unclamped_before=$unclamped
    sink=''
    if [[ -n ${1-} ]]; then
        start_sink
    fi
    load_rate=$rate
    start_generator --rate "$rate" --window 86400000 >"$work/sent"
    generator=$!
    connect
}

connect() {
    become client "$programs/connections" --port "$connections_port" --limit "$ipv4_limit" \
        "${server_addresses[@]}" >"$work/connections" &
    connector=$!
}

# Leaves in $sent, $clamped, $unclamped and $lost what became of the generator's SYNs since begin_load, and what became of
# connections in $opened, $completed, $connections_unclamped and $resent.
end_load() {
    finish "$generator" || give_up "the generator failed"
    finish "$connector" || give_up "the connections failed"
    settle
    [[ -z $sink ]] || finish "$sink" || give_up "the sink failed"
    sent=$(field sent <"$work/sent")
    load_seconds=$((($(field window_ns <"$work/sent") + 500000000) / 1000000000))
    clamped=$((clamped - clamped_before))
    unclamped=$((unclamped - unclamped_before))
    lost=$((sent - clamped - unclamped))
    opened=$(field opened <"$work/connections")
    completed=$(field completed <"$work/connections")
    connections_unclamped=$(field unclamped <"$work/connections")
    resent=$(field resent <"$work/connections")
    connections_json=$(<"$work/connections")
}

# What must hold of every load that end_load has looked at, if there was always a way.
require_sound_load() {
    require_sound_count
    ((completed == opened && opened > 0)) || find_fault "$((opened - completed)) of $opened connections failed"
}

# Less than none is lost if some came twice.
require_sound_count() {
    ((sent > 0)) || find_fault "nothing was sent"
    ((clamped > 0)) || find_fault "nothing was clamped"
    ((lost >= 0)) || find_fault "$((-lost)) SYNs more arrived than were sent"
}

# Of a fault that lets SYNs pass by the daemon: else there was none.
require_some_unclamped() {
    ((unclamped > 0)) || find_fault "all were clamped, so what was to happen did not"
}

require_no_loss() {
    require_sound_load
    ((lost == 0)) || find_fault "$lost SYNs were lost"
}

require_all_clamped() {
    require_no_loss
    ((unclamped == 0)) || find_fault "$unclamped SYNs were not clamped"
    ((connections_unclamped == 0)) || find_fault "$connections_unclamped connections were not clamped"
}

# require_recovery: two seconds of load without any flaw, whatever was before. Leaves the figures of that alone.
require_recovery() {
    local sent clamped unclamped lost opened completed connections_unclamped connections_json resent load_seconds sink
    begin_load ''
    pause 2
    end_load
    ((sent > 0 && clamped == sent && completed == opened && connections_unclamped == 0)) ||
        find_fault "afterwards $clamped of $sent SYNs were clamped, $lost lost, $completed of $opened connections completed"
}

# Of the SYNs since begin_load sink.
note_delays() {
    local seen bad
    seen=$(field received <"$work/delays")
    bad=$(field bad_checksums <"$work/delays")
    ((seen > 0 && bad == 0)) || find_fault "of $seen SYNs that the sink has seen, $bad had a wrong checksum"
    require_short_delays
    note p99_ms "$(in_ms p99_ns)"
    note longest_ms "$(in_ms max_ns)"
}

# The clock in a SYN goes around in 4.29 s: a longer delay would seem short. A connection is held as long as a SYN.
require_short_delays() {
    local slowest_ns
    slowest_ns=$(field slowest_ns <"$work/connections")
    ((slowest_ns < 4000000000)) ||
        find_fault "a connection took $((slowest_ns / 1000000)) ms, and the delays of SYNs are not known beyond 4 s"
}

in_ms() { # FIELD
    awk -v ns="$(field "$1" <"$work/delays")" 'BEGIN { printf "%.1f", ns / 1e6 }'
}
