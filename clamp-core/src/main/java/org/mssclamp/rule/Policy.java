// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

/**
 * What holds for every packet, whichever rule decides it.
 *
 * @param dropsMalformed whether a SYN with a malformed TCP header is dropped, as the kernel does, and not accepted
 * @param clampsTcpAo whether SYNs signed with TCP-AO are clamped; that breaks the MAC unless the key excludes options
 */
public record Policy(boolean dropsMalformed, boolean clampsTcpAo) {
    /** Accepts malformed packets and leaves TCP-AO alone. */
    public static final Policy DEFAULT = new Policy(false, false);
}
