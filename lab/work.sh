# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034
# A directory for what a run needs while it lasts. Sourced.

# make_work NAME: leaves it in $work.
make_work() {
    work=$(mktemp -d -t "mssclamp-$1-$$.XXXXXX")
    work=$(cd "$work" && pwd)
}

# abandoned NAME: prints those of runs that were killed, a line each.
abandoned() {
    local path pid
    for path in "${TMPDIR:-/tmp}/mssclamp-$1"-*.*; do
        pid=${path##*/"mssclamp-$1"-}
        pid=${pid%%.*}
        [[ ! $pid =~ ^[0-9]+$ || -d /proc/$pid ]] || echo "$path"
    done
}
