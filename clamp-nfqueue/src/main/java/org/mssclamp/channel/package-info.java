// SPDX-License-Identifier: Apache-2.0
/**
 * Batches of messages in and out: the seam between protocol and kernel.
 *
 * <p>{@link NetlinkChannel} is a netlink socket as the protocols see it. In the daemon libc stands behind it; in tests
 * a scripted kernel does.
 */
@NullMarked
package org.mssclamp.channel;

import org.jspecify.annotations.NullMarked;
