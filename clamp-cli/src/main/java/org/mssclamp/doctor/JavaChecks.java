// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.mssclamp.doctor.Machine.JavaRuntime;

/** Of the Java that runs us, and the daemon. */
final class JavaChecks {
    private static final String DELETED = " (deleted)";
    private static final Pattern ARCHIVE = Pattern.compile("mssclampd-.*[.](jsa|aot)");

    private JavaChecks() {}

    /** The daemon's is still the one that is installed. */
    static Finding version(Facts facts) {
        Optional<Owner> daemon = facts.daemon();
        if (daemon.isPresent()) {
            Optional<String> program =
                    facts.machine().link("/proc/" + daemon.get().pid() + "/exe");
            if (program.isPresent() && program.get().endsWith(DELETED)) {
                return Finding.warn(
                        daemon.get() + " runs a Java that was replaced: "
                                + program.get().substring(0, program.get().length() - DELETED.length()),
                        Cures.RESTART);
            }
        }
        JavaRuntime java = facts.machine().java();
        return Finding.ok("Java " + java.version() + " in " + java.home());
    }

    /** What calls the kernel loads. */
    static Finding nativePart(Facts facts) {
        return facts.machine()
                .nativeFailure()
                .map(failure -> Finding.fail(
                        "the native part of JNA does not load, as from a directory mounted noexec: "
                                + failure.lines().findFirst().orElse(""),
                        Cures.advice(
                                "in /etc/default/mssclamp, name by -Djna.tmpdir=DIRECTORY in MSSCLAMP_JAVA_OPTS and"
                                        + " MSSCLAMPD_JAVA_OPTS a directory of root that allows programs")))
                .orElse(Finding.ok("the native part of JNA loads"));
    }

    /** The daemon has its classes from one. */
    static Finding classArchive(Facts facts) throws UnseenException {
        Machine machine = facts.machine();
        String library =
                machine.library().orElseThrow(() -> new UnseenException("this is not run from a directory of jars"));
        Owner daemon = facts.daemon().orElseThrow(() -> new UnseenException("no daemon is to be seen"));
        List<String> mapped = machine.read("/proc/" + daemon.pid() + "/maps")
                .text()
                .lines()
                .map(line -> line.substring(line.lastIndexOf('/') + 1))
                .toList();
        if (mapped.stream().anyMatch(name -> ARCHIVE.matcher(name).matches())) {
            return Finding.ok(daemon + " has its classes from an archive");
        }
        boolean isReplaced = mapped.stream()
                .filter(name -> name.endsWith(DELETED))
                .map(name -> name.substring(0, name.length() - DELETED.length()))
                .anyMatch(name -> ARCHIVE.matcher(name).matches());
        if (isReplaced) {
            return Finding.ok(daemon + " has its classes from an archive that was made anew since");
        }
        String launcher = library.replaceFirst("/[^/]*$", "") + "/bin/mssclampd";
        return Finding.warn(
                daemon + " has its classes from no archive, and started the slower",
                Cures.command(Cures.quoted(launcher) + " --rehearse -c "
                        + Cures.quoted(facts.configured().file()) + " && systemctl restart mssclampd"));
    }
}
