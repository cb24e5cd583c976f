#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Builds the packages twice, and shows that they are the same octet by octet and that lintian finds no error in them. The second
# build has another directory, umask, time zone, language and user's name:
#
#   sudo lab/dist.sh
#
# Installs what is missing; without root it says what that is. Leaves the packages in clamp-cli/target. Exit codes: 0 all is
# well; 1 they differ, or there is an error.
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/packages.sh"

main() {
    require javac mvn lintian
    work=$(mktemp -d -t mssclamp-dist.XXXXXX)
    trap 'rm -rf "$work"; hand_back_build' EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM

    local first=$work/first second="$work/and the second"
    build "$first" 022
    build "$second" 077 TZ=Pacific/Kiritimati LC_ALL=C LANG=C USER=another LOGNAME=another
    local package name
    for package in "$first"/clamp-cli/target/*.deb; do
        name=${package##*/}
        cmp "$package" "$second/clamp-cli/target/$name" || die 1 "two builds of $name differ"
        echo "the same in both builds: $name, $(sha256sum <"$package" | cut -c 1-64)"
        lintian --allow-root --fail-on error "$package" || die 1 "lintian finds errors in $name"
    done
    mkdir -p "$root/clamp-cli/target"
    cp "$first"/clamp-cli/target/*.deb "$root/clamp-cli/target/"
}

# build DIRECTORY UMASK [VARIABLE=VALUE...]: what git knows or would take, built there.
build() {
    local directory=$1 mask=$2
    shift 2
    mkdir "$directory"
    echo "building in $directory with Java $(java_version "$JAVA_HOME"), umask $mask${*:+, $*}"
    (
        umask "$mask"
        cd "$root"
        git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents --target-directory="$directory"
        cd "$directory"
        env "$@" mvn -B -ntp -q package -DskipTests -Pdist
    ) || die 1 "the build failed"
}

main "$@"
exit
