#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Installs the built packages on a Debian 12 with systemd, and does to the daemon what administrators do: see usage below.
set -Eeuo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/packages.sh"
source "$root/lab/work.sh"
source "$root/lab/hosts.sh"
source "$root/lab/mss.sh"
source "$root/lab/load/processes.sh"
source "$root/lab/load/progress.sh"
source "$root/lab/load/road.sh"
source "$root/lab/soak/load.sh"
source "$root/lab/systemd/machine.sh"
source "$root/lab/systemd/trials.sh"

readonly target=$root/clamp-cli/target programs=$root/clamp-bench/target/systemd/programs
readonly rate=3000

# Each with the seconds that it takes, and what it is.
readonly -A trials=(
    [install]="15 install mssclamp, which starts nothing"
    [start]="10 start it, hand it SYNs, clamp them"
    [reload]="10 reload under load, and refuse a broken file"
    [restart]="20 restart five times under load"
    [kill]="10 SIGKILL three times under load"
    [watchdog]="25 SIGSTOP under load, until systemd ends it"
    [java]="15 install another Java and remove it, for which archives of classes are made anew"
    [exchange]="25 exchange mssclamp for mssclamp-bundled under load, and back"
    [upgrade]="15 upgrade under load"
    [purge]="5 purge it, which leaves nothing"
    [bundled]="35 mssclamp-bundled on a machine without Java: install, start, clamp, top, purge"
    [plain]="30 mssclamp-bundled where no systemd runs and /tmp is noexec: install, enable, remove, purge"
    [readme]="25 from the package to a clamped WireGuard gateway, as the README says"
)
readonly all_trials=(install start reload restart kill watchdog java exchange upgrade purge bundled plain readme)

usage() {
    cat <<USAGE
Shows that the packages work on Debian 12 with systemd: a container is the gateway, clients and servers are beside it.

  sudo lab/systemd.sh [--quick] [--cache DIRECTORY]

$(for name in "${all_trials[@]}"; do printf '  %-10s %s\n' "$name" "${trials[$name]#* }"; done)

  --quick            up to restart, and purge
  --cache DIRECTORY  of the container's files, 1 GB, made once and kept; /var/cache/mssclamp-lab if left out

Wants the packages: mvn package -DskipTests -Pdist. Installs what is missing; the first time it downloads a Debian, from
DEBIAN_MIRROR, or from where debootstrap itself looks. Prints a line for each trial. Ctrl-C stops it, and leaves nothing but the cache.

Exit codes: 0 all went well; 1 something did not; 64 usage; 66 no packages; 77 not root.
USAGE
}

main() {
    read_options "$@"
    ((EUID == 0)) || die 77 "containers need root: sudo lab/systemd.sh"
    local package
    for package in mssclamp mssclamp-bundled; do
        compgen -G "$target/${package}_*.deb" >/dev/null || die 66 "there is no $package: mvn package -DskipTests -Pdist"
    done
    require ip iptables nft gcc stdio.h debootstrap systemd-nspawn wg wireguard-go

    make_work systemd
    trap clean_up EXIT
    trap 'die 1 "failed: $BASH_COMMAND"' ERR
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM

    [[ -e $cache/$release-java/made ]] || tell "making the trees in $cache, once; this takes some minutes"
    make_trees
    compile "$root"/lab/load/{generator,sink}.c "$root/lab/soak/connections.c"
    soak_road_up systemd
    sweep_work
    boot "$release-java"
    go_all
}

read_options() {
    cache=/var/cache/mssclamp-lab chosen=("${all_trials[@]}")
    while (($#)); do
        case $1 in
            --help | -h)
                usage
                exit
                ;;
            --quick) chosen=(install start reload restart purge) ;;
            --cache)
                [[ -n ${2-} ]] || die 64 "--cache wants a directory"
                cache=$2
                shift
                ;;
            *) die 64 "what is $1? --help tells" ;;
        esac
        shift
    done
}

go_all() {
    local name plan='' bad=0
    for name in "${chosen[@]}"; do
        plan+="1 ${trials[$name]%% *} $name"$'\n'
    done
    plan_progress "${plan%$'\n'}"
    for name in "${chosen[@]}"; do
        progress "${trials[$name]#* }"
        fault=$name findings=() sent='' opened=''
        "trial_$name"
        report
        ((${#findings[@]} == 0)) || bad=$((bad + 1))
        progress_made "${trials[$name]%% *}"
    done
    end_progress
    ((bad == 0)) || die 1 "$bad of ${#chosen[@]} trials did not go well"
    tell "all went well: ${chosen[*]}"
}

find_fault() { # WORDS
    findings+=("$1")
}

# give_up WORDS: what makes the rest pointless.
give_up() {
    find_fault "$1"
    report
    exit 1
}

report() {
    end_progress
    printf '%-8s %s' "$fault" "$(if ((${#findings[@]} == 0)); then echo 'ok    '; else echo FAILED; fi)"
    [[ -z $sent ]] || printf '  sent %d, clamped %d, unclamped %d, lost %d' "$sent" "$clamped" "$unclamped" "$lost"
    [[ -z $opened ]] || printf '; connections %d of %d, %d unclamped' "$completed" "$opened" "$connections_unclamped"
    echo
    ((${#findings[@]} == 0)) || printf '         ! %s\n' "${findings[@]}"
}

# What a run left that was killed: its files, below which a machine's tree may still be mounted. The machine itself has gone
# with its network.
sweep_work() {
    local path
    abandoned systemd | while read -r path; do
        ! mountpoint -q "$path/machine/root" || umount "$path/machine/root" || continue
        rm -rf "$path"
    done
}

clean_up() {
    trap '' HUP INT TERM # let it finish
    trap - ERR
    set +e
    end_progress
    [[ -z ${lab-} ]] || power_off
    jobs -p | xargs -r kill 2>/dev/null
    lab_down
    rm -rf "$work"
    hand_back_build
}

main "$@"
exit
