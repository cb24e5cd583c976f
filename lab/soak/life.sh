# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154
# Faults in the life of the daemon: reloads, stops, restarts, kills, starts that must fail. Sourced after report.sh.

# What the queue holds while a successor starts: all that the kernel can.
readonly held_at_most=65536

# Every second file is broken, in one way or another.
fault_reloads() {
    local turn accepted=0 refused=0
    configure pass
    queue_syns --queue-bypass
    start_daemon
    begin_load
    for ((turn = 1; turn <= reloads; turn++)); do
        say_turn "$turn" "$reloads"
        if ((turn % 2)); then
            configure pass $((turn % 4 == 1 ? 8192 : 16384)) $((ipv4_limit - turn % 50))
            kill -HUP "$daemon"
            await_said 'INFO  reloaded: ' $((++accepted))
        else
            break_configuration "$turn"
            kill -HUP "$daemon"
            await_said 'ERROR reload refused' $((++refused))
        fi
    done
    end_load
    stop_daemon
    require_all_clamped
    note reloads "$accepted"
    note refused "$refused"
}

break_configuration() { # TURN
    case $(($1 / 2 % 6)) in
        0) echo 'rules: [' ;;
        1) printf 'version: 1\nrules:\n  - name: soak\n    set-mss: 70000\n' ;;
        2) printf 'version: 1\nrulez: []\n' ;;
        3) printf 'version: 1\nrules:\n  - name: soak\n    match: { from: 300.0.0.0/8 }\n    set-mss: 1360\n' ;;
        4) head -c 4096 /dev/urandom ;;
        5) printf 'version: 2\n' ;;
    esac | replace_configuration
    # And now and then there is none.
    (($1 % 26 != 0)) || rm "$work/mssclamp.yaml"
}

# While it is away the rule lets SYNs pass: unclamped, but not lost.
fault_stops() {
    local turn
    configure pass
    queue_syns --queue-bypass
    start_daemon
    begin_load
    for ((turn = 1; turn <= restarts; turn++)); do
        say_turn "$turn" "$restarts"
        stop_daemon
        start_daemon
        pause 0.3
    done
    end_load
    require_recovery
    stop_daemon
    require_no_loss
    require_some_unclamped
    note stops "$restarts"
}

fault_restarts() {
    restart_supervised TERM
}

fault_kills() {
    restart_supervised KILL
}

# Without bypass in the rule: while the supervisor keeps the queue there is none to bypass.
restart_supervised() { # SIGNAL
    local turn
    configure hold "$held_at_most"
    queue_syns
    start_supervised
    begin_load sink
    for ((turn = 1; turn <= restarts; turn++)); do
        say_turn "$turn" "$restarts"
        kill -s "$1" "$daemon"
        await_supervised $((turn + 1))
        pause 0.5
    done
    end_load
    stop_daemon INT
    require_all_clamped
    note restarts "$restarts"
    note_delays
    local stored removed
    stored=$(times_supervisor_said stored)
    removed=$(times_supervisor_said removed)
    ((stored > 0)) || find_fault "the supervisor never had its queue"
    ((stored == removed)) || find_fault "left for good, but the supervisor still had its queue"
}

# Each says in one line what is wrong, while the one that serves goes on.
fault_refusals() {
    local privileges=()
    configure pass
    queue_syns --queue-bypass
    start_daemon
    begin_load
    must_refuse 71 'another process has it'
    must_refuse 71 'another process answers there' -c "$work/mssclamp.yaml" --socket "$work/control.sock"
    must_refuse 66 'there is no such file' -c "$work/missing.yaml"
    must_refuse 66 'is a directory' -c "$work"
    must_refuse 64 '--nonsense' --nonsense
    privileges=(setpriv --bounding-set=-net_admin --inh-caps=-net_admin)
    must_refuse 77 'CAP_NET_ADMIN'
    end_load
    stop_daemon
    require_all_clamped
    note refused_starts 6
}

must_refuse() { # EXIT-CODE WORDS [ARGUMENT...]
    local status=0 said pid
    (($# > 2)) || set -- "$@" -c "$work/mssclamp.yaml"
    become gateway "${privileges[@]}" env JAVA_HOME="$java_home" \
        "$work/mssclampd/bin/mssclampd" --socket off "${@:3}" >"$work/refused" 2>&1 &
    pid=$!
    wait_for "$start_limit" has_gone "$pid" || kill -KILL "$pid"
    wait "$pid" || status=$?
    said=$(<"$work/refused")
    ((status == $1)) || find_fault "exit code $status, not $1: $said"
    [[ $said == *"$2"* ]] || find_fault "does not say \"$2\": $said"
    ! grep -q $'^\tat ' <<<"$said" || find_fault "prints a stack trace: $said"
}
