// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Signs of life of one thread: it beats, any other may look. */
public final class Pulse {
    private static final VarHandle BEATS = beatsHandle();

    private long beats;
    private volatile @Nullable Thread thread;

    private static VarHandle beatsHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(Pulse.class, "beats", long.class);
        } catch (ReflectiveOperationException missing) {
            throw new ExceptionInInitializerError(missing);
        }
    }

    /** The calling thread is the one that beats from now on. */
    void begin() {
        thread = Thread.currentThread();
    }

    void beat() {
        // One writer: only a store that readers see whole and in the end.
        BEATS.setOpaque(this, beats + 1);
    }

    /** Nobody beats any more. */
    void end() {
        thread = null;
    }

    /** Whose signs these are; empty before its begin and after its end. */
    public Optional<Thread> thread() {
        return Optional.ofNullable(thread);
    }

    /** How often it has beaten. */
    public long beats() {
        return (long) BEATS.getOpaque(this);
    }
}
