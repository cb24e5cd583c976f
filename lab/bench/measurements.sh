# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154
# One measurement of one subject each; what comes out is a line of JSON. Sourced after variants.sh.

readonly clock_step_limit_ns=500 # as Line.java has it

title_of() { # MEASUREMENT SUBJECT [ARGUMENT]
    local name
    name=$(name_of "$2")
    case $1 in
        start) echo "start and memory, $name" ;;
        cpu) echo "CPU time at $3 SYN/s, $name" ;;
        ipv6) echo "IPv6, $name" ;;
        latency) echo "latency, $name" ;;
        drain) echo "a full queue, $name" ;;
        loss_free) echo "highest loss-free rate, $name" ;;
        busy_poll) echo "latency with busy-poll of $3 µs, $name" ;;
        stop) echo "stopping $name" ;;
    esac
}

# record MEASUREMENT SUBJECT MEMBERS: MEMBERS is JSON without the braces. What a consumer did that died meanwhile is no
# measurement.
record() {
    lives "$2" || return 0
    printf '{"measurement":"%s","round":%d,"variant":"%s","queues":%d,%s}\n' \
        "$1" "${round:-1}" "$(variant_of "$2")" "$(queues_of "$2")" "$3" >>"$results"
}

# From exec to the first SYN with a lowered MSS, while 1000 come each second; then memory after eight seconds of quiet: a JVM
# gives back what its compilers are done with within five, and then one.
measure_start() { # SUBJECT
    select_subject "$1"
    bring_up "$1" || return 0
    local first started unclamped
    first=$(field first_clamped_ns <"$work/first")
    unclamped=$(field unclamped_before <"$work/first")
    started=$(<"$work/$1.started")
    pause "$(by_kind 8 1)"
    lives "$1" || return 0
    record start "$1" "\"first_verdict_ns\":$((first - started)),\"unclamped_before\":$unclamped,$(memory "$1")"
    warm_up
}

# Starts the consumer under a trickle of SYNs and waits for the first that it clamps.
bring_up() { # SUBJECT [BUSY-POLL-US]
    local generator watcher status=0
    start_generator --rate 1000 --window 30000 >/dev/null
    generator=$!
    become server "$programs/sink" --device eth0 --first --window 20000 >"$work/first" 2>/dev/null &
    watcher=$!
    pause 0.2
    start_consumer "$@"
    wait "$watcher" || status=$?
    stop "$generator"
    if ((status != 0)) || has_gone "${process[$1]}"; then
        give_up "$1" "clamped nothing within 20 s"
        return 1
    fi
    pin "$1"
}

# What compiles at run time shall have done so. Nothing of it is left to arrive.
warm_up() {
    generate --rate 100000 --window "$(by_kind 2500 1000)" >/dev/null
    settle
}

# by_kind FULL QUICK: a time, by the kind of run.
by_kind() {
    if [[ -n $quick ]]; then echo "$2"; else echo "$1"; fi
}

# Zeros of a process that has just died.
memory() { # SUBJECT
    grep '^Vm' "/proc/${process[$1]}/status" 2>/dev/null |
        awk '$1 == "VmRSS:" { rss = $2 } $1 == "VmHWM:" { peak = $2 }
            END { printf "\"rss_kib\":%d,\"peak_rss_kib\":%d", rss, peak }' || true
}

is_consumer() { # SUBJECT
    [[ $1 != *:0 ]]
}

# CPU time of generator, consumer and machine in a window, after as many SYNs a second for a while.
measure_cpu() { # SUBJECT RATE
    local watch=() memory=''
    is_consumer "$1" && watch=(--watch "${process[$1]}")
    select_subject "$1"
    send --rate "$2" --warm-up "$(by_kind 1000 300)" --window "$(by_kind 3000 1000)" "${watch[@]}" || {
        give_up "$1" "has died"
        return 0
    }
    lives "$1" || return 0
    if is_consumer "$1"; then memory=",$(memory "$1")"; fi
    record cpu "$1" "$(members "$sent_json"),\"clamped\":$clamped,\"unclamped\":$unclamped$memory"
    # A short run is to tell that all works, on a machine that may be busy.
    [[ -n $quick && $2 -gt 1000 ]] || must_have_worked "$1" "$2 SYN/s"
}

measure_ipv6() { # SUBJECT
    select_subject "$1"
    send --rate 1000 --window 1000 --ipv6
    record ipv6 "$1" "\"sent\":$sent,\"clamped\":$clamped,\"unclamped\":$unclamped"
    [[ -n ${failed[$1]-} ]] || must_have_worked "$1" "1000 SYN/s over IPv6"
}

must_have_worked() { # SUBJECT LOAD
    (($(treated "$1") == sent && clamped + unclamped == sent)) ||
        problems+=("$(name_of "$1"): at $2 $clamped of $sent were clamped, $unclamped were not")
}

# How many SYNs arrived as they should.
treated() { # SUBJECT
    if [[ $(variant_of "$1") == none ]]; then echo "$unclamped"; else echo "$clamped"; fi
}

# How long SYNs are on their way from client to server, at 1000 a second.
measure_latency() { # SUBJECT
    select_subject "$1"
    record_delays "$1" 0
}

record_delays() { # SUBJECT BUSY-POLL-US
    local sink sent=0 clamped unclamped watch=() warm_up=700
    is_consumer "$1" && watch=(--watch "${process[$1]}")
    start_sink --warm-up "$warm_up"
    send --rate 1000 --window $((warm_up + $(by_kind 6000 1500))) "${watch[@]}" || true # record looks whether it lives
    # Who has been held up has a while longer.
    ((clamped + unclamped == sent)) || pause 1
    finish "$sink"
    record latency "$1" "\"busy_poll_us\":$2,$(members "$(<"$work/sent")"),$(members "$(<"$work/delays")")"
    [[ -n ${failed[$1]-} ]] || delays_are_sound "$1" || problems+=("$(name_of "$1"): its latency does not count: $(<"$work/delays")")
}

