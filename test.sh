#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Builds mssclamp and runs every test, with the JDK in JAVA_HOME or the first one found:
#
#   sudo ./test.sh [maven arguments]
#   sudo JAVA_HOME=/usr/lib/jvm/temurin-25-jdk-amd64 ./test.sh -pl clamp-core
#
# The tests against the kernel need root, and make network namespaces of their own. Without root they are skipped, and
# say so; MSSCLAMP_REQUIRE_KERNEL_TESTS=1 makes a skip of theirs a failure.
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/lab/packages.sh"

needed=(javac mvn libpcap)
((EUID != 0)) || needed+=( # the tests against the kernel need them
    ansible-playbook chromium curl ip iperf3 iptables keepalived nft nmap
    openssl openvpn ping promtool python3 socat tcpdump tshark wg wireguard-go
)
require "${needed[@]}"
trap hand_back_build EXIT

((EUID == 0)) || echo "not root: the tests against the kernel will be skipped"
echo "testing with Java $(java_version "$JAVA_HOME") in $JAVA_HOME"
cd "$root"
mvn -B -ntp "$@" verify
