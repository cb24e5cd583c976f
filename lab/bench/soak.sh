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
    local log loader deadline java_options
    log=gc-$(variant_of "$1") # a colon would end the name of a JVM log
    java_options="-Xlog:gc:file=$log" # in the daemon's directory: a blank would end the option
    log=$work/$log
    select_subject "$1"
    bring_up "$1" || return 0
    warm_up
    local collections_before heap_before rss_before allocated_before
    collections_before=$(collections "$log")
    heap_before=$(heap_kib "$1")
    allocated_before=$(allocated_kib "$1")
    rss_before=$(field rss_kib <<<"$(memory "$1")")
    read_counters
    local clamped_before=$clamped unclamped_before=$unclamped
    start_generator --rate "$soak_rate" --window $((soak * 60000)) --watch "${process[$1]}" >"$work/sent"
    loader=$!
    deadline=$((SECONDS + soak * 60))
    while ! has_gone "$loader"; do
        lives "$1" || break
        plan_progress "1 $((deadline > SECONDS ? deadline - SECONDS : 0))"
        progress "$(name_of "$1") at $soak_rate SYN/s: $(memory "$1"), $(($(collections "$log") - collections_before)) collections"
        pause "$([[ -t 2 ]] && echo 2 || echo 15)"
    done
    lives "$1" || {
        stop "$loader"
        return 0
    }
    wait "$loader" || die 1 "the generator failed"
    settle
    local members
    members=$(members "$(<"$work/sent")"),$(memory "$1")
    members+=",\"clamped\":$((clamped - clamped_before)),\"unclamped\":$((unclamped - unclamped_before))"
    members+=",\"collections\":$(($(collections "$log") - collections_before))"
    members+=",\"allocated_kib\":$(($(allocated_kib "$1") - allocated_before))"
    members+=",\"heap_kib_before\":$heap_before,\"heap_kib\":$(heap_kib "$1"),\"rss_kib_before\":$rss_before"
    record soak "$1" "$members"
    sent=$(field sent <"$work/sent")
    clamped=$((clamped - clamped_before)) unclamped=$((unclamped - unclamped_before))
    must_have_worked "$1" "$soak_rate SYN/s for $soak min"
    stop_consumer "$1"
}

collections() { # LOG
    grep -c Pause "$1" || true
}

# What the JVM counts as allocated by its packet threads since they began, each as "queue-0" ... allocated=123K ...
allocated_kib() { # SUBJECT
    "${java_home[$(variant_of "$1")]}/bin/jcmd" "${process[$1]}" Thread.print -e |
        sed -n 's/^"queue-[0-9]*" .* allocated=\([0-9]*\)\([BKM]\) .*/\1 \2/p' |
        awk '{ sum += $2 == "B" ? $1 / 1024 : $2 == "K" ? $1 : $1 * 1024 } END { if (!NR) exit 1; print int(sum) }'
}

# What the heap holds by now, garbage and all: the sum over its generations, each with "total 4928K, used 77K".
heap_kib() { # SUBJECT
    "${java_home[$(variant_of "$1")]}/bin/jcmd" "${process[$1]}" GC.heap_info |
        sed -n 's/.* total [0-9]*K, used \([0-9]*\)K.*/\1/p' | awk '{ sum += $1 } END { print sum }'
}
