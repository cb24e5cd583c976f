# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154
# What a fault has shown: a line for people, and one of JSON. Sourced after load.sh.

# note NAME NUMBER: a figure of this fault alone.
note() {
    figures+=("$1" "$2")
}

# find_fault WORDS: what must not be; the fault goes on.
find_fault() {
    findings+=("$1")
}

# give_up WORDS: what makes the rest pointless.
give_up() {
    find_fault "$1"
    report || true
    exit 1
}

# By their names in the daemon's own report; only those that have counted.
note_counters() {
    local label count
    for label in received missed gone refused unsent unreadable receive-failed rebound; do
        count=$(counted "$label")
        ((count == 0)) || note "daemon_${label//-/_}" "$count"
    done
}

# Fails if the fault was not borne.
report() {
    note_counters
    report_json >>"$results"
    end_progress
    report_line
    ((${#findings[@]} == 0))
}

report_line() {
    local i
    printf '%-10s %s  sent %d, clamped %d, unclamped %d, lost %d in %d s; connections %d of %d, %d unclamped, %d sent a SYN again' \
        "$fault" "$(is_borne)" "${sent:-0}" "${clamped:-0}" "${unclamped:-0}" "${lost:-0}" "${load_seconds:-0}" \
        "${completed:-0}" "${opened:-0}" "${connections_unclamped:-0}" "${resent:-0}"
    for ((i = 0; i < ${#figures[@]}; i += 2)); do
        printf '%s %s %s' "$( ((i == 0)) && echo ';' || echo ,)" "${figures[i]//_/ }" "${figures[i + 1]}"
    done
    echo
    ((${#findings[@]} == 0)) || printf '           ! %s\n' "${findings[@]}"
}

is_borne() {
    if ((${#findings[@]} == 0)); then echo "borne "; else echo "FAILED"; fi
}

report_json() {
    local i
    printf '{"fault":"%s","borne":%s,"jdk":%d,"rate":%d,"seconds":%d,"sent":%d,"clamped":%d,"unclamped":%d,"lost":%d' \
        "$fault" "$([[ ${#findings[@]} == 0 ]] && echo true || echo false)" "$jdk" "${load_rate:-0}" "${load_seconds:-0}" \
        "${sent:-0}" "${clamped:-0}" "${unclamped:-0}" "${lost:-0}"
    printf ',"connections":%s' "${connections_json:-null}"
    for ((i = 0; i < ${#figures[@]}; i += 2)); do
        printf ',"%s":%s' "${figures[i]}" "${figures[i + 1]}"
    done
    printf ',"findings":['
    for ((i = 0; i < ${#findings[@]}; i++)); do
        ((i == 0)) || printf ','
        printf '"%s"' "$(plain "${findings[i]}")"
    done
    echo ']}'
}

# What may stand in a string of JSON as it is.
plain() { # WORDS
    printf '%s' "${1//[\"\\]/}" | tr '[:cntrl:]' ' ' | iconv -c -f UTF-8 -t UTF-8 || true
}
