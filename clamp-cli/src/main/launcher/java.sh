# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# Finds the Java that runs us. Sourced, by the launchers and by the build scripts.

oldest_java=17

# java_version HOME: the feature version of the Java in HOME, as its release file has it.
java_version() {
    [ -r "$1/release" ] && sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# find_java TOOL [OWN]: prints the home of the first Java that is new enough and has bin/TOOL: java, or javac for a JDK.
# OWN is where a Java of our own lies, if we have one; that is it then. Else JAVA_HOME, where set, is the only candidate: an
# explicit choice is used or refused, never replaced.
find_java() {
    tool=$1
    if [ -n "${2-}" ] && [ -x "$2/bin/$tool" ]; then
        echo "$2"
        return
    elif [ -n "${JAVA_HOME-}" ]; then
        set -- "$JAVA_HOME"
    else
        on_path=$(command -v "$tool") && on_path=$(readlink -f "$on_path")
        set -- ${on_path:+"${on_path%/bin/*}"} /usr/lib/jvm/*
    fi

    looked_at=
    for home; do
        version=$(java_version "$home")
        if [ -x "$home/bin/$tool" ] && [ "${version:-0}" -ge "$oldest_java" ]; then
            echo "$home"
            return
        fi
        looked_at="$looked_at${looked_at:+, }$home (${version:-no Java})"
    done
    echo "${0##*/}: needs $tool of Java $oldest_java or later; looked at ${JAVA_HOME:+JAVA_HOME=}$looked_at" >&2
    return 69 # EX_UNAVAILABLE
}

# find_native LIB: prints where the native part of JNA for this machine lies; nothing if it has to be unpacked from its jar.
find_native() {
    native=$1/native/linux-$(uname -m | tr _ -)
    [ ! -d "$native" ] || echo "$native"
}

# name_archive PROGRAM OPTIONS: leaves in $archive the file with the loaded classes of a program, in $archives what the names of
# all its files for this Java begin with, and in $use_archive and $make_archive the options of Java for it. An archive of other
# jars, another Java or other options is passed over: its name says what it was made of. Wants $lib and $java_home.
# shellcheck disable=SC2034,SC2154
name_archive() {
    made_of=$({
        echo "$2"
        stat -Lc '%n %s %Y' "$lib"/*.jar "$java_home/lib/modules"
    } | cksum | cut -d ' ' -f 1)
    archives=$lib/$1-$(echo "${java_home##*/}" | tr -c '[:alnum:].\n' -)
    if [ "$(java_version "$java_home")" -ge 25 ]; then
        archive=$archives-$made_of.aot use_archive=-XX:AOTCache make_archive=-XX:AOTCacheOutput
    else
        archive=$archives-$made_of.jsa use_archive=-XX:SharedArchiveFile make_archive=-XX:ArchiveClassesAtExit
    fi
}

# rehearse ARGUMENTS...: runs the function java with these, and keeps the archive that it leaves. Ends the shell.
# shellcheck disable=SC2034,SC2154
rehearse() {
    new=$(mktemp -u "$lib/rehearsal.XXXXXX") && : >"$new" || exit 77 # EX_NOPERM; mktemp or the shell has said why
    trap 'rm -f "$new"*' EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
    archive_option=$make_archive=$new
    said=$(java "$@" 2>&1) || {
        status=$?
        echo "$said" >&2
        exit "$status"
    }
    echo "$said" | grep -E ' (WARN|ERROR) ' >&2
    set +f
    chmod 0444 "$new" && mv -f "$new" "$archive" || exit 71 # EX_OSERR
    for other in "$archives"-*.jsa "$archives"-*.aot; do
        [ "$other" = "$archive" ] || rm -f "$other"
    done
    echo "made $archive"
    exit
}
