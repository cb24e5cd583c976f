// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

/** Starts threads for parts of the daemon, and hears if one fails. */
interface PartThreads {
    /** Runs a part on a thread of this name. */
    Thread start(String name, Runnable part);
}
