// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.trace;

import org.mssclamp.nfqueue.RecordedSyn;
import org.mssclamp.status.RuleStatus.Moment;

/** Explains SYNs one at a time, whoever asks: an explanation of many rules takes much room. For any thread. */
public final class SynExplainer {
    /** Lines for people, or with {@code json} a document on one line. */
    synchronized String explain(RecordedSyn recorded, boolean json) {
        TracedSyn traced = TracedSyn.of(recorded, Moment.now().instant(recorded.receivedNs()));
        return json ? new TraceJson(traced).render() : new TraceText(traced).render();
    }
}
