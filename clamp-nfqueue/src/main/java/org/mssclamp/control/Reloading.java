// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.control;

import java.util.concurrent.CompletableFuture;

/** Reads the configuration again. For any thread. */
public interface Reloading {
    /** Puts it into force, or refuses to; the daemon's main thread does so when it comes to it. */
    CompletableFuture<ReloadReport> reload();

    /** Says what that would come to, as far as the text tells, and touches nothing. */
    ReloadReport dryRun();
}
