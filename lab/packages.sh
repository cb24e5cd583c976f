# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Gets this machine ready to build and to run the lab. Sourced; names the repository in $root.

export LC_ALL=C.UTF-8 # figures and messages are read by these scripts
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=../clamp-cli/src/main/launcher/java.sh
source "$root/clamp-cli/src/main/launcher/java.sh"

# Where programs lie that we unpack from their packages, and do not install.
unpacked=$root/lab/.unpacked

# The Debian package of each command, header or library we may ask for. The one of javac depends on the release.
declare -rA package_of=(
    [ansible-playbook]=ansible-core
    [chromium]=chromium
    [curl]=curl
    [debootstrap]=debootstrap
    [gcc]=gcc
    [ip]=iproute2
    [iperf3]=iperf3
    [iptables]=iptables
    [keepalived]=keepalived
    [libnetfilter_queue/libnetfilter_queue.h]=libnetfilter-queue-dev
    [libpcap]=libpcap0.8
    [lintian]=lintian
    [man]=man-db
    [mvn]=maven
    [nft]=nftables
    [nmap]=nmap
    [openssl]=openssl
    [openvpn]=openvpn
    [ping]=iputils-ping
    [python3]=python3
    [shellcheck]=shellcheck
    [socat]=socat
    [stdio.h]=libc6-dev
    [systemd-analyze]=systemd
    [systemd-nspawn]=systemd-container
    [taskset]=util-linux
    [tcpdump]=tcpdump
    [tracepath]=iputils-tracepath
    [tshark]=tshark
    [wg]=wireguard-tools
    [wireguard-go]=wireguard-go
    [zsh]=zsh
)

die() { # STATUS MESSAGE
    echo "${0##*/}: $2" >&2
    exit "$1"
}

# try_thrice COMMAND...: a mirror of packages may fail for a moment.
try_thrice() {
    local seconds
    for seconds in 5 30; do
        "$@" && return
        echo "${0##*/}: $1 failed; it is tried again in $seconds s" >&2
        sleep "$seconds"
    done
    "$@"
}

# require COMMAND|HEADER...: installs what is missing, and leaves in JAVA_HOME a JDK that can build us.
require() {
    PATH=$PATH:/usr/sbin:/sbin:$unpacked # where iptables lies, and where few users look
    local need missing=()
    for need; do
        is_present "$need" || missing+=("$need")
    done
    ((${#missing[@]} == 0)) || install_packages_of "${missing[@]}"
    JAVA_HOME=$(find_java javac) || exit
    export JAVA_HOME
}

is_present() { # COMMAND|HEADER|LIBRARY
    case $1 in
        libpcap) ldconfig -p | grep -q 'libpcap\.so' ;;
        javac) [[ -n ${JAVA_HOME-} ]] || find_java javac &>/dev/null ;;
        *.h) [[ -e /usr/include/$1 ]] ;;
        *) command -v "$1" >/dev/null ;;
    esac
}

install_packages_of() { # COMMAND|HEADER...
    ((EUID == 0)) || die 77 "$* missing: install by hand, or run me as root"
    command -v apt-get >/dev/null || die 1 "$* missing, and no apt-get to install it with: install by hand"

    export DEBIAN_FRONTEND=noninteractive
    echo "missing: $*; updating the package lists (apt)"
    # It would call half of the lists a success.
    try_thrice apt-get -qq -o APT::Update::Error-Mode=any update || echo "continuing with the package lists there are"

    local need packages=()
    for need; do
        if [[ $need == promtool ]]; then
            unpack_promtool
        else
            packages+=("${package_of[$need]-$(jdk_package)}")
        fi
    done
    ((${#packages[@]} > 0)) || return 0
    echo "installing: ${packages[*]} (apt)"
    # A machine just booted may still be busy upgrading itself: wait for its lock.
    try_thrice apt-get -qq -y --no-install-recommends -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=600 \
        install "${packages[@]}" >/dev/null ||
        die 1 "apt-get could not install ${packages[*]}"
}

# Its package is that of the whole of Prometheus, which would be a service that runs and listens once it is installed.
unpack_promtool() {
    local directory result=0
    directory=$(mktemp -d -t mssclamp-promtool.XXXXXX)
    echo "unpacking: promtool, from prometheus (apt)"
    (
        cd "$directory" &&
            try_thrice apt-get -qq -o APT::Sandbox::User=root download prometheus &&
            dpkg-deb --fsys-tarfile prometheus_*.deb | tar -x ./usr/bin/promtool &&
            install -D -t "$unpacked" usr/bin/promtool
    ) || result=$?
    rm -rf "$directory"
    ((result == 0)) || die 1 "apt-get could not download prometheus"
}

jdk_package() {
    local preferred=openjdk-$oldest_java-jdk-headless
    if apt-get -qq --simulate install "$preferred" &>/dev/null; then
        echo "$preferred"
    else
        echo default-jdk-headless
    fi
}

# jdk_home VERSION: the JDK named by JAVA17_HOME and the like, else the first of that version in /usr/lib/jvm.
jdk_home() {
    local chosen=JAVA$1_HOME home
    for home in "${!chosen-}" "$JAVA_HOME" /usr/lib/jvm/*"$1"*; do
        [[ -x $home/bin/javac && $(java_version "$home") == "$1" ]] || continue
        echo "$home"
        return
    done
    return 1
}

# hand_back_build: gives what root has built or measured under sudo to the user who called sudo.
hand_back_build() {
    [[ -n ${SUDO_UID-} ]] || return 0
    find "$root" -maxdepth 2 \( -name target -o -path "$root/docs/performance.*" \) -exec chown -R "$SUDO_UID:${SUDO_GID-}" {} +
}
