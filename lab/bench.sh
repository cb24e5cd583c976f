#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Measures mssclampd side by side with the kernel's own rules and with consumers in C: see usage below.
set -Eeuo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/packages.sh"
source "$root/lab/work.sh"
source "$root/lab/hosts.sh"
source "$root/lab/load/processes.sh"
source "$root/lab/load/progress.sh"
source "$root/lab/load/road.sh"
source "$root/lab/bench/variants.sh"
source "$root/lab/bench/measurements.sh"
source "$root/lab/bench/soak.sh"

readonly target=$root/clamp-bench/target/bench programs=$root/clamp-bench/target/bench/programs
readonly measurements=$target/measurements.jsonl soaks=$target/soak.jsonl

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
  --rounds N          3 if left out; a round takes some 9 minutes, all of it 27
  --queues N,...      consumers with one queue and with two, if left out
  --rules FILE        YAML that begins with "rules:", for mssclampd; must clamp what goes to 198.19.0.0/16 and 2001:2:0:12::/64,
                      to 1360 and 1340 at most
  --measure NAME,...  of start, cpu, ipv6, latency, loss_free, drain and busy_poll these alone
  --soak MINUTES      no turns, but mssclampd alone at 50,000 SYN/s, and what its garbage collector did; kept in
                      clamp-bench/target/bench/soak.jsonl for the pages of all runs of the same daemon and JDK, from now
                      on; with --to docs, on the page of the last run as well
  --to DIRECTORY      where performance.md, .svg and .json go: docs if left out, and clamp-bench/target/bench for less than
                      a full run, which has three rounds at least
  --quick             one round of short windows and one queue, 90 seconds, without loss_free, drain and busy_poll; the
                      figures mean little, but that every variant works

Wants the build: mvn package -DskipTests. Installs what is missing. Every measurement is a line in
clamp-bench/target/bench/measurements.jsonl as soon as it is made. Ctrl-C stops it, and leaves nothing behind.

Exit codes: 0 all variants worked; 1 one did not, or lost SYNs; 64 usage; 66 no build; 77 not root.
USAGE
}

main() {
    read_options "$@"
    check_options
    ((EUID == 0)) || die 77 "making network namespaces needs root: sudo lab/bench.sh"
    (($(nproc) > 1)) || die 1 "needs two CPUs: one for the generator, one for the consumer"
    require javac ip iptables nft gcc taskset stdio.h libnetfilter_queue/libnetfilter_queue.h
    [[ -x $layout/bin/mssclampd && -e $root/clamp-bench/target/benchmarks.jar ]] ||
        die 66 "there is no build: mvn package -DskipTests"

    # What a run left that was killed.
    abandoned bench | xargs -rd "\n" rm -rf
    make_work bench
    trap clean_up EXIT
    trap 'die 1 "failed: $BASH_COMMAND"' ERR
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM

    go_first
    mkdir -p "$target"
    compile "$root"/lab/load/{generator,sink,launch}.c "$root/lab/bench/consumer_raw.c"
    compile "$root/lab/bench/consumer_libnfq.c" -lnetfilter_queue
    find_variants
    [[ -n $soak ]] || plan_rounds
    road_up bench
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

# In any order; leaves in ${given[--NAME]} each value as it came.
read_options() {
    local option value
    declare -gA given=()
    while (($#)); do
        option=$1
        shift
        [[ -z ${given[$option]-} ]] || die 64 "$option is given twice"
        case $option in
            --help | -h)
                usage
                exit
                ;;
            --quick) value=1 ;;
            --only | --rounds | --queues | --rules | --measure | --soak | --to)
                [[ -n ${1-} ]] || die 64 "$option wants a value"
                value=$1
                shift
                ;;
            *) die 64 "what is $option? --help tells" ;;
        esac
        given[$option]=$value
    done
    quick=${given[--quick]-} soak=${given[--soak]-} rules=${given[--rules]-}
    rounds=${given[--rounds]-$([[ -n $quick ]] && echo 1 || echo 3)}
    read_list only "${given[--only]-$(IFS=, && echo "${all_variants[*]}")}"
    read_list queue_counts "${given[--queues]-$([[ -n $quick || -n $soak ]] && echo 1 || echo 1,2)}"
    read_list measure "${given[--measure]-}"
}

