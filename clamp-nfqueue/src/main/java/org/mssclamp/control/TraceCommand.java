// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.control;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.mssclamp.config.FormatException;
import org.mssclamp.nfqueue.QueueWorker;
import org.mssclamp.trace.SynExplainer;
import org.mssclamp.trace.Trace;
import org.mssclamp.trace.TraceRequest;

/** {@code trace}: each SYN as the workers decide it, until there is enough. */
public final class TraceCommand implements ControlCommand {
    /** So that others can still ask the daemon. */
    private static final int MOST_AT_ONCE = 4;

    private final Supplier<List<QueueWorker>> workers;
    private final SynExplainer explainer = new SynExplainer();

    /** Traces those workers that there are at each moment. */
    public TraceCommand(Supplier<List<QueueWorker>> workers) {
        this.workers = workers;
    }

    @Override
    public String verb() {
        return "trace";
    }

    @Override
    public String synopsis() {
        return TraceRequest.SYNOPSIS;
    }

    @Override
    public String description() {
        return "each SYN as the workers decide it: the rules tried, MSS and checksum before and after";
    }

    @Override
    public Permission permission() {
        return Permission.READ;
    }

    @Override
    public Duration limit() {
        return TraceRequest.LONGEST.plusMinutes(1);
    }

    @Override
    public int mostAtOnce() {
        return MOST_AT_ONCE;
    }

    @Override
    public void answer(ControlRequest request, ControlAnswer answer) throws ControlException, IOException {
        new Trace(parse(request), workers, explainer).run(text -> {
            answer.text(text);
            answer.flush();
        });
    }

    private static TraceRequest parse(ControlRequest request) throws ControlException {
        try {
            return TraceRequest.parse(request.arguments(), request.json());
        } catch (FormatException refused) {
            String hint = refused.hint().map(line -> "\nhint: " + line).orElse("");
            throw new ControlException(RefusalCode.USAGE, "trace: " + refused.getMessage() + hint);
        }
    }
}
