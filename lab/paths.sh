#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Measures what the path of a forwarded packet costs, known and asked of the kernel:
#
#   sudo lab/paths.sh [JMH OPTIONS]
#
# Lays out a gateway in a network namespace, with two links and a route, and runs the benchmark of look-ups in it. No
# packet is sent. Wants clamp-bench/target/benchmarks.jar: mvn package -DskipTests
set -Eeuo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/packages.sh"

readonly namespace=mssclamp-$$-paths

in_namespace() {
    ip netns exec "$namespace" "$@"
}

gateway_up() {
    ip netns add "$namespace"
    ip -n "$namespace" link set lo up
    in_namespace sysctl -qw net.ipv4.ip_forward=1
    local link number near far
    for link in 1:in0:far0 2:out0:far1; do
        IFS=: read -r number near far <<<"$link"
        ip -n "$namespace" link add "$near" type veth peer name "$far"
        ip -n "$namespace" link set "$far" up
        ip -n "$namespace" link set "$near" up
        ip -n "$namespace" address add "10.0.$number.1/24" dev "$near"
    done
    ip -n "$namespace" route add 64.0.2.0/24 via 10.0.2.2 dev out0 mtu 1400
}

((EUID == 0)) || die 77 "making a network namespace needs root: sudo lab/paths.sh"
require javac ip
readonly jar=$root/clamp-bench/target/benchmarks.jar
[[ -e $jar ]] || die 66 "$jar is not there: build it by mvn package -DskipTests"

trap 'ip netns del "$namespace" 2>/dev/null || true' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
gateway_up
# From 10.0.1.5 to 64.0.2.1 and the addresses behind it.
in_namespace "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -jar "$jar" PathBenchmark -prof gc \
    -p in=in0 -p out=out0 -p from=0x0A000105 -p to=0x40000201 "$@"
