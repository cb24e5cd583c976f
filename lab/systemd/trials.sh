# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154
# What the package is put through on the machine, one after the other. Sourced after machine.sh and load.sh.

readonly ipv4_limit=1360 ipv6_limit=1340

# configure LIMIT: as an administrator edits the file.
configure() {
    cat >"$machine/etc/mssclamp/mssclamp.yaml" <<YAML
version: 1
queues:
  - number: 0-1
    on-failure: hold
    max-length: 65536
rules:
  - name: all
    set-mss: { ipv4: $1, ipv6: $(($1 - 20)) }
YAML
}

# install PACKAGE: and nothing is started by it.
install() {
    inventory >"$work/before"
    on_machine sh -c "dpkg -i /root/$1_*.deb" >"$work/dpkg" 2>&1 || give_up "dpkg -i: $(tail -n 3 "$work/dpkg")"
    [[ $(property ActiveState) == inactive ]] || find_fault "it was started: $(property ActiveState)"
    [[ $(property UnitFileState) == disabled ]] || find_fault "it was enabled: $(property UnitFileState)"
    on_machine getent group mssclamp >/dev/null || find_fault "there is no group mssclamp"
    on_machine mssclamp check >"$work/check" 2>&1 || find_fault "mssclamp check: $(<"$work/check")"
    grep -q 'mode: observe' "$machine/etc/mssclamp/mssclamp.yaml" || find_fault "the configuration does more than observe"
    on_machine systemd-analyze verify --man=no mssclampd.service >"$work/verify" 2>&1 || find_fault "verify: $(<"$work/verify")"
    on_machine systemd-analyze security --threshold=15 mssclampd.service >"$work/security" ||
        find_fault "security: $(tail -n 1 "$work/security")"
}

trial_install() {
    install mssclamp
}

# start: with rules of the firewall, and with a class archive from the first start on.
start() {
    configure "$ipv4_limit"
    on_machine systemctl enable --quiet --now mssclampd 2>"$work/start" ||
        give_up "systemctl start: $(<"$work/start") $(journal | tail -n 3)"
    on_machine sh -ec 'mssclamp rules generate --backend iptables >/root/rules && sh -e /root/rules' >"$work/rules" 2>&1 ||
        give_up "the firewall took no rules: $(<"$work/rules")"
    local pid
    pid=$(property MainPID)
    on_machine grep -qE '/usr/lib/mssclamp/lib/mssclampd-.*\.(jsa|aot)' "/proc/$pid/maps" ||
        find_fault "the archive of classes is not used"
    on_machine grep -qx 'CapEff:.*0000000000001000' "/proc/$pid/status" || find_fault "it has not CAP_NET_ADMIN alone"
    ! on_machine grep -qx 'Uid:.*\b0\b.*' "/proc/$pid/status" || find_fault "it runs as root"
    [[ $(property StatusText) == *'2 queues'* ]] || find_fault "its status is \"$(property StatusText)\""
}

trial_start() {
    start
    carry_load 2
}

# carry_load SECONDS: all is clamped, and none is lost.
carry_load() {
    begin_load
    pause "$1"
    end_load
    require_all_clamped
}

trial_reload() {
    begin_load
    local limit
    for limit in 1350 1340 1330; do
        configure "$limit"
        on_machine systemctl reload mssclampd || find_fault "reload failed"
    done
    (($(journal | grep -c 'reloaded: ') == 3)) || find_fault "it did not reload three times: $(journal | tail -n 1)"
    echo 'rules: [' >"$machine/etc/mssclamp/mssclamp.yaml"
    ! on_machine systemctl reload mssclampd 2>/dev/null || find_fault "the reload of an erroneous file did not fail"
    is_active || find_fault "after a refused reload it does not run"
    configure "$ipv4_limit"
    on_machine systemctl reload mssclampd || find_fault "reload failed"
    pause 1
    end_load
    require_all_clamped
}

trial_restart() {
    begin_load
    local turn before
    for turn in 1 2 3 4 5; do
        before=$(property MainPID)
        on_machine systemctl reset-failed mssclampd
        on_machine systemctl restart mssclampd || find_fault "restart failed: $(journal | tail -n 1)"
        [[ $(property MainPID) != "$before" ]] || find_fault "it is the same process"
        pause 0.5
    done
    end_load
    require_all_clamped
}