# shellcheck disable=SC2034 # the list is the caller's
read_list() { # NAME VALUE,...
    local -n list=$1
    IFS=, read -ra list <<<"$2"
}

check_options() {
    each_is_one_of --only "${all_variants[*]}" "${only[@]}"
    each_is_one_of --queues "1 2 3 4 5 6 7 8 9" "${queue_counts[@]}"
    each_is_one_of --measure "start cpu ipv6 latency loss_free drain busy_poll" "${measure[@]}"
    [[ $rounds =~ ^[1-9][0-9]?$ ]] || die 64 "--rounds: 1 to 99, not $rounds"
    [[ -z $soak ]] || check_soak
    [[ -z $rules || (-r $rules && ! -d $rules) ]] || die 66 "cannot read $rules"
    page=${given[--to]-$(is_full_run && echo "$root/docs" || echo "$target")}
}

# Fails as well if there is one twice.
each_is_one_of() { # OPTION KNOWN-VALUES VALUE...
    local value seen=' '
    for value in "${@:3}"; do
        [[ -n $value && " $2 " == *" $value "* ]] || die 64 "$1: there is no ${value:-empty name}, but $2"
        [[ $seen != *" $value "* ]] || die 64 "$1: $value is there twice"
        seen+="$value "
    done
}

check_soak() {
    local option
    [[ $soak =~ ^[1-9][0-9]{0,3}$ ]] || die 64 "--soak: 1 to 9999 minutes, not $soak"
    for option in --quick --rounds --queues --measure; do
        [[ -z ${given[$option]-} ]] || die 64 "$option does not go with --soak, which is one run of one queue"
    done
    [[ -z ${given[--only]-} || ! " ${only[*]}" =~ " "[^j] ]] || die 64 "--soak: mssclampd alone, not ${only[*]}"
}

# Whether its page may stand for all that there is to say.
is_full_run() {
    [[ -z $quick$soak$rules${given[--only]-}${given[--queues]-}${given[--measure]-} ]] && ((rounds >= 3))
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
    in_turns 12 start "${consumers[@]}"
    in_turns 5 cpu "${subjects[@]}" 100000
    in_turns 5 cpu "${subjects[@]}" 10000
    in_turns 5 cpu "${subjects[@]}" 1000
    in_turns 2 ipv6 "${subjects[@]}"
    in_turns 8 latency "${subjects[@]}"
    in_turns 10 loss_free "${subjects[@]}"
    in_turns 4 drain "${consumers[@]}"
    in_turns 1 stop "${consumers[@]}"
    in_turns 12 busy_poll "${busy_pollers[@]}" 50
    in_turns 12 busy_poll "${busy_pollers[@]}" 2000
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

# Leaves in $plan what is to be done, with the round before each step.
plan_rounds() {
    local name
    plan=$(for ((round = 1; round <= rounds; round++)); do plan_round | sed "s/^/$round /"; done)
    for name in "${measure[@]}"; do
        grep -qE "^[0-9]+ [0-9]+ $name " <<<"$plan" || die 64 "--measure: $name is not for ${only[*]}${quick:+, nor --quick}"
    done
    plan=$(wanted_steps <<<"$plan")
    [[ -n $plan ]] || die 64 "nothing is left to measure"
}

run_rounds() {
    local seconds measurement subject argument
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
    local names
    names=$(IFS='|' && echo "${measure[*]}")
    grep -E "^[0-9]+ [0-9]+ (start|stop|${names:-.*}) " || true
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
    trap - ERR
    set +e
    end_progress
    jobs -p | xargs -r kill 2>/dev/null # those outside of the network; signals from the terminal do not reach them
    lab_down
    go_as_before
    rm -rf "$work"
    hand_back_build
}

main "$@"
exit
