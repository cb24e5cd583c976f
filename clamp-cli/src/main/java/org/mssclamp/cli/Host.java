// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import org.mssclamp.config.Gateway;
import org.mssclamp.daemon.StartException;
import org.mssclamp.route.PathTrace;
import org.mssclamp.rule.Interface;

/** The machine on which a command runs, as far as rules depend on it. */
interface Host {
    /** What makes rules unwise here. */
    Gateway gateway();

    /** The interface of this name; without an index if there is none. */
    Interface interfaceNamed(String name) throws StartException;

    /** Asks this machine's routes. */
    PathTrace trace() throws StartException;
}
