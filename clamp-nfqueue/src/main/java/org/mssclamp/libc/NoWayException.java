// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.libc;

import java.util.Optional;
import org.mssclamp.channel.ErrnoException;
import org.mssclamp.netlink.Errno;
import org.mssclamp.probe.AddressText;
import org.mssclamp.probe.ProbeTarget;

/** No route leads to a target, or one that ends here: fib_props of the kernel says with which error each type of route does. */
public final class NoWayException extends ErrnoException {
    private static final long serialVersionUID = 1L;

    private NoWayException(ProbeTarget target, int errno, String reason) {
        super(attempt(target), errno, reason + ": " + command(target));
    }

    /** What a system call that sends to a target has failed by: a way that is none, or something else. */
    static ErrnoException of(ProbeTarget target, int errno) {
        Optional<String> reason = reason(target, errno);
        return reason.isPresent()
                ? new NoWayException(target, errno, reason.get())
                : new ErrnoException(attempt(target), errno, "is there a route?");
    }

    private static Optional<String> reason(ProbeTarget target, int errno) {
        return Optional.ofNullable(
                switch (errno) {
                    case Errno.EINVAL ->
                        target.address().isLinkLocalAddress() && target.via().isEmpty()
                                ? "a link-local address wants --via"
                                : "a route of type blackhole ends there";
                    case Errno.EACCES -> "a route of type prohibit ends there, or it is a broadcast address";
                    case Errno.EHOSTUNREACH -> "a route of type unreachable ends there";
                    case Errno.ENETUNREACH -> "no route leads there";
                    case Errno.EADDRNOTAVAIL -> "there is no address to send from";
                    default -> null;
                });
    }

    private static String attempt(ProbeTarget target) {
        return "find a way to " + AddressText.of(target.address());
    }

    /** That with which the operator sees the same. */
    private static String command(ProbeTarget target) {
        return "ip route get " + AddressText.of(target.address())
                + target.via().map(via -> " oif " + via).orElse("")
                + (target.mark() == 0 ? "" : " mark 0x" + Integer.toHexString(target.mark()));
    }

    @Override
    public boolean lacksPermission() {
        return false;
    }
}
