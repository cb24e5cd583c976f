# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154
# Says what is going on and how long it will take: one line that changes on a terminal, a line for each step elsewhere.

# plan_progress PLAN: lines of "ROUND SECONDS ...", the seconds being a guess.
plan_progress() {
    steps=$(wc -l <<<"$1")
    step=1
    seconds_planned=$(awk '{ sum += $2 } END { print sum }' <<<"$1")
    seconds_done=0
    progress_began=$SECONDS
}

# progress WORDS: what is being done from now on.
progress() {
    local left=$((seconds_planned - seconds_done)) elapsed=$((SECONDS - progress_began))
    # What was planned for and what it took tell of the rest.
    ((seconds_done < 30)) || left=$((left * elapsed / seconds_done))
    local line
    line=$(printf '[%3d of %d] %s; %d:%02d min left' "$step" "$steps" "$1" $((left / 60)) $((left % 60)))
    if [[ -t 2 ]]; then
        printf '\r\033[K%.*s' "${COLUMNS:-120}" "$line" >&2
    else
        echo "$line" >&2
    fi
}

progress_made() { # SECONDS
    step=$((step + 1))
    seconds_done=$((seconds_done + $1))
}

end_progress() {
    [[ ! -t 2 ]] || printf '\r\033[K' >&2
}

# pause SECONDS: as sleep; a signal to this script is not kept waiting by it.
pause() {
    sleep "$1" &
    wait "$!"
}

# tell WORDS: something to remember; does not go into the line of progress.
tell() {
    end_progress
    echo "$1" >&2
}
