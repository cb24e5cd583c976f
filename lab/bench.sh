#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Measures mssclampd side by side with the kernel's own rules and with consumers in C: see usage below.
set -Eeuo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/packages.sh"
source "$root/lab/hosts.sh"
source "$root/lab/bench/progress.sh"
source "$root/lab/bench/traffic.sh"
source "$root/lab/bench/variants.sh"
source "$root/lab/bench/measurements.sh"
source "$root/lab/bench/soak.sh"

readonly target=$root/clamp-bench/target/bench programs=$root/clamp-bench/target/bench/programs
readonly measurements=$target/measurements.jsonl soaks=$target/soak.jsonl
readonly layout=$root/clamp-cli/target/mssclamp

usage() {
    cat <<'USAGE'
Measures what clamping a SYN costs: CPU time, latency, memory, time to start, highest loss-free rate.

  sudo lab/bench.sh [--quick] [--only VARIANT,...] [--rounds N] [--queues 1,2] [--rules FILE] [--soak MINUTES]
                     [--measure NAME,...] [--to DIRECTORY]

Variants, all measured in turns, in a new order each time:
  none      no rule: the road alone
  TCPMSS    iptables -j TCPMSS
  maxseg    nft tcp option maxseg size set
  libnfq    a consumer in C with libnetfilter_queue, a verdict for each packet
  raw       a consumer in C with netlink alone, batches in and out: the limit
  jdk17     mssclampd, on the JDK in JAVA17_HOME or /usr/lib/jvm
  jdk25     mssclampd, likewise

  --only VARIANT,...  these alone; ratios are to raw, libnfq and none, so keep those
  --rounds N          3 if left out; a round takes some 7 minutes, all of it 21
  --queues N,...      consumers with one queue and with two, if left out
  --rules FILE        YAML that begins with "rules:", for mssclampd; must clamp what goes to 198.19.0.0/16 and 2001:2:0:12::/64
  --measure NAME,...  of start, cpu, latency, loss_free, drain and busy_poll these alone
  --soak MINUTES      no turns, but mssclampd alone at 50,000 SYN/s, and what its garbage collector did; kept in
                      clamp-bench/target/bench/soak.jsonl for the pages of all runs of the same daemon and JDK, from now
                      on; with --to docs, on the page of the last run as well
  --to DIRECTORY      where performance.md, .svg and .json go: docs if left out, and clamp-bench/target/bench for less than
                      a full run
  --quick             one round of short windows, 90 seconds; the figures mean little, but that every variant works

Wants the build: mvn package -DskipTests. Installs what is missing. Every measurement is a line in
clamp-bench/target/bench/measurements.jsonl as soon as it is made. Ctrl-C stops it, and leaves nothing behind.

Exit codes: 0 all variants worked; 1 one did not, or lost SYNs; 64 usage; 66 no build; 77 not root.
USAGE
}

main() {
    rounds=3 quick='' soak='' rules='' page='' complete=1 measure=
    only=("${all_variants[@]}")
    queue_counts=(1 2)
    read_options "$@"
    ((EUID == 0)) || die 77 "making network namespaces needs root: sudo lab/bench.sh"
    (($(nproc) > 1)) || die 1 "needs two CPUs: one for the generator, one for the consumer"
    require javac ip iptables nft gcc taskset stdio.h libnetfilter_queue/libnetfilter_queue.h
    [[ -x $layout/bin/mssclampd && -e $root/clamp-bench/target/benchmarks.jar ]] ||
        die 66 "there is no build: mvn package -DskipTests"

    work=$(mktemp -d -t mssclamp-bench.XXXXXX)
    trap clean_up EXIT
    trap 'die 1 "failed: $BASH_COMMAND"' ERR
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM

    go_first
    mkdir -p "$target"
    compile_programs
    find_variants
    bench_up
    if [[ -n $soak ]]; then
        results=$soaks
        record_environment
        soak_all
    else
        results=$measurements
        : >"$results"
        record_environment
        run_rounds
    fi
    write_page
    report_problems
}

read_options() {
    local option value
    while (($#)); do
        option=$1
        shift
        case $option in
            --help | -h) usage && exit ;;
            --quick)
                quick=1 rounds=1 queue_counts=(1) complete=''
                continue
                ;;
            --only | --rounds | --queues | --rules | --measure | --soak | --to)
                (($#)) || die 64 "$option wants a value"
                value=$1
                shift
                ;;
            *) die 64 "what is $option? --help tells" ;;
        esac
        case $option in
            --rounds) rounds=$value ;;
            --to) page=$value ;;
            --only) IFS=, read -ra only <<<"$value" && complete='' ;;
            --queues) IFS=, read -ra queue_counts <<<"$value" && complete='' ;;
            --rules) rules=$value complete='' ;;
            --measure) measure=$value complete='' ;;
            --soak) soak=$value complete='' ;;
        esac
    done
    check_options
}

