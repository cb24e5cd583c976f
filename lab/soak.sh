#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Does to mssclampd what may happen to it, under load, and counts what became of each SYN: see usage below.
set -Eeuo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/packages.sh"
source "$root/lab/work.sh"
source "$root/lab/hosts.sh"
source "$root/lab/load/processes.sh"
source "$root/lab/load/progress.sh"
source "$root/lab/load/road.sh"
source "$root/lab/soak/daemon.sh"
source "$root/lab/soak/load.sh"
source "$root/lab/soak/report.sh"
source "$root/lab/soak/life.sh"
source "$root/lab/soak/kernel.sh"
source "$root/lab/soak/overload.sh"

readonly target=$root/clamp-bench/target/soak programs=$root/clamp-bench/target/soak/programs
readonly results=$target/faults.jsonl

# Each with the seconds that it takes, and, in short, what it is.
readonly -A faults=(
    [reloads]="30 configurations, half of them broken"
    [refusals]="12 starts that must fail"
    [stops]="60 deliberate stops and starts"
    [restarts]="70 restarts with the queue in the supervisor's store"
    [kills]="70 SIGKILL with the queue in the supervisor's store"
    [pause]="15 SIGSTOP for seconds"
    [hang]="15 SIGSTOP for seconds, with the queue in the supervisor's store"
    [overload]="40 three times beyond capacity"
    [net]="40 the same, with the kernel's rule behind"
    [flush]="22 nft flush ruleset"
    [chain]="15 a base chain of others comes and goes"
    [rule]="22 the queue's rule goes and comes"
    [link]="22 interface down and up"
    [networks]="10 network namespaces come and go"
    [hostile]="25 malformed packets as fast as they can be sent"
    [memory]="0 memory and descriptors"
)
readonly all_faults=(reloads refusals stops restarts kills pause hang overload net flush chain rule link networks hostile memory)

usage() {
    cat <<'USAGE'
Shows what becomes of each SYN when something happens to mssclampd, at 50,000 SYN/s and with real connections besides.

  sudo lab/soak.sh [MINUTES] [--quick] [--only FAULT,...] [--jdk 17|25] [--rate N] [--seed N]

USAGE
    local name
    for name in "${all_faults[@]}"; do
        printf '  %-10s %s\n' "$name" "${faults[$name]#* }"
    done
    cat <<'USAGE'

  MINUTES           for memory; 30 if left out, and no judgement on its growth below 10. All other faults take some 8 besides
  --only FAULT,...  these alone
  --jdk 17|25       17 if left out; from JAVA17_HOME or the like, or /usr/lib/jvm
  --rate N          SYNs a second; if left out 50000, and with --quick 20000 while overloaded, else 5000
  --seed N          for the malformed packets; any if left out
  --quick           fewer of each, below four minutes

Wants the build: mvn package -DskipTests. Installs what is missing. Prints a line for each fault with what was sent, arrived
clamped or not, and was lost; the same as JSON goes to clamp-bench/target/soak/faults.jsonl. What the kernel itself drops, as
when a base chain is deleted while it holds packets, is counted and named. Ctrl-C stops it, and leaves nothing behind.

Exit codes: 0 all faults were borne; 1 one was not; 64 usage; 66 no build; 77 not root.
USAGE
}

