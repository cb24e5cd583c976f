# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154
# The daemon of a soak: its configuration, its life with and without a supervisor, and what it says. Sourced after road.sh.

readonly ipv4_limit=1360 ipv6_limit=1340 mark=0x1/0x1
readonly start_limit=30 # seconds

# configure ON-FAILURE [MAX-LENGTH [LIMIT]]: writes the file that the daemon has, or will have.
configure() {
    local limit=${3:-$ipv4_limit}
    replace_configuration <<YAML
version: 1
queues:
  - number: 0-1
    on-failure: $1
    max-length: ${2:-16384}
    mark: $mark
rules:
  - name: soak
    set-mss: { ipv4: $limit, ipv6: $((limit - 20)) }
YAML
}

# The daemon never sees half a file. The new text is read from standard input.
replace_configuration() {
    cat >"$work/new.yaml"
    mv "$work/new.yaml" "$work/mssclamp.yaml"
}

# queue_syns [OPTION...]: from now on the gateway queues SYNs, with these options of the target.
queue_syns() {
    local firewall
    for firewall in iptables ip6tables; do
        handle_syns "$firewall" -j NFQUEUE --queue-num 0 "$@"
    done
}

# start_daemon: returns when it is ready.
start_daemon() {
    local ready_before
    ready_before=$(times_said 'INFO  ready')
    # A JVM leaves ignored what its parent ignores, as nohup does SIGHUP.
    become gateway env --default-signal=HUP JAVA_HOME="$java_home" "$work/mssclampd/bin/mssclampd" -c "$work/mssclamp.yaml" \
        --socket "$work/control.sock" >>"$log" 2>&1 &
    daemon=$!
    await_said 'INFO  ready' $((ready_before + 1))
}

# start_supervised: as start_daemon; if it ends it is started anew.
start_supervised() {
    rm -f "$work/notify"
    : >"$work/supervisor"
    become gateway env JAVA_HOME="$java_home" "$programs/supervisor" "$work/notify" "$work/mssclampd/bin/mssclampd" \
        -c "$work/mssclamp.yaml" --socket "$work/control.sock" >"$work/supervisor" 2>>"$log" &
    supervisor=$!
    await_supervised 1
}

# Until the supervisor has heard "ready" so many times; $daemon is then the one it has.
await_supervised() { # TIMES
    wait_for "$start_limit" has_become_ready "$1" || give_up "the daemon was not ready within $start_limit s: $(last_words)"
    daemon=$(sed -n 's/^started //p' "$work/supervisor" | tail -n 1)
}

has_become_ready() { # TIMES
    ! has_gone "$supervisor" || give_up "the supervisor has ended: $(last_words)"
    (($(times_supervisor_said ready) >= $1))
}

times_supervisor_said() { # WORD
    grep -c "^$1" "$work/supervisor" || true
}

# stop_daemon [SIGNAL]: until it has gone, with its supervisor if it has one.
stop_daemon() {
    local pid=${supervisor:-$daemon} status=0
    kill -s "${1:-TERM}" "$pid" || true
    wait_for 20 has_gone "$pid" || give_up "the daemon did not end within 20 s"
    wait "$pid" || status=$?
    ((status == 0)) || find_fault "the daemon ended with exit code $status: $(last_words)"
    daemon='' supervisor=''
}

# await_said PATTERN TIMES: until the daemon's log has so many such lines.
await_said() {
    local deadline=$((SECONDS + start_limit))
    until (($(times_said "$1") >= $2)); do
        ! has_gone "$daemon" || give_up "the daemon has ended: $(last_words)"
        ((SECONDS < deadline)) || give_up "the daemon did not say \"$1\" within $start_limit s: $(last_words)"
        sleep 0.02
    done
}

times_said() { # PATTERN
    grep -c -- "$1" "$log" || true
}

last_words() {
    tail -n 3 "$log" | tr '\n' '|'
}

# counted LABEL: what the daemons that have ended had counted under that name.
counted() {
    awk -v label="$1" '$3 == "INFO" && $4 ~ /^[0-9]+$/ && $5 == label { sum += $4 } END { printf "%d", sum }' "$log"
}
