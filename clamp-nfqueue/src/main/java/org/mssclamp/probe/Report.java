// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.probe;

import java.net.InetAddress;

/**
 * ICMP's word that a packet was too big, which anyone may have sent.
 *
 * @param mtu it names, in octets; 0 if it names none
 */
public record Report(InetAddress from, int mtu) {}
