// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import org.mssclamp.config.OnFailure;
import org.mssclamp.config.QueueSettings;
import org.mssclamp.counter.Counters;
import org.mssclamp.netlink.Errno;
import org.mssclamp.nfqueue.BindException.Reason;

/** How a session comes by its queue, and by the settings of that. Used by one thread at a time, that of the session. */
final class QueuePossession {
    private final int queueNumber;
    private final QueueSession session;
    private final int maxLength;
    private final boolean failOpen;
    private final Counters<QueueEvent> events;

    QueuePossession(int queueNumber, QueueSettings settings, QueueSession session, Counters<QueueEvent> events) {
        this.queueNumber = queueNumber;
        this.session = session;
        this.events = events;
        maxLength = QueueLimits.of(settings).length();
        failOpen = settings.onFailure() != OnFailure.DROP;
    }

    /** Binds the queue. */
    void bind() throws BindException {
        session.beginAnew();
        long received = received();
        int errno = session.request(
                sequence -> QueueRequest.bind(queueNumber, sequence, QueueSession.COPY_RANGE, maxLength, failOpen));
        // EBUSY: it is ours already; the answer that said so was lost.
        check(errno == Errno.EBUSY ? 0 : errno, received);
    }

    /** Takes the queue, with all that it holds, from a predecessor that bound it by the same socket; binds it if it did not. */
    void takeOver() throws BindException {
        session.ids().beginAnywhere();
        if (configured()) {
            requeueOrphans();
        } else {
            bind();
        }
    }

    /** Puts into the queue again what the kernel holds, but has told of to the predecessor alone. */
    private void requeueOrphans() {
        if (session.ids().hasFirst()) {
            // Messages come in the order of their ids: what is held below the first was told of before.
            requeueUpTo(session.ids().first() - 1);
            return;
        }
        // No message waits. That of a packet that comes meanwhile is in vain; there will be another.
        PacketIds.LAST.forEach(this::requeueUpTo);
    }

    private void requeueUpTo(int lastId) {
        session.send(sequence -> QueueRequest.requeue(queueNumber, sequence, lastId));
    }

    /** Configures the queue, bound by the same socket; binds it if it was lost. */
    void configure() throws BindException {
        if (!configured()) {
            bind();
        }
    }

    private boolean configured() throws BindException {
        long received = received();
        int errno = session.request(sequence ->
                QueueRequest.configure(queueNumber, sequence, QueueSession.COPY_RANGE, maxLength, failOpen));
        if (errno == Errno.ENODEV) {
            return false;
        }
        check(errno, received);
        return true;
    }

    private long received() {
        return events.count(QueueEvent.RECEIVED);
    }

    /** Throws unless the kernel did what it was asked for; before, so many packets had been received. */
    private void check(int errno, long receivedBefore) throws BindException {
        switch (errno) {
            case 0 -> {}
            case QueueSession.UNANSWERED -> {
                // An answer is lost if the buffer is full; but then it is full of our packets.
                if (received() == receivedBefore) {
                    throw new BindException(queueNumber, Reason.FAILED, "the kernel does not answer");
                }
            }
            case Errno.EPERM -> throw refusal();
            case Errno.EINVAL, Errno.EOPNOTSUPP ->
                throw new BindException(
                        queueNumber,
                        Reason.NOT_SUPPORTED,
                        "this kernel has no nfnetlink_queue (" + Errno.name(errno)
                                + "); load it with: modprobe nfnetlink_queue");
            default -> throw new BindException(queueNumber, Reason.FAILED, Errno.name(errno));
        }
    }

    /** EPERM has two causes; a request that only asks for the privilege tells which it is. */
    private BindException refusal() {
        if (session.request(QueueRequest::checkPrivilege) != Errno.EPERM) {
            return new BindException(
                    queueNumber,
                    Reason.TAKEN,
                    "another process has it (EPERM, though CAP_NET_ADMIN is there); its netlink port ID, most often its"
                            + " process ID, is in the second column of /proc/net/netfilter/nfnetlink_queue");
        }
        return new BindException(
                queueNumber,
                Reason.NOT_PERMITTED,
                "CAP_NET_ADMIN is missing (EPERM); run as root, or give the capability to the service");
    }
}
