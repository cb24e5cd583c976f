// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mssclamp.channel.ErrnoException;
import org.mssclamp.config.QueueSettings;
import org.mssclamp.nfqueue.BindException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a reload has done to queues so far, so that it can be undone. For the daemon's main thread. */
final class QueueReload {
    private static final Logger LOG = LoggerFactory.getLogger(QueueReload.class);

    private final List<LiveQueue> added = new ArrayList<>();
    private final Map<LiveQueue, QueueSettings> formerSettings = new LinkedHashMap<>();

    /** Those that are new, bound or yet to be. */
    List<LiveQueue> added() {
        return added;
    }

    /** Will bind it, or give it up. */
    void add(LiveQueue queue) {
        added.add(queue);
    }

    void bindAdded() throws BindException {
        for (LiveQueue queue : added) {
            queue.bind();
        }
    }

    /** Gives a queue these settings; if they are others than it has, it is then to be started again. */
    void change(LiveQueue queue, QueueSettings next) throws BindException, InterruptedException {
        if (!next.equals(queue.settings())) {
            formerSettings.put(queue, queue.settings());
            queue.change(next);
        }
    }

    /** Gives up what was added, and gives the others back their settings. */
    void undo() throws InterruptedException {
        for (Map.Entry<LiveQueue, QueueSettings> former : formerSettings.entrySet()) {
            try {
                former.getKey().change(former.getValue());
            } catch (BindException | ErrnoException refused) {
                // Its worker will go on as long as it has the queue, and bind it again if not.
                LOG.warn("queue {}: {}", former.getKey().number(), refused.getMessage());
            }
        }
        for (LiveQueue queue : added) {
            queue.giveUp();
            queue.awaitEnd();
        }
    }
}