trial_kill() {
    begin_load
    local turn
    for turn in 1 2 3; do
        end_main KILL
    done
    end_load
    require_all_clamped
}

# end_main SIGNAL: and wait for the successor.
end_main() {
    local before
    on_machine systemctl reset-failed mssclampd
    before=$(property NRestarts)
    on_machine systemctl kill --kill-who=main --signal="$1" mssclampd
    wait_for 40 has_restarted "$before" || give_up "it was not started anew: $(property ActiveState), $(journal | tail -n 2)"
}

has_restarted() { # NUMBER
    (($(property NRestarts) > $1)) && is_active
}

trial_watchdog() {
    begin_load
    end_main STOP
    pause 1
    end_load
    require_all_clamped
    journal >"$work/journal"
    grep -qi watchdog "$work/journal" || find_fault "the journal does not speak of a watchdog"
}

trial_upgrade() {
    local newer=$work/newer version=99.0
    dpkg-deb -R "$machine"/root/mssclamp_*.deb "$newer"
    sed -i "s/^Version: .*/Version: $version/" "$newer/DEBIAN/control"
    touch "$newer"/usr/lib/mssclamp/lib/*.jar # as those of another version
    dpkg-deb --root-owner-group -Zgzip -b "$newer" "$machine/root/newer.deb" >/dev/null
    rm -rf "$newer"

    local before
    before=$(property MainPID)
    begin_load
    # The archive is to be for the daemon as it is set up, not for the shell that upgrades.
    echo "MSSCLAMPD_JAVA_OPTS='-Xmx300m -Xms20m'" >>"$machine/etc/default/mssclamp"
    on_machine env JAVA_HOME=/nowhere dpkg -i /root/newer.deb >"$work/dpkg" 2>&1 || give_up "dpkg -i: $(tail -n 3 "$work/dpkg")"
    pause 1
    end_load
    require_all_clamped
    [[ $(on_machine dpkg-query -W --showformat="\${Version}" mssclamp) == "$version" ]] || find_fault "the version is not $version"
    is_active || find_fault "it does not run: $(journal | tail -n 1)"
    [[ $(property MainPID) != "$before" ]] || find_fault "the old version still runs"
    on_machine grep -qE 'lib/mssclampd-.*\.(jsa|aot)$' "/proc/$(property MainPID)/maps" ||
        find_fault "the archive of classes is not used"
}

# A Java that comes and goes is told to the package by dpkg.
trial_java() {
    local java=$work/java before verb
    mkdir -p "$java"/{DEBIAN,usr/lib/jvm/another}
    printf '%s\n' 'Package: another-java' 'Version: 1' 'Architecture: all' 'Maintainer: nobody <nobody@localhost>' \
        'Description: a Java' >"$java/DEBIAN/control"
    touch "$java/usr/lib/jvm/another/release"
    dpkg-deb --root-owner-group -Zgzip -b "$java" "$machine/root/java.deb" >/dev/null
    rm -rf "$java"

    before=$(property MainPID)
    for verb in '-i /root/java.deb' '-P another-java'; do
        on_machine touch /root/earlier
        # shellcheck disable=SC2086
        on_machine dpkg $verb >"$work/dpkg" 2>&1 || give_up "dpkg $verb: $(tail -n 3 "$work/dpkg")"
        (($(newer_archives) == 2)) || find_fault "after dpkg $verb $(newer_archives) archives of classes are new, not 2"
    done
    [[ $(property MainPID) == "$before" ]] || find_fault "the daemon was restarted"
}

# How many archives of classes have been made since /root/earlier.
newer_archives() {
    on_machine find /usr/lib/mssclamp/lib \( -name '*.jsa' -o -name '*.aot' \) -newer /root/earlier | wc -l
}

# By dpkg nothing passes unclamped meanwhile; apt removes the one before it has the other.
trial_exchange() {
    local configuration
    configuration=$(<"$machine/etc/mssclamp/mssclamp.yaml")
    begin_load
    exchange_for mssclamp-bundled dpkg -i
    pause 1
    end_load
    require_all_clamped
    exchange_for mssclamp apt-get -q -y install
    on_machine dpkg -P mssclamp-bundled >"$work/dpkg" 2>&1 || give_up "dpkg -P: $(tail -n 3 "$work/dpkg")"
    [[ $(<"$machine/etc/mssclamp/mssclamp.yaml") == "$configuration" ]] || find_fault "the configuration is another"
    on_machine getent group mssclamp >/dev/null || find_fault "the group is gone"
    is_active || find_fault "it does not run"
    require_recovery
}

exchange_for() { # PACKAGE COMMAND...
    local before
    before=$(property MainPID)
    on_machine sh -c "${*:2} /root/$1_*.deb" >"$work/exchange" 2>&1 || give_up "${*:2} $1: $(tail -n 3 "$work/exchange")"
    is_active || find_fault "with $1 it does not run"
    [[ $(property MainPID) != "$before" ]] || find_fault "with $1 it is the same process"
    [[ $(property UnitFileState) == enabled ]] || find_fault "with $1 it is $(property UnitFileState)"
}

# purge PACKAGE: with the daemon running; it leaves nothing.
purge() {
    on_machine sh -ec 'mssclamp rules generate --backend iptables --remove >/root/rules && sh -e /root/rules' >"$work/rules" 2>&1 ||
        find_fault "the firewall kept its rules: $(<"$work/rules")"
    on_machine dpkg -P "$1" >"$work/dpkg" 2>&1 || give_up "dpkg -P: $(tail -n 3 "$work/dpkg")"
    ! grep -i warning "$work/dpkg" >"$work/warnings" || find_fault "$(head -n 1 "$work/warnings")"
    inventory >"$work/after"
    require_as_before
}

require_as_before() {
    local left
    left=$(diff "$work/before" "$work/after" | sed -n 's/^[<>]/&/p' | head -n 5 | tr '\n' ',') || true
    [[ -z $left ]] || find_fault "is not as before: $left"
}

trial_purge() {
    purge mssclamp
}

trial_bundled() {
    power_off
    boot "$release"
    ! on_machine sh -c 'command -v java' >/dev/null || give_up "there is a Java on the machine"
    install mssclamp-bundled
    start
    carry_load 2
    on_machine systemctl restart mssclampd || find_fault "restart failed: $(journal | tail -n 1)"
    local verb
    echo 'iptables -t mangle -A FORWARD -o wg0 -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1360' >"$machine/root/imported"
    for verb in check 'presets wireguard --json' 'explain --from 192.0.2.1 --to 198.51.100.2 --out lan' \
        'rules export --backend nft' 'import --json /root/imported' 'status --json' health 'reload --dry-run'; do
        # shellcheck disable=SC2086
        on_machine mssclamp $verb >"$work/verb" 2>&1 || find_fault "mssclamp $verb: $(tail -n 1 "$work/verb")"
    done
    look_at_top
    purge mssclamp-bundled
}

# Keys are heard, and the terminal is given back.
look_at_top() {
    local keyboard screen=$work/screen viewer
    mkfifo "$work/keys"
    on_machine TERM=xterm script -qec 'stty rows 24 cols 80; mssclamp top --interval 0.3; echo "ended $?"; stty -a | tr ";" "\n"; echo over' \
        /dev/null <"$work/keys" >"$screen" 2>&1 &
    viewer=$!
    exec {keyboard}>"$work/keys"
    wait_for 30 grep -q 'sorted by rate' "$screen" || find_fault "top draws no table: $(tail -n 1 "$screen")"
    printf n >&"$keyboard"
    wait_for 10 grep -q 'sorted by name' "$screen" || find_fault "top does not hear a key"
    printf q >&"$keyboard"
    wait_for 10 grep -q '^over' "$screen" || find_fault "top does not end at q: $(tail -n 1 "$screen")"
    grep -q 'ended 0' "$screen" || find_fault "top does not end well: $(grep ended "$screen")"
    exec {keyboard}>&-
    stop "$viewer"
    local setting
    for setting in icanon echo icrnl; do
        grep -qE "(^| )$setting( |.\$|\$)" "$screen" || find_fault "the terminal is left without $setting"
    done
}

# As in an image being built.
trial_plain() {
    power_off
    lay_over "$release"
    in_tree sh -c "$list_files" 2>>"$work/console" | sort >"$work/before"
    # shellcheck disable=SC2016
    in_tree sh -exc '
        [ ! -d /run/systemd/system ]
        dpkg -i /root/mssclamp-bundled_*.deb
        ls /usr/lib/mssclamp/lib/mssclamp-*.[ja][so]* /usr/lib/mssclamp/lib/mssclampd-*.[ja][so]*
        mssclamp check
        mssclampd --check
        systemctl --quiet enable mssclampd.service
        [ -L /etc/systemd/system/multi-user.target.wants/mssclampd.service ]
        dpkg -r mssclamp-bundled
        dpkg -i /root/mssclamp-bundled_*.deb
        mssclamp check
        dpkg -P mssclamp-bundled' >"$work/plain" 2>&1 || find_fault "$(tail -n 3 "$work/plain" | tr '\n' ' ')"
    ! grep -iE 'warning|will take longer' "$work/plain" >"$work/warnings" || find_fault "$(head -n 1 "$work/warnings")"
    in_tree sh -c "$list_files" 2>>"$work/console" | sort >"$work/after"
    require_as_before
    power_off
}

# What the README tells a new user to type, on a gateway that has a WireGuard tunnel already.
trial_readme() {
    power_off
    boot "$release"
    wireguard_up
    inventory >"$work/before"
    see_mss 'mssclamp does not run' 1460
    sed -n '/^## From the package to a clamped WireGuard gateway/,/^## /p' "$root/README.md" |
        awk '/^ *```sh$/ { in_code = 1; next } /^ *```$/ { in_code = 0 } in_code' | sed 's/^ *//; s/sudo //g' >"$machine/root/readme.sh"
    [[ -s $machine/root/readme.sh ]] || give_up "the README has no such section"
    on_machine sh -exc 'cd /root && . ./readme.sh' >"$work/readme" 2>&1 || give_up "what the README says fails: $(tail -n 3 "$work/readme")"
    see_mss 'the README was followed' 1380
    purge mssclamp-bundled
}

