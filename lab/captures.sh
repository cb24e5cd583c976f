#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Measures how fast captures are copied under rules and studied, on one processor and in memory: disks are left out.
#
#   lab/captures.sh [MILLIONS [ROUNDS]]
#
# Makes a capture of so many million packets, 10 if nothing is said, in /dev/shm, and copies it with 10 rules, in 7 rounds: to nowhere, and
# to /dev/shm, beside what cat takes for that. Figures are of processor time, of the program and the kernel, with the start of
# the JVM. Wants the build: mvn package -DskipTests. Exit codes: 0 the median to nowhere is 2 million packets a second or more; 1
# it is less.
set -Eeuo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/packages.sh"

readonly millions=${1-10} rounds=${2-7} goal=2000000
readonly layout=$root/clamp-cli/target/mssclamp
declare -A figures packets

main() {
    [[ $millions =~ ^[1-9][0-9]{0,2}$ && $rounds =~ ^[1-9][0-9]{0,2}$ ]] || die 64 "lab/captures.sh [MILLIONS [ROUNDS]]"
    require javac taskset
    [[ -x $layout/bin/mssclamp ]] || die 66 "there is no build: mvn package -DskipTests"
    work=$(mktemp -d /dev/shm/mssclamp-captures.XXXXXX)
    trap 'rm -rf "$work"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    write_rules
    "$JAVA_HOME/bin/java" "$root/lab/LargeCapture.java" "$((millions * 1000000))" "$work/in.pcap"
    packets[apply]=$(($(apply /dev/null --json | sed 's/.*"read":\([0-9]*\),.*/\1/')))
    packets["apply to nowhere"]=${packets[apply]} packets[cat]=${packets[apply]}
    packets[report]=$("$JAVA_HOME/bin/java" "$root/lab/ManyConnections.java" "$((millions * 1000000 / 30))" 10000 "$work/connections.pcap")
    local round
    for ((round = 0; round < rounds; round++)); do
        measure "apply to nowhere" apply /dev/null
        measure "apply" apply "$work/out.pcap"
        measure "cat" cat_capture
        measure "report" study
    done
    report
}

write_rules() {
    local number
    {
        printf 'version: 1\nrules:\n'
        for number in {0..8}; do
            printf '  - { name: peer-%d, match: { from: 10.9.%d.0/24 }, set-mss: { ipv4: 1360, ipv6: 1340 } }\n' "$number" "$number"
        done
        printf '  - { name: rest, mtu: 1400 }\n'
    } >"$work/rules.yaml"
}

apply() { # OUT [OPTIONS]
    taskset -c 0 "$layout/bin/mssclamp" pcap apply -c "$work/rules.yaml" "${@:2}" "$work/in.pcap" "$1"
}

cat_capture() {
    taskset -c 0 cat "$work/in.pcap" >"$work/out.pcap"
}

study() {
    taskset -c 0 "$layout/bin/mssclamp" pcap report --json "$work/connections.pcap"
}

measure() { # NAME COMMAND...
    local TIMEFORMAT='%U %S' taken
    rm -f "$work/out.pcap"
    taken=$({ time "${@:2}" >/dev/null; } 2>&1 | awk '{ print $1 + $2 }')
    figures[$1]+="$taken "
}

report() {
    local name values median
    printf '%s packets, %s octets, 10 rules, %s rounds in turns, Java %s\n' "${packets[apply]}" "$(stat -c %s "$work/in.pcap")" \
        "$rounds" "$(java_version "$JAVA_HOME")"
    printf '%8s %8s %8s %15s  %s\n' least median most "packets/s" "seconds of processor time"
    for name in "apply to nowhere" apply cat report; do
        mapfile -t values < <(tr ' ' '\n' <<<"${figures[$name]}" | grep . | sort -n)
        median=${values[${#values[@]} / 2]}
        awk -v least="${values[0]}" -v median="$median" -v most="${values[-1]}" -v packets="${packets[$name]}" -v name="$name" \
            'BEGIN { printf "%8.2f %8.2f %8.2f %15.0f  %s\n", least, median, most, packets / median, name }'
    done
    mapfile -t values < <(tr ' ' '\n' <<<"${figures["apply to nowhere"]}" | grep . | sort -n)
    awk -v seconds="${values[${#values[@]} / 2]}" -v packets="${packets[apply]}" -v goal="$goal" 'BEGIN { exit packets / seconds < goal }'
}

main
