// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.firewall;

import org.mssclamp.config.QueueNumbers;

/**
 * The rule that hands SYNs to the daemon.
 *
 * @param queues of more than one the kernel chooses by the two addresses
 * @param bypass whether SYNs go on while no daemon has bound the queue; without it they are dropped
 */
public record Feed(QueueNumbers queues, boolean bypass) {}
