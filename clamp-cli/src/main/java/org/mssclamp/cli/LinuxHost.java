// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mssclamp.channel.ErrnoException;
import org.mssclamp.config.Gateway;
import org.mssclamp.daemon.ExitCode;
import org.mssclamp.daemon.StartException;
import org.mssclamp.doctor.LinuxMachine;
import org.mssclamp.doctor.Machine;
import org.mssclamp.libc.InterfaceIndex;
import org.mssclamp.libc.KernelProbes;
import org.mssclamp.libc.NetlinkSocket;
import org.mssclamp.libc.NoWayException;
import org.mssclamp.netlink.Errno;
import org.mssclamp.probe.PathProbe;
import org.mssclamp.probe.ProbeClock;
import org.mssclamp.probe.ProbePlan;
import org.mssclamp.probe.ProbeResult;
import org.mssclamp.probe.ProbeTarget;
import org.mssclamp.route.Links;
import org.mssclamp.route.PathTrace;
import org.mssclamp.route.RoutePaths;
import org.mssclamp.route.Routes;

/** This machine, asked by netlink when something of it is needed. Not thread-safe. */
final class LinuxHost implements Host {
    private @Nullable Routes routes;

    @Override
    public Gateway gateway() {
        return new LinuxGateway();
    }

    @Override
    public Machine machine() {
        return new LinuxMachine(Path.of("/"));
    }

    @Override
    public Links links() throws StartException {
        return ask(() -> routes().links());
    }

    @Override
    public RoutePaths paths() throws StartException {
        return ask(() -> routes().paths());
    }

    @Override
    public PathTrace trace() throws StartException {
        return ask(() -> routes().trace());
    }

    @Override
    public ProbeResult probe(ProbeTarget target, ProbePlan plan, Consumer<String> progress) throws StartException {
        try {
            return new PathProbe(new KernelProbes(), target, plan, ProbeClock.SYSTEM, new Random(), progress).run();
        } catch (NoWayException noWay) {
            throw new StartException(ExitCode.UNAVAILABLE, "cannot " + noWay.getMessage());
        } catch (ErrnoException refused) {
            throw new StartException(exitCode(refused), "cannot " + refused.getMessage());
        } catch (UnsatisfiedLinkError unloadable) {
            throw unloadable(unloadable);
        }
    }

    private static ExitCode exitCode(ErrnoException refused) {
        if (refused.lacksPermission()) {
            return ExitCode.NO_PERMISSION;
        }
        boolean isInterfaceMissing = refused.errno() == Errno.ENODEV;
        return isInterfaceMissing ? ExitCode.UNAVAILABLE : ExitCode.SYSTEM;
    }

    private Routes routes() {
        Routes known = routes;
        if (known == null) {
            known = new Routes(NetlinkSocket::forRoutes, InterfaceIndex::name);
            known.list();
            routes = known;
        }
        return known;
    }

    private static <T> T ask(Callable<T> question) throws StartException {
        try {
            return question.call();
        } catch (ErrnoException refused) {
            throw new StartException(ExitCode.SYSTEM, "cannot ask the kernel for routes: " + refused.getMessage());
        } catch (UnsatisfiedLinkError unloadable) {
            throw unloadable(unloadable);
        } catch (Exception defect) {
            throw new IllegalStateException(defect);
        }
    }

    private static StartException unloadable(UnsatisfiedLinkError cause) {
        return new StartException(
                ExitCode.SYSTEM,
                "cannot load the native part of JNA: " + cause.getMessage()
                        + "; if its directory is mounted noexec, name another by"
                        + " MSSCLAMP_JAVA_OPTS=-Djna.tmpdir=DIR");
    }
}
