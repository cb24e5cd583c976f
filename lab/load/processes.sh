# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154
# The processes of the live benchmark and of the soak: programs in C, the daemon, and how each ends. Sourced after hosts.sh.

readonly layout=$root/clamp-cli/target/mssclamp

# compile FILE.c... [-lLIBRARY...]: into $programs.
compile() {
    local argument sources=() libraries=(-pthread)
    for argument; do
        case $argument in
            -l*) libraries+=("$argument") ;;
            *) sources+=("$argument") ;;
        esac
    done
    mkdir -p "$programs"
    for argument in "${sources[@]}"; do
        gcc -std=c11 -D_GNU_SOURCE -O2 -Wall -Wextra -Werror -I "$root/lab/load" \
            -o "$programs/$(basename "$argument" .c)" "$argument" "${libraries[@]}"
    done
}

# rehearse_copy DIRECTORY JAVA-HOME CONFIGURATION: a copy of the daemon with an archive of its classes, for the build is the
# user's.
rehearse_copy() {
    cp -a "$layout" "$1"
    JAVA_HOME=$2 "$1/bin/mssclampd" --rehearse -c "$3" >"$work/rehearsal.log" 2>&1 ||
        die 1 "mssclampd cannot rehearse: $(<"$work/rehearsal.log")"
}

# What else the machine does shall disturb little. All that this script starts inherits this. Where the kernel groups processes by
# session, niceness counts within the group alone, so the group is given it, too.
go_first() {
    renice -n -15 -p $$ >/dev/null
    session_nice=$(sed -n 's/.* nice //p' /proc/$$/autogroup 2>/dev/null) || true
    [[ -z $session_nice ]] || echo -15 >/proc/$$/autogroup
}

go_as_before() {
    [[ -z ${session_nice-} ]] || echo "$session_nice" >/proc/$$/autogroup
}

# stop PID: a job of this script.
stop() {
    kill -TERM "$1" 2>/dev/null || true
    kill -CONT "$1" 2>/dev/null || true # it may be stopped, and would not hear
    wait_for 10 has_gone "$1" || kill -KILL "$1" 2>/dev/null || true
    wait "$1" 2>/dev/null || true
}

# finish PID: a job that ends by SIGTERM, and reports; fails if it did.
finish() {
    kill -TERM "$1" 2>/dev/null || true
    wait "$1"
}

has_gone() { # PID
    ! kill -0 "$1" 2>/dev/null
}
