#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Measures how often mssclamp probe finds the exact path MTU: see usage below.
set -Eeuo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/packages.sh"
source "$root/lab/work.sh"

usage() {
    cat <<'USAGE'
Probes paths with an MTU of 1280, 1400, 1420, 1492, 1500 and 9000 octets, whose ICMP is answered, filtered or limited, which
lose 0, 1 and 10 % of packets, over IPv4 and IPv6, and prints how often the MTU found is exact, the time and the packets that took,
how often a trace names the hop that is silent, and what tracepath makes of the same path. With 100 runs or more it writes a summary
into docs/probe.md.

  sudo lab/probe.sh [--runs N] [--seed N]

  --runs N   in each of the 108 cases; 100 if left out, which takes some half an hour
  --seed N   for the packets that are lost; any if left out, and printed

Exit codes: 0 enough are exact, 99 of 100 at 1 % and 95 at 10 %; 1 they are not; 64 usage; 77 not root.
USAGE
}

runs=100 seed=''
while (($# > 0)); do
    case $1 in
        --help | -h) usage && exit ;;
        --runs) runs=${2-} && shift 2 ;;
        --seed) seed=${2-} && shift 2 ;;
        *) die 64 "unknown: $1; --help tells" ;;
    esac
done
[[ $runs =~ ^[1-9][0-9]{0,3}$ && $seed =~ ^[0-9]*$ ]] || die 64 "--runs wants 1 to 9999, --seed a number; --help tells"
((EUID == 0)) || die 77 "making network namespaces needs root: sudo lab/probe.sh"
require javac mvn ip nft tracepath

make_work probe
clean_up() {
    rm -rf "$work"
    hand_back_build
    [[ -z ${SUDO_UID-} ]] || chown "$SUDO_UID:${SUDO_GID-}" "$root/docs/probe.md"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Between the two lines of the page that name this script.
put_summary() {
    local page=$root/docs/probe.md
    sed -i -e "/^<!-- lab\/probe.sh: begin -->$/,/^<!-- lab\/probe.sh: end -->$/{
        /^<!-- lab\/probe.sh: begin -->$/r $work/summary
        /^<!-- lab\/probe.sh: /!d
    }" "$page"
}

echo "== building" >&2
(cd "$root" && mvn -B -ntp -q -pl clamp-core,clamp-nfqueue test-compile dependency:build-classpath \
    -Dmdep.outputFile=target/test-classpath -Dmdep.includeScope=test) >"$work/build" 2>&1 ||
    die 1 "the build failed: $(tail -n 15 "$work/build")"

cd "$root/clamp-nfqueue"
# The namespaces go with the process, however it ends.
status=0
"$JAVA_HOME/bin/java" -Xmx300m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -Dseed="$seed" \
    -cp "target/test-classes:target/classes:$(<target/test-classpath)" org.mssclamp.probe.ProbeTable "$runs" "$work/summary" || status=$?
((runs < 100 || status > 1)) || put_summary
exit "$status"
