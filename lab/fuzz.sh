#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Looks for input that breaks us: see usage below.
set -Eeuo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/packages.sh"
source "$root/lab/work.sh"

usage() {
    cat <<'USAGE'
Runs the fuzz tests, one after the other, each with octets that a coverage-guided fuzzer makes of those known.

  lab/fuzz.sh MINUTES [--seed N] [TARGET...]
  lab/fuzz.sh --list

  MINUTES   for all targets together, in equal shares; to start each takes some seconds more
  --seed N  of the fuzzer's choices: with the same, and no inputs of earlier runs, it begins with the same inputs; another
            each time if left out
  TARGET    a class, or CLASS.METHOD, of those that --list lists; all if left out

Builds what it needs. What the fuzzer learns stays in clamp-*/target/fuzz for the next run. Input that breaks a test is
copied to the inputs that every build replays, in clamp-*/src/test/resources, and named at the end: mend what it found, and
commit both. Ctrl-C stops it, and leaves nothing behind.

Exit codes: 0 nothing was found; 1 something was, or a target could not run; 64 usage.
USAGE
}

readonly modules=(clamp-core clamp-nfqueue clamp-cli)
problems=()

main() {
    [[ ${1-} != --help && ${1-} != -h ]] || { usage && exit; }
    find_targets
    [[ ${1-} != --list ]] || { list_targets && exit; }
    [[ ${1-} =~ ^[1-9][0-9]{0,4}$ ]] || die 64 "MINUTES: 1 to 99999, not ${1-none}; --help tells"
    minutes=$1 seed=''
    shift
    if [[ ${1-} == --seed ]]; then
        [[ ${2-} =~ ^[1-9][0-9]{0,8}$ ]] || die 64 "--seed: 1 to 999999999, not ${2-none}"
        seed=$2
        shift 2
    fi
    choose_targets "$@"

    require javac mvn
    # What a run left that was killed.
    abandoned fuzz | xargs -rd "\n" rm -rf
    make_work fuzz
    trap clean_up EXIT
    trap 'die 1 "failed: $BASH_COMMAND"' ERR
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM

    build
    run_targets
    report_problems
}

