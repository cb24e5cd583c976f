// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import org.mssclamp.config.ParseResult;
import org.mssclamp.libc.InterfaceIndex;
import org.mssclamp.libc.KernelProbes;
import org.mssclamp.libc.NetlinkSocket;
import org.mssclamp.libc.NotifySocket;
import org.mssclamp.libc.ThreadAffinity;
import org.mssclamp.route.Routes;
import org.mssclamp.supervisor.HandedOver;
import org.mssclamp.supervisor.Supervisor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The daemon's main program. */
public final class Mssclampd {
    private static final Logger LOG = LoggerFactory.getLogger(Mssclampd.class);

    private Mssclampd() {}

    /** Ends the process with a number of {@link ExitCode}. */
    public static void main(String[] arguments) {
        System.exit(run(arguments).code());
    }

    /** What {@code --help} prints. */
    public static String usage() {
        return CommandLine.USAGE;
    }

    private static ExitCode run(String... arguments) {
        try {
            CommandLine line = CommandLine.parse(arguments);
            return switch (line.task()) {
                case SERVE -> serve(line);
                case CHECK -> check(line);
                case REHEARSE -> rehearse(line);
                case VERSION -> print("mssclampd " + Version.CURRENT);
                case HELP -> print(CommandLine.USAGE);
            };
        } catch (StartException refused) {
            LOG.error("{}", refused.getMessage());
            return refused.exitCode();
        } catch (UnsatisfiedLinkError unloadable) {
            LOG.error(
                    "cannot load the native part of JNA: {}; if its directory is mounted noexec, name another by"
                            + " MSSCLAMPD_JAVA_OPTS=-Djna.tmpdir=DIR",
                    unloadable.getMessage());
            return ExitCode.SYSTEM;
        } catch (OutOfMemoryError full) {
            LOG.error(
                    "memory is short: {}; give Java more by MSSCLAMPD_JAVA_OPTS, or name fewer queues",
                    full.getMessage());
            return ExitCode.SYSTEM;
        } catch (InterruptedException | RuntimeException | LinkageError defect) {
            LOG.error("this is a defect in mssclampd; please report it", defect);
            return ExitCode.SOFTWARE;
        }
    }

    private static Daemon daemon(CommandLine line) {
        long pid = ProcessHandle.current().pid();
        Supervisor supervisor = Supervisor.of(System.getenv(), pid, NotifySocket::open, System::nanoTime);
        return new Daemon(
                new ConfigFile(line.config()),
                line.observe() || !changesPackets(),
                new QueueSockets(NetlinkSocket::forQueue, NetlinkSocket::adopt, HandedOver.parse(System.getenv(), pid)),
                new Routes(NetlinkSocket::forRoutes, InterfaceIndex::name),
                new Processors(ThreadAffinity::cpus, ThreadAffinity::pin),
                supervisor,
                new Watchdog(Runtime.getRuntime()::halt, supervisor::alive),
                new ControlListener(line.socket()),
                new KernelProbes());
    }

    /** Whether what we change would arrive. */
    private static boolean changesPackets() {
        String uidMap = String.join("\n", ProcFile.of("self/uid_map").lines());
        String release = System.getProperty("os.version", "");
        switch (ChangedPackets.of(uidMap, release)) {
            case TAKEN -> {}
            case TAKEN_YET -> LOG.debug("this is a user namespace; from Linux 7.1 on, nothing could be changed in it");
            case DROPPED -> {
                LOG.warn(
                        "this is a user namespace, in which Linux {} drops packets that were changed: observing only;"
                                + " to clamp, run the daemon in the first user namespace",
                        release);
                return false;
            }
        }
        return true;
    }

    private static ExitCode serve(CommandLine line) throws StartException, InterruptedException {
        Daemon daemon = daemon(line);
        Signals.handle("HUP", daemon::hangUp);
        Signals.handle("TERM", daemon::stop);
        Signals.handle("INT", daemon::giveUp);
        return daemon.run();
    }

    private static ExitCode rehearse(CommandLine line) throws StartException {
        daemon(line).rehearse();
        return ExitCode.OK;
    }

    private static ExitCode check(CommandLine line) throws StartException {
        ConfigFile file = new ConfigFile(line.config());
        file.doubts().forEach(System.err::println);
        ParseResult result = file.parse();
        result.problems().forEach(problem -> System.err.println(problem));
        return result instanceof ParseResult.Accepted ? print(line.config() + ": ok") : ExitCode.CONFIG;
    }

    private static ExitCode print(String text) {
        System.out.println(text);
        return ExitCode.OK;
    }
}