# From the machine to the server, over the road; the MTU is what wg-quick finds.
wireguard_up() {
    local own peers
    own=$(wg genkey)
    peers=$(wg genkey)
    mkdir -p "$machine/etc/wireguard"
    cat >"$machine/etc/wireguard/wg0.conf" <<CONF
[Interface]
PrivateKey = $own
Address = 10.8.0.1/24
MTU = 1420
[Peer]
PublicKey = $(wg pubkey <<<"$peers")
Endpoint = 198.19.0.2:51820
AllowedIPs = 10.8.0.0/24
CONF
    chmod 600 "$machine/etc/wireguard/wg0.conf"
    become server wireguard-go --foreground wg0 >"$work/wireguard" 2>&1 &
    wait_for 10 inside server wg show wg0 >/dev/null 2>&1 || give_up "wireguard-go does not run: $(<"$work/wireguard")"
    inside server wg set wg0 listen-port 51820 private-key /dev/stdin peer "$(wg pubkey <<<"$own")" \
        allowed-ips 10.8.0.1/32,198.18.0.1/32 <<<"$peers"
    ip -n "$lab-server" link set wg0 mtu 1420 up
    ip -n "$lab-server" address add 10.8.0.2/24 dev wg0
    ip -n "$lab-server" route add 198.18.0.1/32 dev wg0
    ip -n "$lab-client" route add 10.8.0.0/24 via 198.18.0.2
    on_machine wg-quick up wg0 >"$work/wg-quick" 2>&1 || give_up "wg-quick: $(tail -n 2 "$work/wg-quick")"
}

# What MSS comes out of the tunnel, and that connections come about.
see_mss() { # WHEN EXPECTED
    local seen connector status=0
    watch_mss server
    become client "$programs/connections" --port "$connections_port" --limit 1380 10.8.0.2 >"$work/connections" &
    connector=$!
    pause 2
    finish "$connector" || status=$?
    seen=$(seen_mss server iptables)
    [[ $seen == "$2" ]] || find_fault "when $1 the MSS behind the tunnel is $seen, not $2"
    (($(field completed <"$work/connections") > 0)) || find_fault "when $1 no connection comes about"
}
