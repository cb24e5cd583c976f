# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# Finds the Java that runs us. Sourced, by the launchers and by the build scripts.

oldest_java=17

# java_version HOME: the feature version of the Java in HOME, as its release file has it.
java_version() {
    [ -r "$1/release" ] && sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# find_java TOOL: prints the home of the first Java that is new enough and has bin/TOOL: java, or javac for a JDK.
# JAVA_HOME, where set, is the only candidate: an explicit choice is used or refused, never replaced.
find_java() {
    tool=$1
    if [ -n "${JAVA_HOME-}" ]; then
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
