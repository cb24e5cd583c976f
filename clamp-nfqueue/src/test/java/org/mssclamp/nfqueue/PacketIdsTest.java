// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacketIdsTest {
    private final PacketIds ids = new PacketIds();

    @Test
    void countFromOneInAQueueBoundAnew() {
        assertThat(ids.missedBefore(1)).isZero();
        assertThat(ids.missedBefore(2)).isZero();
        assertThat(ids.missedBefore(5)).isEqualTo(2);
        ids.beginAnew();
        assertThat(ids.missedBefore(4)).isEqualTo(3);
    }

    @Test
    void countFromTheFirstOnInAQueueThatWasBoundBefore() {
        ids.beginAnywhere();
        assertThat(ids.hasFirst()).isFalse();
        assertThat(ids.missedBefore(1000)).isZero();
        assertThat(ids.hasFirst()).isTrue();
        assertThat(ids.first()).isEqualTo(1000);
        assertThat(ids.missedBefore(1003)).isEqualTo(2);
        assertThat(ids.first()).isEqualTo(1000);
    }

    @Test
    void goOnBehindThoseThatAnotherHasSeen() {
        ids.missedBefore(1);
        PacketIds successor = new PacketIds();
        successor.goOnBehind(ids);
        assertThat(successor.missedBefore(3)).isEqualTo(1);
    }

    @Test
    void wrapAround() {
        ids.beginAnywhere();
        assertThat(ids.missedBefore(-2)).isZero();
        assertThat(ids.missedBefore(1)).isEqualTo(2);
        assertThat(ids.missedBefore(1)).as("one that was there already").isZero();
    }
}
