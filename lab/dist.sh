#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Builds the packages twice, and shows that they are the same octet by octet, that lintian finds no error in them, and that
# what they hold is understood by those it is for: man, bash, zsh, systemd. The second build has another directory, umask, time
# zone, language and user's name:
#
#   sudo lab/dist.sh [--quick]
#
#   --quick    builds none, but looks at the packages that are there
#
# Installs what is missing; without root it says what that is. Leaves the packages in clamp-cli/target. Exit codes: 0 all is
# well; 1 they differ, or there is an error; 64 usage; 66 no packages.
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/packages.sh"

readonly target=$root/clamp-cli/target
readonly exposure_limit=15 # tenths

main() {
    (($# == 0)) || [[ $# == 1 && $1 == --quick ]] || die 64 "what is $*? There is --quick"
    require javac mvn lintian man bash zsh systemd-analyze
    work=$(mktemp -d -t mssclamp-dist.XXXXXX)
    trap 'rm -rf "$work"; hand_back_build' EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM

    (($# > 0)) || build_twice
    local package
    for package in mssclamp mssclamp-bundled; do
        compgen -G "$target/${package}_*.deb" >/dev/null || die 66 "there is no $package: mvn package -DskipTests -Pdist"
    done
    for package in "$target"/*.deb; do
        lintian --allow-root --fail-on error "$package" || die 1 "lintian finds errors in ${package##*/}"
        look_into "$package"
    done
}

build_twice() {
    local first=$work/first second="$work/and the second" package name
    build "$first" 022
    build "$second" 077 TZ=Pacific/Kiritimati LC_ALL=C LANG=C USER=another LOGNAME=another
    for package in "$first"/clamp-cli/target/*.deb; do
        name=${package##*/}
        cmp "$package" "$second/clamp-cli/target/$name" || die 1 "two builds of $name differ"
        echo "the same in both builds: $name, $(sha256sum <"$package" | cut -c 1-64)"
    done
    mkdir -p "$target"
    rm -f "$target"/*.deb
    cp "$first"/clamp-cli/target/*.deb "$target/"
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

# look_into PACKAGE: what is in it, not what it was made of.
look_into() {
    local held page program link
    held=$work/$(basename "$1" .deb)
    dpkg-deb -x "$1" "$held"
    for page in man8/mssclampd.8 man8/mssclamp.8 man5/mssclamp.yaml.5; do
        MANROFFSEQ='' man --warnings -E UTF-8 -l -Tutf8 "$held/usr/share/man/$page.gz" >"$work/page" 2>"$work/said" ||
            die 1 "$page: man fails: $(<"$work/said")"
        [[ ! -s $work/said ]] || die 1 "$page: man says: $(<"$work/said")"
        # Bold is a letter over itself.
        sed -i 's/.\x08//g' "$work/page"
        grep -q 'SEE ALSO' "$work/page" || die 1 "$page renders as nothing"
    done
    bash -n "$held/usr/share/bash-completion/completions/mssclamp"
    zsh -n "$held/usr/share/zsh/vendor-completions/_mssclamp"
    systemd-analyze security --offline=yes --threshold="$exposure_limit" "$held/usr/lib/systemd/system/mssclampd.service" \
        >"$work/said" 2>&1 || die 1 "the unit is too exposed: $(tail -n 1 "$work/said")"
    for program in mssclamp mssclampd; do
        link=$held/usr/bin/$program
        [[ -x $link && $(readlink "$link") == ../lib/* ]] || die 1 "/usr/bin/$program leads nowhere"
        [[ $(JAVA_HOME=$JAVA_HOME "$link" --version) == *"$program"* ]] || die 1 "$program as packaged does not start"
    done
    echo "man, bash, zsh and systemd take what is in ${1##*/}, and its programs start"
}

main "$@"
exit
