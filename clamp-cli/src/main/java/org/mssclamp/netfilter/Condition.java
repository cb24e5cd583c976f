// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netfilter;

/** What a rule asks of a packet. */
interface Condition {
    Answer of(Probe probe);
}
