#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Times the verbs that people wait for, as they are once installed: from exec to their end, with the archive of classes, the
# daemon in a namespace of its own with one queue, and 10 rules.
#
#   sudo lab/verbs.sh [ROUNDS]
#
# All take turns, 11 rounds if nothing is said; the JDK is the one in JAVA_HOME or the first one found. Wants the build: mvn
# package -DskipTests. Exit codes: 0 each median is below half a second; 1 one is not, or a verb fails.
set -Eeuo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/packages.sh"
source "$root/lab/work.sh"
source "$root/lab/hosts.sh"
source "$root/lab/load/processes.sh"

readonly rounds=${1-11} goal_ms=500
declare -A times
problems=0

# What each verb is asked; $work has the files.
readonly verbs=(
    "check rules.yaml"
    "explain -c rules.yaml --in wg0 --out eth0 --from 10.8.0.2 --to 192.0.2.1"
    "status"
    "health"
    "rules show"
    "doctor -c rules.yaml --sample 0"
    "import rules.v4"
)

main() {
    ((EUID == 0)) || die 77 "making a network namespace needs root: sudo lab/verbs.sh"
    [[ $rounds =~ ^[1-9][0-9]{0,2}$ ]] || die 64 "rounds: 1 to 999, not $rounds"
    require javac ip iptables
    [[ -x $layout/bin/mssclamp ]] || die 66 "there is no build: mvn package -DskipTests"
    abandoned verbs | xargs -rd "\n" rm -rf
    make_work verbs
    trap clean_up EXIT
    trap 'die 1 "failed: $BASH_COMMAND"' ERR
    trap 'exit 130' INT
    trap 'exit 143' TERM
    add_hosts verbs gateway
    write_files
    rehearse_copy "$work/mssclamp" "$JAVA_HOME" "$work/rules.yaml"
    "$work/mssclamp/bin/mssclamp" --rehearse >/dev/null
    start_daemon
    local round verb
    for ((round = 0; round <= rounds; round++)); do
        for verb in "${verbs[@]}"; do
            time_verb "$verb" "$round"
        done
    done
    report
}

write_files() {
    local number
    {
        printf 'version: 1\nqueues:\n  - number: 0\ncontrol: { socket: "%s/control.sock" }\nrules:\n' "$work"
        for number in {0..8}; do
            printf '  - { name: peer-%d, match: { from: 10.9.%d.0/24 }, set-mss: { ipv4: 1360, ipv6: 1340 } }\n' "$number" "$number"
        done
        printf '  - { name: rest, clamp-to-pmtu: true }\n'
    } >"$work/rules.yaml"
    cat >"$work/rules.v4" <<'RULES'
*mangle
:FORWARD ACCEPT [0:0]
-A FORWARD -s 10.8.0.0/24 -p tcp -m tcp --tcp-flags SYN,RST SYN -m tcpmss --mss 1361:1536 -j TCPMSS --set-mss 1360
-A FORWARD -o wg0 -p tcp -m tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu
COMMIT
RULES
}

start_daemon() {
    (become gateway "$work/mssclamp/bin/mssclampd" -c "$work/rules.yaml") >"$work/daemon.log" 2>&1 &
    wait_for 30 grep -q ' ready: ' "$work/daemon.log" || die 1 "the daemon does not start: $(<"$work/daemon.log")"
    inside gateway iptables -t mangle -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j NFQUEUE --queue-num 0 --queue-bypass
}

# Exit codes below 64 tell what was found; a first round is for the files that the kernel then knows.
time_verb() { # VERB ROUND
    local words began status=0
    read -ra words <<<"$1"
    began=$(date +%s%N)
    (cd "$work" && MSSCLAMP_SOCKET=$work/control.sock inside gateway "$work/mssclamp/bin/mssclamp" "${words[@]}") \
        >"$work/said" 2>&1 || status=$?
    if ((status >= 64)); then
        problems=1
        echo "mssclamp $1: exit code $status: $(head -n 2 "$work/said")" >&2
    fi
    (($2 == 0)) || times[$1]+="$((($(date +%s%N) - began) / 1000)) "
}

report() {
    local verb values
    echo "milliseconds from exec to the end, $rounds rounds in turns, Java $(java_version "$JAVA_HOME")"
    printf '%8s %8s %8s  %s\n' least median most verb
    for verb in "${verbs[@]}"; do
        mapfile -t values < <(tr ' ' '\n' <<<"${times[$verb]}" | grep . | sort -n)
        awk -v least="${values[0]}" -v median="${values[${#values[@]} / 2]}" -v most="${values[-1]}" -v verb="mssclamp ${verb%% -*}" \
            'BEGIN { printf "%8.0f %8.0f %8.0f  %s\n", least / 1000, median / 1000, most / 1000, verb }'
        ((values[${#values[@]} / 2] < goal_ms * 1000)) || problems=1
    done
}

clean_up() {
    trap '' HUP INT TERM # let it finish
    trap - ERR
    set +e
    lab_down
    rm -rf "$work"
    hand_back_build
}

main
exit "$problems"
