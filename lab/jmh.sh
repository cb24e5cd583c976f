#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Measures every stage of the way of a packet, without a kernel, and what else a Java program could do instead:
#
#   lab/jmh.sh [JMH OPTIONS]
#
# In rounds, each of which runs every benchmark once; -f says how many. Prints the ratios, and leaves the results in
# clamp-bench/target/jmh.json. Wants clamp-bench/target/benchmarks.jar: mvn package -DskipTests
set -Eeuo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/packages.sh"

require javac
readonly target=$root/clamp-bench/target
[[ -e $target/benchmarks.jar ]] || die 66 "$target/benchmarks.jar is not there: build it by mvn package -DskipTests"

exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -cp "$target/benchmarks.jar" \
    org.mssclamp.bench.Comparison -rff "$target/jmh.json" "$@"
