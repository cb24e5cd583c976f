# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154
# What goes through the gateway during a fault, and what became of it. Sourced after road.sh.
#
# Besides the generator's SYNs there are real connections, from client to server and back; these do not count as SYNs.

readonly connections_port=7 server_addresses=(198.19.0.2 2001:2:0:2::2)

soak_road_up() {
    road_up soak
    route client 198.19.0.0/16 198.18.0.2 2001:2:0:2::/64 2001:2:0:1::2
    route server 198.18.0.0/16 198.19.0.1 2001:2:0:1::/64 2001:2:0:2::1
    # It would go with the link.
    set_sysctl gateway ipv6/conf/wan/keep_addr_on_down 1
    count_the_hostile
    become server "$programs/connections" --serve "$connections_port" &
    # The first ones wait for the addresses of neighbours.
    connect
    pause 2
    finish "$connector" "the connections"
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
        become server "$programs/sink" --device eth0 --window 86400000 >"$work/delays" &
        sink=$!
        pause 0.2
    fi
    start_generator --rate "$rate" --window 86400000 >"$work/sent"
    generator=$!
    connect
    load_began=$SECONDS
}

connect() {
    become client "$programs/connections" --port "$connections_port" --limit "$ipv4_limit" \
        "${server_addresses[@]}" >"$work/connections" &
    connector=$!
}

# Leaves in $sent, $clamped, $unclamped and $lost what became of the generator's SYNs since begin_load, and what became of
# connections in $opened, $completed, $connections_unclamped and $resent.
end_load() {
    load_seconds=$((SECONDS - load_began))
    finish "$connector" "the connections"
    finish "$generator" "the generator"
    settle
    [[ -z $sink ]] || finish "$sink" "the sink"
    sent=$(field sent <"$work/sent")
    clamped=$((clamped - clamped_before))
    unclamped=$((unclamped - unclamped_before))
    lost=$((sent - clamped - unclamped))
    opened=$(field opened <"$work/connections")
    completed=$(field completed <"$work/connections")
    connections_unclamped=$(field unclamped <"$work/connections")
    resent=$(field resent <"$work/connections")
    connections_json=$(<"$work/connections")
}

# finish PID NAME: a job that ends by SIGTERM, and reports.
finish() {
    local status=0
    kill -TERM "$1" 2>/dev/null || true
    wait "$1" || status=$?
    ((status == 0)) || give_up "$2 failed"
}

# What must hold of every load that end_load has looked at, if there was always a way.
require_sound_load() {
    ((sent > 0)) || find_fault "nothing was sent"
    ((completed == opened && opened > 0)) || find_fault "$((opened - completed)) of $opened connections failed"
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
    local sent clamped unclamped lost opened completed connections_unclamped connections_json resent load_seconds sink load_began
    begin_load ''
    pause 2
    end_load
    ((sent > 0 && clamped == sent && completed == opened && connections_unclamped == 0)) ||
        find_fault "afterwards $clamped of $sent SYNs were clamped, $lost lost, $completed of $opened connections completed"
}

# Of the SYNs since begin_load sink.
note_delays() {
    note p99_ms "$(in_ms p99_ns)"
    note longest_ms "$(in_ms max_ns)"
}

in_ms() { # FIELD
    awk -v ns="$(field "$1" <"$work/delays")" 'BEGIN { printf "%.1f", ns / 1e6 }'
}