check_options() {
    local value
    for value in "${only[@]}"; do
        [[ " ${all_variants[*]} " == *" $value "* ]] || die 64 "--only: there is no variant $value, but ${all_variants[*]}"
    done
    for value in "${queue_counts[@]}"; do
        [[ $value =~ ^[1-9]$ ]] || die 64 "--queues: 1 to 9 each, not $value"
    done
    for value in ${measure//,/ }; do
        [[ $value =~ ^(start|cpu|latency|loss_free|drain|busy_poll|ipv6)$ ]] || die 64 "--measure: no measurement is named $value"
    done
    [[ $rounds =~ ^[1-9][0-9]?$ ]] || die 64 "--rounds: 1 to 99, not $rounds"
    [[ -z $soak || $soak =~ ^[1-9][0-9]{0,3}$ ]] || die 64 "--soak: 1 to 9999 minutes, not $soak"
    [[ -z $rules || -r $rules ]] || die 66 "cannot read $rules"
    [[ -n $page ]] || page=$([[ -n $complete ]] && echo "$root/docs" || echo "$target")
}

# What else the machine does shall disturb little. All that is measured inherits this. Where the kernel groups processes by
# session, niceness counts within the group alone, so the group is given it, too.
go_first() {
    renice -n -15 -p $$ >/dev/null
    session_nice=$(sed -n 's/.* nice //p' /proc/$$/autogroup 2>/dev/null) || true
    [[ -z $session_nice ]] || echo -15 >/proc/$$/autogroup
}

compile_programs() {
    local program libraries
    mkdir -p "$programs"
    for program in generator sink launch consumer_raw consumer_libnfq; do
        libraries=(-pthread)
        [[ $program != consumer_libnfq ]] || libraries+=(-lnetfilter_queue)
        gcc -std=c11 -D_GNU_SOURCE -O2 -Wall -Wextra -Werror -o "$programs/$program" "$root/lab/bench/$program.c" "${libraries[@]}"
    done
}

# The steps of a round, as "SECONDS MEASUREMENT SUBJECT [ARGUMENT]": one measurement of all subjects in turns, then the next.
plan_round() {
    if [[ -n $quick ]]; then
        in_turns 4 start "${consumers[@]}"
        in_turns 2 cpu "${subjects[@]}" 1000
        in_turns 2 ipv6 "${subjects[@]}"
        in_turns 3 cpu "${subjects[@]}" 100000
        in_turns 3 latency "${subjects[@]}"
        in_turns 1 stop "${consumers[@]}"
        return
    fi
    in_turns 5 start "${consumers[@]}"
    in_turns 5 cpu "${subjects[@]}" 100000
    in_turns 5 cpu "${subjects[@]}" 10000
    in_turns 5 cpu "${subjects[@]}" 1000
    in_turns 8 latency "${subjects[@]}"
    in_turns 10 loss_free "${subjects[@]}"
    in_turns 4 drain "${consumers[@]}"
    in_turns 1 stop "${consumers[@]}"
    in_turns 12 busy_poll "${busy_pollers[@]}"
}

in_turns() { # SECONDS MEASUREMENT SUBJECT... [ARGUMENT]
    local seconds=$1 measurement=$2 argument=''
    shift 2
    (($# > 0)) || return 0
    if [[ ${!#} =~ ^[0-9]+$ ]]; then
        argument=${!#}
        set -- "${@:1:$#-1}"
    fi
    local subject
    shuf -e -- "$@" | while read -r subject; do
        echo "$seconds $measurement $subject $argument"
    done
}

run_rounds() {
    local plan seconds measurement subject argument
    plan=$(for ((round = 1; round <= rounds; round++)); do plan_round | sed "s/^/$round /"; done | wanted_steps)
    plan_progress "$plan"
    while read -r round seconds measurement subject argument; do
        if takes_part "$measurement" "$subject"; then
            progress "round $round of $rounds: $(title_of "$measurement" "$subject" "$argument")"
            "measure_$measurement" "$subject" ${argument:+"$argument"}
        fi
        progress_made "$seconds"
    done <<<"$plan"
    end_progress
}

# Whether a subject is still there to be measured; one that has died since is given up.
takes_part() { # MEASUREMENT SUBJECT
    [[ -z ${failed[$2]-} ]] || return 1
    [[ $1 =~ ^(start|busy_poll)$ ]] || lives "$2"
}

# What starts and stops consumers is always wanted.
wanted_steps() {
    local names=${measure//,/|}
    grep -E "^[0-9]+ [0-9]+ (start|stop|${names:-.*}) "
}

write_page() {
    if [[ ! -s $measurements ]]; then
        tell "measured; it goes onto the page of the next run"
        return
    fi
    "$JAVA_HOME/bin/java" -cp "$root/clamp-bench/target/benchmarks.jar" \
        org.mssclamp.bench.live.Performance "$measurements" "$soaks" "$page" &
    wait "$!" || problems+=("the page could not be written")
}

report_problems() {
    ((${#problems[@]} > 0)) || return 0
    printf 'bench.sh: %s\n' "${problems[@]}" >&2
    exit 1
}

clean_up() {
    trap '' HUP INT TERM # let it finish
    set +e
    end_progress
    jobs -p | xargs -r kill 2>/dev/null # those outside of the network; signals from the terminal do not reach them
    lab_down
    [[ -z ${session_nice-} ]] || echo "$session_nice" >/proc/$$/autogroup
    rm -rf "$work"
    hand_back_build
}

main "$@"
exit