# Leaves in $targets a line "MODULE CLASS METHOD" for each fuzz test.
find_targets() {
    local module
    # shellcheck disable=SC2016 # what follows is awk
    targets=$(for module in "${modules[@]}"; do
        cd "$root/$module/src/test/java"
        # The method's name is on the first line behind the annotation that declares one.
        { grep -rl --include='*.java' '^ *@FuzzTest' . || true; } | sort | xargs -r awk -v module="$module" '
            /^ *@FuzzTest/ { waits = 1; next }
            waits && match($0, /void [A-Za-z0-9_]+\(/) {
                class = substr(FILENAME, 3, length(FILENAME) - 7)
                gsub("/", ".", class)
                print module, class, substr($0, RSTART + 5, RLENGTH - 6)
                waits = 0
            }'
    done)
}

list_targets() {
    awk '{ sub(/.*\./, "", $2); print $2 "." $3 }' <<<"$targets"
}

choose_targets() { # TARGET...
    (($# > 0)) || return 0
    local target named chosen=''
    for target; do
        named=$(those_named "$target")
        [[ -n $named ]] || die 64 "there is no target $target; --list tells"
        chosen+=$named$'\n'
    done
    targets=$(printf '%s' "$chosen" | awk '!seen[$0]++')
}

# Those of $targets that the class or method is.
those_named() { # TARGET
    local module class method
    while read -r module class method; do
        [[ $1 != "${class##*.}" && $1 != "${class##*.}.$method" ]] || echo "$module $class $method"
    done <<<"$targets"
}

build() {
    local list
    list=$(IFS=, && echo "${modules[*]}")
    say "building with Java $(java_version "$JAVA_HOME")"
    (cd "$root" && mvn -B -ntp -q -pl "$list" test-compile \
        dependency:build-classpath -Dmdep.outputFile=target/test-classpath -Dmdep.includeScope=test) >"$work/build" 2>&1 ||
        die 1 "the build failed: $(grep -m 15 ERROR "$work/build" || tail -n 15 "$work/build")"
}

run_targets() {
    local count share module class method number=0
    count=$(wc -l <<<"$targets")
    share=$((minutes * 60 / count))
    ((share > 0)) || share=1
    while read -r module class method; do
        number=$((number + 1))
        title="[$number of $count] ${class##*.}.$method"
        seconds_left=$(((count - number + 1) * share))
        run_target "$module" "$class" "$method" "$share"
    done <<<"$targets"
}

# Begins with the inputs in the resources, which it only reads, and with what earlier runs have learned, to which it adds.
run_target() { # MODULE CLASS METHOD SECONDS
    local directory=$root/$1/target/fuzz/$2/$3 log=$work/log status=0
    rm -rf "$directory/found"
    mkdir -p "$directory/corpus" "$directory/found" "$work/tmp"
    (
        cd "$root/$1"
        # Fits beside the builds of others; what takes more than that for one input is a finding.
        exec nice "$JAVA_HOME/bin/java" -Xmx600m -XX:+UseSerialGC -XX:+EnableDynamicAgentLoading \
            --enable-native-access=ALL-UNNAMED -Djdk.attach.allowAttachSelf=true -Djava.io.tmpdir="$work/tmp" \
            -cp "target/test-classes:target/classes:$(<target/test-classpath)" com.code_intelligence.jazzer.Jazzer \
            --target_class="$2" --target_method="$3" --instrumentation_includes='org.mssclamp.**' \
            --reproducer_path="$directory/found" -artifact_prefix="$directory/found/" -max_total_time="$4" \
            ${seed:+"-seed=$seed"} -timeout=60 -report_slow_units=60 -print_final_stats=1 "$directory/corpus"
    ) >"$log" 2>&1 </dev/null &
    fuzzer=$!
    follow "$log" "$4"
    wait "$fuzzer" || status=$?
    fuzzer=''
    tell "$title: $(summary "$log")"
    keep_found "$1" "$2" "$3" "$directory/found" || {
        ((status == 0)) && has_run "$log" || problems+=("${2##*.}.$3 could not run to its end, exit code $status:
$(grep -av '^INFO' "$log" | tail -n 20)")
    }
}

# Says how far it is until it has ended.
follow() { # LOG SECONDS
    local began=$SECONDS said=$SECONDS left
    while kill -0 "$fuzzer" 2>/dev/null; do
        pause 1
        [[ $(summary "$1") != starting ]] || began=$SECONDS
        left=$((seconds_left - (SECONDS - began < $2 ? SECONDS - began : $2)))
        if [[ -t 2 ]]; then
            printf '\r\033[K%.*s' "${COLUMNS:-120}" "$title: $(summary "$1"); $(clock "$left") left" >&2
        elif ((SECONDS - said >= 30)); then
            said=$SECONDS
            echo "$title: $(summary "$1"); $(clock "$left") left" >&2
        fi
    done
}

# What the fuzzer said last: "#4711 NEW cov: 12 ft: 34 corp: 5/6b ... exec/s: 789 ...".
summary() { # LOG
    grep -aE '^#[0-9]+' "$1" | tail -n 1 | awk '
        { sub(/^#/, "", $1); runs = $1
          for (i = 2; i < NF; i++) value[$i] = $(i + 1)
          split(value["corp:"], inputs, "/")
          printf "%d runs, %d in a second, coverage %d, %d inputs\n", runs, value["exec/s:"], value["cov:"], inputs[1] }
        END { if (NR == 0) print "starting" }' || true
}

has_run() { # LOG
    [[ $(summary "$1") == [1-9]*' runs, '* ]]
}

clock() { # SECONDS
    printf '%d:%02d min' $(($1 / 60)) $(($1 % 60))
}

# Copies what was found to the inputs that every build replays; fails if nothing was.
keep_found() { # MODULE CLASS METHOD FOUND
    local inputs=$root/$1/src/test/resources/${2//.//}Inputs/$3 file copied=1
    for file in "$4"/{crash,timeout,oom}-*; do
        [[ -e $file ]] || continue
        mkdir -p "$inputs"
        cp "$file" "$inputs/"
        problems+=("${2##*.}.$3 fails: ${inputs#"$root/"}/${file##*/}
$(grep -aE -A 8 -m 1 '^== Java Exception|^==[0-9]+== ERROR' "$work/log" || tail -n 8 "$work/log")")
        copied=0
    done
    return "$copied"
}

report_problems() {
    ((${#problems[@]} > 0)) || { say "nothing was found" && return; }
    printf 'fuzz.sh: %s\n' "${problems[@]}" >&2
    exit 1
}

say() {
    echo "== $*"
}

# tell WORDS: something to remember; does not go into the line of progress.
tell() {
    [[ ! -t 2 ]] || printf '\r\033[K' >&2
    echo "$1" >&2
}

# pause SECONDS: as sleep; a signal to this script is not kept waiting by it.
pause() {
    sleep "$1" &
    wait "$!" || true
}

clean_up() {
    trap '' HUP INT TERM # let it finish
    trap - ERR
    set +e
    [[ ! -t 2 ]] || printf '\r\033[K' >&2
    { jobs -p | xargs -r kill -KILL && wait; } 2>/dev/null
    rm -rf "$work"
    hand_back_build
}

main "$@"
exit
