# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154
# mssclampd alone, for long, at 50,000 SYN/s: what its garbage collector does, and whether its memory grows.

readonly soak_rate=50000

soak_all() {
    local subject
    for subject in "${consumers[@]}"; do
        [[ $subject == jdk*:1 ]] || continue
        soak "$subject"
    done
}

soak() { # SUBJECT
    local log=$work/$1.gc java_options loader deadline
    java_options="-Xlog:gc:file=$log"
    select_subject "$1"
    bring_up "$1" || return 0
    warm_up
    local heap_before rss_before
    heap_before=$(heap_kib "$1")
    rss_before=$(field rss_kib <<<"$(memory "$1")")
    read_counters
    local clamped_before=$clamped unclamped_before=$unclamped
    start_generator --rate "$soak_rate" --window $((soak * 60000)) --watch "${process[$1]}" >"$work/sent"
    loader=$!
    deadline=$((SECONDS + soak * 60))
    while ! has_gone "$loader"; do
        plan_progress "1 $((deadline > SECONDS ? deadline - SECONDS : 0))"
        progress "$(name_of "$1") at $soak_rate SYN/s: $(memory "$1"), $(collections "$log") collections"
        pause "$([[ -t 2 ]] && echo 2 || echo 15)"
    done
    wait "$loader" || {
        give_up "$1" "did not live through it"
        return 0
    }
    settle
    record soak "$1" "$(members "$(<"$work/sent")"),\"clamped\":$((clamped - clamped_before)),\"unclamped\":$((unclamped - unclamped_before)),\"collections\":$(collections "$log"),\"heap_kib_before\":$heap_before,\"heap_kib\":$(heap_kib "$1"),\"rss_kib_before\":$rss_before,$(memory "$1")"
    stop_consumer "$1"
}

collections() { # LOG
    grep -c Pause "$1" || true
}

# What the heap holds by now, garbage and all: without a collection it only grows.
heap_kib() { # SUBJECT
    "${java_home[$(variant_of "$1")]}/bin/jcmd" "${process[$1]}" GC.heap_info |
        awk '{ for (i = 1; i < NF; i++) if (/def new|tenured/ && $i == "used") { sub("K.*", "", $(i + 1)); sum += $(i + 1) } } END { print sum + 0 }'
}
