# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154
# A Debian 12 with a systemd of its own, as the gateway of the lab. Sourced after hosts.sh and processes.sh.
#
# Its tree is made once, and is only read then: what a machine writes lies above it, and goes with the machine.

readonly release=bookworm
readonly needed_on_machine=systemd,systemd-sysv,dbus,iproute2,iptables,libpcap0.8,procps,wireguard-tools,wireguard-go
readonly boot_limit=120 # seconds

# make_trees: in $cache, unless they are there: one without any Java, one with that of Debian.
make_trees() {
    local bare=$cache/$release java=$cache/$release-java
    mkdir -p "$cache"
    if [[ ! -e $bare/made ]]; then
        try_thrice bootstrap "$bare" ||
            die 1 "debootstrap failed, see $cache/log: $(tail -n 3 "$cache/log")"
        touch "$bare/made"
    fi
    if [[ ! -e $java/made ]]; then
        rm -rf "$java"
        mkdir "$java"
        cp -a "$bare/root" "$java/root"
        try_thrice install_java "$java" || die 1 "installing Java failed, see $cache/log: $(tail -n 3 "$cache/log")"
        touch "$java/made"
    fi
}

# It does not go on with what it has left half made.
bootstrap() { # TREE
    rm -rf "$1" &&
        mkdir "$1" &&
        debootstrap --variant=minbase --include="$needed_on_machine" "$release" "$1/root" ${DEBIAN_MIRROR:+"$DEBIAN_MIRROR"} \
            >"$cache/log" 2>&1
}

install_java() { # TREE
    systemd-nspawn --quiet -D "$1/root" --machine="mssclamp-$$" --register=no --keep-unit --console=pipe --setenv=DEBIAN_FRONTEND=noninteractive \
        sh -ec 'apt-get -q -o APT::Update::Error-Mode=any update; apt-get -q -y --no-install-recommends install default-jre-headless' \
        >"$cache/log" 2>&1 </dev/null
}

# lay_over TREE: what is written from now on below $machine lies over the tree, and goes with the machine.
lay_over() {
    local directory=$work/machine
    machine=$directory/root
    mkdir -p "$directory"/{upper,work,root}
    mount -t overlay overlay -o "lowerdir=$cache/$1/root,upperdir=$directory/upper,workdir=$directory/work" "$machine" ||
        give_up "cannot lay a directory over the tree"
    cp "$target"/*.deb "$machine/root/"
}

# boot TREE: the machine is the lab's gateway then.
boot() {
    lay_over "$1"
    local tunnels=()
    [[ ! -e /dev/net/tun ]] || tunnels=(--bind=/dev/net/tun)
    systemd-nspawn --quiet -D "$machine" --machine="$lab-machine" --boot --network-namespace-path="/run/netns/$lab-gateway" \
        --capability=CAP_NET_ADMIN --register=no --keep-unit --kill-signal=SIGRTMIN+3 --link-journal=no --console=pipe \
        "${tunnels[@]}" >"$work/console" 2>&1 </dev/null &
    container=$!
    wait_for "$boot_limit" has_booted || give_up "the machine did not boot: $(tail -n 3 "$work/console")"
}

has_booted() {
    ! has_gone "$container" || give_up "the machine has ended: $(tail -n 3 "$work/console")"
    first_process=$(pgrep -P "$container" | head -n 1)
    [[ -n $first_process ]] || return
    # Degraded, if units of its own cannot do in a container what they want to.
    [[ $(on_machine systemctl is-system-running 2>/dev/null) =~ ^(running|degraded)$ ]]
}

# on_machine COMMAND...: as root.
on_machine() {
    nsenter --target "$first_process" --mount --uts --ipc --net --pid -- env -i HOME=/root LC_ALL=C.UTF-8 \
        DEBIAN_FRONTEND=noninteractive PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"
}

# in_tree COMMAND...: as root, where no systemd runs, nothing may be configured of the network, and /tmp executes nothing.
in_tree() {
    systemd-nspawn --quiet -D "$machine" --machine="$lab-machine" --private-network --tmpfs=/tmp:mode=1777,noexec --register=no \
        --keep-unit --console=pipe --resolv-conf=off --timezone=off --setenv=DEBIAN_FRONTEND=noninteractive \
        --setenv=LC_ALL=C.UTF-8 "$@" </dev/null
}

power_off() {
    if [[ -n ${container-} ]]; then
        kill -s RTMIN+4 "$first_process" 2>/dev/null || true
        wait_for 60 has_gone "$container" || kill -KILL "$container" 2>/dev/null || true
        wait "$container" 2>/dev/null || true
        container=''
    fi
    if [[ -n ${machine-} ]]; then
        ! mountpoint -q "$machine" || umount "$machine"
        rm -rf "$work/machine"
        machine=''
    fi
}

# property NAME: of the daemon's unit.
property() {
    on_machine systemctl show --value --property "$1" mssclampd.service
}

is_active() {
    [[ $(property ActiveState) == active ]]
}

# journal [OPTION...]: what the daemon and systemd said of it.
journal() {
    on_machine journalctl --quiet --output=cat --unit=mssclampd.service "$@"
}

# What there is on a machine, but for what changes by itself and by any package: dpkg fills /var/backups at midnight.
readonly list_files='
    find / -xdev \( -path /proc -o -path /sys -o -path /dev -o -path /run -o -path /root -o -path /var/log -o -path /var/cache \
        -o -path /var/lib/dpkg -o -path /var/backups -o -path /var/lib/apt -o -path /var/lib/systemd -o -path "/etc/*-" -o -path /etc/.pwd.lock \) \
        -prune -o -print
    find /run /var/lib/systemd /tmp /var/tmp -name "*mssclamp*"
    getent passwd
    getent group'

inventory() {
    {
        on_machine sh -c "$list_files"
        on_machine systemctl list-unit-files --no-legend 'mssclamp*' || true # there may be none
        on_machine systemctl list-units --all --no-legend 'mssclamp*'
    } | sort
}
