#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Shows a download that stalls for want of a clamp, and completes with it:
#
#   sudo ./demo.sh
#
# Installs what is missing, builds, lays out the network drawn in lab/network.sh, downloads 1 MB without mssclampd and
# with it, over IPv4 and IPv6, and takes everything down. Exit code 0: it stalled before and completed after; 1: it did not; 77: not root.
set -Eeuo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/lab/packages.sh"
source "$root/lab/network.sh"
source "$root/lab/mss.sh"

readonly octets=1000000 patience=5
readonly families=(IPv4 IPv6)
declare -rA server_at=([IPv4]=203.0.113.2 [IPv6]='[2001:db8:3::2]')
declare -rA firewall_of=([IPv4]=iptables [IPv6]=ip6tables)
declare -A outcome received seconds mss_at_server mss_at_client # by "FAMILY before" and "FAMILY after"
problems=()

main() {
    ((EUID == 0)) || die 77 "making network namespaces needs root: sudo ./demo.sh"
    require javac mvn ip iptables curl

    logs=$(mktemp -d -t mssclamp-demo.XXXXXX)
    trap clean_up EXIT
    trap 'die 1 "failed: $BASH_COMMAND"' ERR
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM

    build
    say "laying out the network: client, gateway, router, server; 1400 octets between gateway and router"
    lab_up demo
    start_server
    download_all before
    start_daemon
    download_all after
    stop_daemon
    report
}

say() {
    echo "== $*"
}

build() {
    say "building with Java $(java_version "$JAVA_HOME"), log in $logs/build"
    rm -rf "$root/clamp-cli/target/mssclamp" # may hold jars of an earlier version
    (cd "$root" && mvn -B package -DskipTests) 2>&1 | tee "$logs/build" | show_progress ||
        die 1 "the build failed: $(grep -m 15 ERROR "$logs/build" || tail -n 15 "$logs/build")"
}

show_progress() {
    local words files=0
    while read -ra words; do
        case "${words[*]}" in
            *'Downloaded from'*) ((++files % 100)) || echo "   $files files downloaded" ;;
            *'Building clamp-'*) echo "   ${words[*]:1}" ;;
        esac
    done
}

start_server() {
    become server "$JAVA_HOME/bin/java" "$root/lab/Server.java" 80 >"$logs/server" 2>&1 &
    local family
    for family in "${families[@]}"; do
        wait_for 60 fetch "$family" 1 >/dev/null ||
            die 1 "the lab's server does not answer over $family: $(cat "$logs/server")"
    done
    say "the server answers small requests over ${families[*]}"
}

# fetch FAMILY OCTETS: prints the octets received and the seconds taken.
fetch() {
    inside client curl -gs --noproxy '*' --max-time "$patience" -o "$logs/download" \
        -w '%{size_download} %{time_total}\n' "http://${server_at[$1]}/$2"
}

download_all() { # before|after
    watch_mss server
    watch_mss client
    local family
    for family in "${families[@]}"; do
        download "$family" "$1"
    done
}

download() { # FAMILY before|after
    local run="$1 $2" figures status=0
    figures=$(fetch "$1" "$octets") || status=$?
    read -r received["$run"] seconds["$run"] <<<"$figures"
    case $status in
        0) outcome[$run]=completed ;;
        28) outcome[$run]=stalled ;; # curl's word for --max-time
        *) outcome[$run]="curl exit $status" ;;
    esac
    mss_at_server[$run]=$(seen_mss server "${firewall_of[$1]}")
    mss_at_client[$run]=$(seen_mss client "${firewall_of[$1]}")
    say "download over $1 $2: ${outcome[$run]}, ${received[$run]} octets in ${seconds[$run]} s"
}

start_daemon() {
    say "starting mssclampd on the gateway, with the rules of lab/demo.yaml"
    local firewall
    for firewall in iptables ip6tables; do
        inside gateway "$firewall" -w -t mangle -A FORWARD -p tcp --tcp-flags SYN,RST SYN \
            -j NFQUEUE --queue-num 0 --queue-bypass || die 1 "this kernel takes no NFQUEUE rule from $firewall"
    done
    become gateway "$root/clamp-cli/target/mssclamp/bin/mssclampd" --socket off -c "$root/lab/demo.yaml" \
        2>"$logs/daemon" &
    daemon=$!
    wait_for 60 daemon_is_ready_or_gone || true
    daemon_is_ready || die 1 "mssclampd did not become ready: $(cat "$logs/daemon")"
}

daemon_is_ready() {
    grep -qsw ready "$logs/daemon"
}

daemon_is_gone() {
    ! kill -0 "$daemon" 2>/dev/null
}

daemon_is_ready_or_gone() {
    daemon_is_ready || daemon_is_gone
}

stop_daemon() {
    local status=0
    kill -TERM "$daemon"
    wait_for 30 daemon_is_gone || kill -KILL "$daemon"
    wait "$daemon" || status=$?
    ((status == 0)) || problems+=("mssclampd exited with $status on SIGTERM")
}

report() {
    say "what mssclampd said"
    sed 's/^/   /' "$logs/daemon"

    say "before and after"
    local row='   %-11s  %-9s  %9s  %7s  %-16s  %s\n'
    # shellcheck disable=SC2059
    printf "$row$row" '' '' octets seconds 'MSS that reached' 'MSS that reached' '' '' '' '' 'the server' 'the client'
    local family when run
    for family in "${families[@]}"; do
        for when in before after; do
            run="$family $when"
            # shellcheck disable=SC2059
            printf "$row" "$run" "${outcome[$run]}" "${received[$run]}" "$(printf %.3f "${seconds[$run]}")" \
                "${mss_at_server[$run]}" "${mss_at_client[$run]}"
        done
        [[ ${outcome["$family before"]} == stalled ]] || problems+=("over $family nothing stalled before")
        [[ ${outcome["$family after"]} == completed ]] || problems+=("over $family nothing completed after")
    done

    if ((${#problems[@]} == 0)); then
        say "it stalled without mssclampd, and completes with it"
    else
        printf 'demo.sh: %s\n' "${problems[@]}" >&2
        exit 1
    fi
}

clean_up() {
    trap '' HUP INT TERM # let it finish
    set +e
    lab_down
    rm -rf "$logs"
    hand_back_build
}

main
