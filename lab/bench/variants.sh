# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154
# What is compared: how each variant starts, gets its packets, and stops. Sourced after road.sh.
#
# A subject is a variant with a number of queues, as "raw:2"; a kernel rule has none: "TCPMSS:0". All consumers of a round
# run at the same time, each with queues of its own, and the rule says whose turn it is. So turns are short, and what
# changes on the machine changes for all.

readonly all_variants=(none TCPMSS maxseg libnfq raw jdk17 jdk25)
readonly ipv4_limit=1360 ipv6_limit=1340 queue_length=16384
declare -A process first_queue failed java_home
problems=()

# find_variants: which of those asked for this machine has, in $subjects, $consumers and $busy_pollers.
find_variants() {
    subjects=() consumers=() busy_pollers=()
    local variant queues home next_queue=0
    for variant in "${only[@]}"; do
        case $variant in
            none | TCPMSS | maxseg)
                subjects+=("$variant:0")
                continue
                ;;
            jdk*)
                home=$(jdk_home "${variant#jdk}") || {
                    tell "skipped: $variant, there is none in JAVA${variant#jdk}_HOME or /usr/lib/jvm"
                    continue
                }
                java_home[$variant]=$home
                ;;
        esac
        for queues in "${queue_counts[@]}"; do
            consumers+=("$variant:$queues")
            first_queue[$variant:$queues]=$next_queue
            next_queue=$((next_queue + queues))
        done
        [[ $variant != jdk* ]] || rehearse "$variant"
        [[ $variant == libnfq ]] || busy_pollers+=("$variant:${queue_counts[0]}")
    done
    subjects+=("${consumers[@]}")
    ((${#subjects[@]} > 0)) || die 1 "nothing is left to measure"
}

# As one does who installs it.
rehearse() { # VARIANT
    configure "$1:${queue_counts[0]}" >"$work/rehearsal.yaml"
    rehearse_copy "$(layout_of "$1")" "${java_home[$1]}" "$work/rehearsal.yaml"
}

layout_of() { # VARIANT
    echo "$work/$1"
}

variant_of() { # SUBJECT
    echo "${1%:*}"
}

queues_of() { # SUBJECT
    echo "${1#*:}"
}

last_queue() { # SUBJECT
    echo $((${first_queue[$1]} + $(queues_of "$1") - 1))
}

# The CPUs of a consumer: CPU 1 for one queue, one CPU for each of several; all CPUs if there are not enough besides the
# generator's.
cpus_of() { # SUBJECT
    local queues
    queues=$(queues_of "$1")
    if ((queues < $(nproc))); then
        echo "1-$queues"
    else
        echo "0-$(($(nproc) - 1))"
    fi
}

# select_subject SUBJECT: from now on, SYNs on the gateway are treated its way.
select_subject() {
    inside gateway nft flush ruleset
    case $1 in
        none:*) ;;
        TCPMSS:*)
            handle_syns iptables -j TCPMSS --set-mss "$ipv4_limit"
            handle_syns ip6tables -j TCPMSS --set-mss "$ipv6_limit"
            ;;
        maxseg:*)
            inside gateway nft -f - <<RULES
table inet bench {
    chain forward {
        type filter hook forward priority mangle; policy accept;
        meta nfproto ipv4 tcp flags & (syn | rst) == syn tcp option maxseg size set $ipv4_limit
        meta nfproto ipv6 tcp flags & (syn | rst) == syn tcp option maxseg size set $ipv6_limit
    }
}
RULES
            ;;
        *)
            local queue=(--queue-num "${first_queue[$1]}") firewall
            (($(queues_of "$1") == 1)) || queue=(--queue-balance "${first_queue[$1]}:$(last_queue "$1")")
            for firewall in iptables ip6tables; do
                handle_syns "$firewall" -j NFQUEUE "${queue[@]}" --queue-bypass
            done
            ;;
    esac
}

# start_consumer SUBJECT [BUSY-POLL-US]: its time of start is then in $work/SUBJECT.started.
start_consumer() {
    local name=$work/$1 variant queues command
    variant=$(variant_of "$1")
    queues=(--queue "${first_queue[$1]}" --last-queue "$(last_queue "$1")")
    case $variant in
        libnfq) command=("$programs/consumer_libnfq" "${queues[@]}") ;;
        raw) command=("$programs/consumer_raw" "${queues[@]}" ${2:+--busy-poll "$2"}) ;;
        jdk*)
            configure "$1" "${2-}" >"$name.yaml"
            command=(env JAVA_HOME="${java_home[$variant]}" ${java_options:+MSSCLAMPD_JAVA_OPTS="$java_options"}
                "$(layout_of "$variant")/bin/mssclampd" -c "$name.yaml" --socket "$name.sock")
            ;;
    esac
    (cd "$work" && become gateway "$programs/launch" "$name.started" "${command[@]}") >"$name.log" 2>&1 &
    process[$1]=$!
}

configure() { # SUBJECT [BUSY-POLL-US]
    local numbers=${first_queue[$1]}
    (($(queues_of "$1") == 1)) || numbers+=-$(last_queue "$1")
    cat <<YAML
version: 1
queues:
  - number: $numbers
    on-failure: pass
    max-length: $queue_length
YAML
    [[ -z ${2-} ]] || echo "    busy-poll: $2us"
    if [[ -n $rules ]]; then
        cat "$rules"
    else
        printf 'rules:\n  - name: bench\n    set-mss: { ipv4: %d, ipv6: %d }\n' "$ipv4_limit" "$ipv6_limit"
    fi
}

# It starts on all CPUs, as it would for a user; once it works it is confined to its own.
pin() { # SUBJECT
    taskset -acp "$(cpus_of "$1")" "${process[$1]}" >/dev/null
}

stop_consumer() { # SUBJECT
    [[ -z ${process[$1]-} ]] || stop "${process[$1]}"
    process[$1]=''
}

# lives SUBJECT: whether it can be measured; a consumer that has died is given up.
lives() {
    [[ $1 != *:0 ]] || return 0
    [[ -z ${failed[$1]-} ]] || return 1
    ! has_gone "${process[$1]}" || {
        give_up "$1" "has died"
        return 1
    }
}

# A subject that fails is left out of the rest.
give_up() { # SUBJECT REASON
    stop_consumer "$1"
    failed[$1]=1
    problems+=("$(name_of "$1"): $2")
    tell "failed: $(name_of "$1"): $2"
    [[ ! -s $work/$1.log ]] || tail -n 5 "$work/$1.log" >&2
}

name_of() { # SUBJECT
    case $1 in
        *:0) variant_of "$1" ;;
        *:1) echo "$(variant_of "$1"), 1 queue" ;;
        *) echo "$(variant_of "$1"), $(queues_of "$1") queues" ;;
    esac
}
