// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.function.Consumer;
import org.mssclamp.config.Gateway;
import org.mssclamp.daemon.StartException;
import org.mssclamp.doctor.Machine;
import org.mssclamp.probe.ProbePlan;
import org.mssclamp.probe.ProbeResult;
import org.mssclamp.probe.ProbeTarget;
import org.mssclamp.route.Links;
import org.mssclamp.route.PathTrace;
import org.mssclamp.route.RoutePaths;

/** The machine on which a command runs, as far as rules depend on it. */
interface Host {
    /** What makes rules unwise here. */
    Gateway gateway();

    /** What {@code doctor} looks at. */
    Machine machine();

    /** Its interfaces. */
    Links links() throws StartException;

    /** Asks this machine's routes as a worker does. */
    RoutePaths paths() throws StartException;

    /** Asks this machine's routes for one packet. */
    PathTrace trace() throws StartException;

    /** Probes the path from this machine to another; {@code progress} is told what it is at. */
    ProbeResult probe(ProbeTarget target, ProbePlan plan, Consumer<String> progress) throws StartException;
}