# Delays are those of the variant only if every SYN went its way, none was missed, and no clock was set meanwhile.
delays_are_sound() { # SUBJECT
    local sent early received clamped unclamped step
    sent=$(field sent <"$work/sent")
    early=$(field early <"$work/delays")
    received=$(field received <"$work/delays")
    clamped=$(field clamped <"$work/delays")
    unclamped=$(field unclamped <"$work/delays")
    step=$(field clock_step_ns <"$work/delays")
    ((early + received == sent && received > 0 && $(treated "$1") == received)) &&
        (($(field missed <"$work/delays") == 0 && $(field bad_checksums <"$work/delays") == 0)) &&
        ((${step#-} <= clock_step_limit_ns))
}

measure_busy_poll() { # SUBJECT BUSY-POLL-US
    select_subject "$1"
    bring_up "$1" "$2" || return 0
    warm_up
    record_delays "$1" "$2"
    stop_consumer "$1"
}

measure_stop() { # SUBJECT
    stop_consumer "$1"
}

# The highest rate at which all SYNs arrive, arrive clamped, and do not pile up. First as many as the generator can send; if
# that is too much, by halving, so that the answer is within two in a hundred. A rate has failed when it was too much twice.
measure_loss_free() { # SUBJECT
    select_subject "$1"
    local low high rate tries=7
    if is_loss_free "$1" 0 || is_loss_free "$1" 0; then
        record loss_free "$1" "\"rate\":$reached,\"limit\":\"generator\""
        return
    fi
    high=$reached
    low=$((high / 8))
    local found=0
    while ((tries-- > 0)) && lives "$1"; do
        rate=$(awk -v low="$low" -v high="$high" 'BEGIN { printf "%d", sqrt(low * high) }')
        if is_loss_free "$1" "$rate" || is_loss_free "$1" "$rate"; then
            low=$reached found=$reached
        else
            high=$rate
        fi
    done
    record loss_free "$1" "\"rate\":$found,\"limit\":\"subject\""
}

# What waits at the end would have been too much soon: it may be one in a hundred of what was sent.
is_loss_free() { # SUBJECT RATE; leaves the rate that the generator reached in $reached
    local watch=() window_sent
    reached=0
    lives "$1" || return
    if is_consumer "$1"; then watch=(--watch "${process[$1]}"); fi
    send --rate "$2" --warm-up 500 --window 1000 "${watch[@]}" || return
    window_sent=$(field window_sent <<<"$sent_json")
    reached=$(awk -v sent="$window_sent" -v ns="$(field window_ns <<<"$sent_json")" 'BEGIN { printf "%d", sent * 1e9 / ns }')
    (($(treated "$1") == sent && $(field backlog <<<"$sent_json") * 100 <= window_sent))
}

# What a consumer can do that is never short of packets, which the generator cannot bring about: it is stopped while its
# queues fill, and goes on when the generator has ended.
measure_drain() { # SUBJECT
    select_subject "$1"
    local before taken=0 drained=0 tries=4 pid=${process[$1]}
    while ((tries-- > 0)); do
        read_counters
        local clamped_before=$clamped
        lives "$1" || return 0
        before=$(cpu_ns "$pid")
        kill -STOP "$pid" || true
        generate --rate 200000 --window 80 --pairs 4096 >/dev/null
        kill -CONT "$pid" || true
        settle
        lives "$1" || return 0
        taken=$((taken + $(cpu_ns "$pid") - before))
        drained=$((drained + clamped - clamped_before))
    done
    record drain "$1" "\"drained\":$drained,\"taken_ns\":$taken"
}

cpu_ns() { # PID
    cat /proc/"$1"/task/*/schedstat 2>/dev/null | awk '{ sum += $1 } END { printf "%.0f", sum }' || true
}

record_environment() {
    local jdks='' variant
    for variant in "${!java_home[@]}"; do
        jdks+=${jdks:+,}$(printf '"%s":"%s"' "$variant" "$(sed -n 's/^JAVA_RUNTIME_VERSION="\(.*\)"/\1/p' "${java_home[$variant]}/release")")
    done
    printf '{"measurement":"environment","date":"%s","cpu":"%s","cpus":%d,"memory_kib":%d,"kernel":"%s","commit":"%s","daemon":"%s",%s"jdks":{%s}}\n' \
        "$(date -u +%FT%TZ)" "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(nproc)" \
        "$(awk '$1 == "MemTotal:" { print $2 }' /proc/meminfo)" "$(uname -r)" "$(commit)" "$(daemon_commit)" \
        "\"iptables\":\"$(iptables --version)\",\"nft\":\"$(nft --version)\",\"gcc\":\"$(gcc -dumpfullversion)\",${rules:+\"own_rules\":true,}" "$jdks" >>"$results"
}

commit() {
    git -C "$root" describe --always --dirty --abbrev=12 2>/dev/null || echo unknown
}

# The commit that last changed what the daemon is made of: measurements of the same one belong together.
daemon_commit() {
    local parts=(pom.xml clamp-{core,nfqueue}/pom.xml clamp-{core,nfqueue}/src/main clamp-cli/src/main/launcher) commit dirty
    commit=$(git -C "$root" log -1 --abbrev=12 --format=%h -- "${parts[@]}" 2>/dev/null) &&
        dirty=$(git -C "$root" status --porcelain -- "${parts[@]}" 2>/dev/null) || commit=''
    echo "${commit:-unknown}${dirty:+-dirty}"
}