main() {
    read_options "$@"
    ((EUID == 0)) || die 77 "making network namespaces needs root: sudo lab/soak.sh"
    (($(nproc) > 1)) || die 1 "needs two CPUs: one for the generator, one for the daemon"
    require javac ip iptables nft gcc taskset stdio.h
    [[ -x $layout/bin/mssclampd ]] || die 66 "there is no build: mvn package -DskipTests"
    java_home=$(jdk_home "$jdk") || die 1 "there is no JDK $jdk in JAVA${jdk}_HOME or /usr/lib/jvm"

    sweep_work
    make_work soak
    trap clean_up EXIT
    trap 'die 1 "failed: $BASH_COMMAND"' ERR
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM

    go_first
    compile "$root"/lab/load/{generator,sink}.c "$root"/lab/soak/*.c
    configure pass
    rehearse_copy "$work/mssclampd" "$java_home" "$work/mssclamp.yaml"
    soak_road_up soak
    mkdir -p "$target"
    : >"$results"
    bear_all
}

# In any order.
read_options() {
    local option name
    quick='' minutes='' jdk=17 rate='' seed=$RANDOM only=("${all_faults[@]}")
    while (($#)); do
        option=$1
        shift
        case $option in
            --help | -h)
                usage
                exit
                ;;
            --quick) quick=1 ;;
            --only | --jdk | --rate | --seed)
                [[ -n ${1-} ]] || die 64 "$option wants a value"
                case $option in
                    --only) IFS=, read -ra only <<<"$1" ;;
                    --jdk)
                        [[ $1 == 17 || $1 == 25 ]] || die 64 "--jdk: 17 or 25, not $1"
                        jdk=$1
                        ;;
                    --rate) rate=$(number_in 1000 1000000 "$option" "$1") ;;
                    --seed) seed=$(number_in 1 2147483647 "$option" "$1") ;;
                esac
                shift
                ;;
            [0-9]*)
                [[ -z $minutes ]] || die 64 "MINUTES is given twice"
                minutes=$(number_in 1 9999 MINUTES "$option")
                ;;
            *) die 64 "what is $option? --help tells" ;;
        esac
    done
    ((seed > 0)) || seed=1
    [[ -z $quick || -z $minutes ]] || die 64 "MINUTES does not go with --quick"
    minutes=${minutes:-30}
    # A short run is to tell that all works, on a machine that may be busy: a queue has room for what comes while it stands still for
    # a second. Only an overload is one by its rate.
    overload_rate=${rate:-$([[ -n $quick ]] && echo 20000 || echo 50000)}
    rate=${rate:-$([[ -n $quick ]] && echo 5000 || echo 50000)}
    ((${#only[@]} > 0)) || die 64 "--only wants a value"
    for name in "${only[@]}"; do
        [[ -n $name && -n ${faults[$name]-} ]] || die 64 "--only: there is no ${name:-empty name}, but ${all_faults[*]}"
    done
    read -r reloads restarts paused_seconds overloaded_seconds firewall_changes hostile_seconds \
        <<<"$([[ -n $quick ]] && echo "40 4 5 6 5 3" || echo "1000 50 5 30 30 15")"
}

number_in() { # LOW HIGH OPTION VALUE
    [[ $4 =~ ^[1-9][0-9]{0,9}$ ]] && (($4 >= $1 && $4 <= $2)) && echo "$4" && return
    die 64 "$3: $1 to $2, not $4"
}

bear_all() {
    local fault seconds plan='' not_borne=0 child
    for fault in "${only[@]}"; do
        plan+="1 $(seconds_of "$fault") $fault"$'\n'
    done
    plan_progress "${plan%$'\n'}"
    for fault in "${only[@]}"; do
        progress "${faults[$fault]#* }"
        # Of its own, so that one that gives up does not take the others with it.
        bear "$fault" &
        child=$!
        echo "$child" >"$work/child"
        wait "$child" || not_borne=$((not_borne + 1))
        leave_gateway
        progress_made "$(seconds_of "$fault")"
    done
    end_progress
    ((not_borne == 0)) || die 1 "$not_borne of ${#only[@]} faults were not borne"
    tell "all were borne: ${only[*]}"
}

seconds_of() { # FAULT
    local seconds=${faults[$1]%% *}
    ((seconds > 0)) || seconds=$((minutes * 60 + 5))
    if [[ -n $quick ]]; then echo 15; else echo "$seconds"; fi
}

bear() { # FAULT
    trap - EXIT HUP INT TERM
    fault=$1 findings=() figures=() daemon='' supervisor='' log=$work/$1.log last_progress=0
    : >"$log"
    "fault_$fault"
    report || exit 1
}

# As it was before the fault, whatever the fault has left.
leave_gateway() {
    local host
    for host in client gateway server; do
        left_on "$host" | xargs -r kill -KILL 2>/dev/null || true
        wait_for 10 has_nothing_left "$host" || die 1 "processes on $host do not end"
    done
    [[ ! -e /run/netns/$lab-other ]] || remove_namespace "$lab-other"
    flush_firewall
    [[ -n $(ip -n "$lab-gateway" -6 route show 2001:2:0:13::/64) ]] || renew_link || die 1 "the link does not come up"
}

# Its processes, but the one that serves connections of every fault.
left_on() { # HOST
    processes_of "$lab-$1" | grep -vx "$connections_server" || true
}

has_nothing_left() { # HOST
    [[ -z $(left_on "$1") ]]
}

# nft does not know of the rules of an iptables that does without it.
flush_firewall() {
    local firewall
    inside gateway nft flush ruleset
    [[ $(iptables -V) == *legacy* ]] || return 0
    for firewall in iptables ip6tables; do
        inside gateway "$firewall" -w -t mangle -F
        inside gateway "$firewall" -w -t mangle -X
    done
}

# Of the way to the server there may be a part.
renew_link() {
    ip -n "$lab-gateway" link set wan down
    link_up
}

# Which of how many of a fault's repetitions is under way.
say_turn() { # TURN TURNS
    progress_within "$1 of $2"
}

# More words on the progress of this fault, where they would not be a line each time.
progress_within() { # WORDS
    [[ -t 2 ]] || ((SECONDS - last_progress >= 15)) || return 0
    last_progress=$SECONDS
    progress "${faults[$fault]#* }: $1"
}

# What a run left that was killed: its files, and its part that bears a fault, which would go on.
sweep_work() {
    local path child
    abandoned soak | while read -r path; do
        child=$(cat "$path/child" 2>/dev/null) || true
        [[ -z $child ]] || ! grep -q "${0##*/}" "/proc/$child/cmdline" 2>/dev/null || kill -KILL "$child" || true
        rm -rf "$path"
    done
}

clean_up() {
    trap '' HUP INT TERM # let it finish
    trap - ERR
    set +e
    end_progress
    [[ -z ${lab-} ]] || lab_hosts+=(other)
    jobs -p | xargs -r kill 2>/dev/null # those outside of the network; signals from the terminal do not reach them
    lab_down
    go_as_before
    rm -rf "$work"
    hand_back_build
}

main "$@"
exit
