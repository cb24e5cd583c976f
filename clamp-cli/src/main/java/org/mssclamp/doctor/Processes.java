// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds who has a socket. Not thread-safe. */
final class Processes {
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");
    private static final Pattern DAEMON =
            Pattern.compile("org[.]mssclamp[.]daemon[.]Mssclampd|.*/clamp-nfqueue-[^/]*[.]jar");

    private final Machine machine;
    /** One that has a socket is likely to have the next one. */
    private String daemon = "";

    Processes(Machine machine) {
        this.machine = machine;
    }

    /** The daemon, if it is one of those that have the socket; empty if we may look into none. */
    Optional<Owner> ownerOf(NetlinkSocketLine socket) {
        String wanted = "socket:[" + socket.inode() + "]";
        // The kernel takes the process ID for the first socket of a process.
        Optional<Owner> owner = Stream.of(daemon, Integer.toUnsignedString(socket.portId()))
                .flatMap(pid -> holder(pid, wanted).stream())
                .filter(Owner::isDaemon)
                .findFirst()
                .or(() -> any(wanted));
        daemon = owner.filter(Owner::isDaemon)
                .map(found -> Integer.toString(found.pid()))
                .orElse(daemon);
        return owner;
    }

    private Optional<Owner> any(String wanted) {
        return all().flatMap(pid -> holder(pid, wanted).stream())
                .min(Comparator.comparing((Owner owner) -> !owner.isDaemon())
                        .thenComparing(Comparator.comparingInt(Owner::pid).reversed()));
    }

    private Stream<String> all() {
        return machine.names("/proc").stream()
                .filter(name -> NUMBER.matcher(name).matches());
    }

    private Optional<Owner> holder(String pid, String wanted) {
        if (!NUMBER.matcher(pid).matches()) {
            return Optional.empty();
        }
        String directory = "/proc/" + pid + "/fd";
        boolean holds = machine.names(directory).stream()
                .anyMatch(number -> machine.link(directory + "/" + number)
                        .filter(wanted::equals)
                        .isPresent());
        return holds ? Optional.of(owner(Integer.parseInt(pid))) : Optional.empty();
    }

    private Owner owner(int pid) {
        List<String> name = machine.read("/proc/" + pid + "/comm").lines();
        return new Owner(pid, name.isEmpty() ? "a process" : name.get(0), isDaemon(pid));
    }

    private boolean isDaemon(int pid) {
        String words =
                String.join("\n", machine.read("/proc/" + pid + "/cmdline").lines());
        // The class path of those that only test it has the jar in a list of others.
        return Arrays.stream(words.split("\0", -1))
                .anyMatch(word -> DAEMON.matcher(word).matches());
    }
}
