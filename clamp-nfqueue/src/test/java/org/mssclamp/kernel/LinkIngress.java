// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import org.mssclamp.oracle.PacketNumber;

/** The links between the sender and the gateway of a {@link Lab}: packets of odd numbers come in by the second. */
final class LinkIngress implements Ingress {
    private final PacketSocket sender;
    private final PacketSocket.Way in0;
    private final PacketSocket.Way in1;

    LinkIngress(Lab lab) {
        sender = PacketSocket.open(lab.sender());
        in0 = sender.way(Link.IN0.hostInterface(), Link.IN0.gatewayMac());
        in1 = sender.way(Link.IN1.hostInterface(), Link.IN1.gatewayMac());
    }

    static Link of(byte[] packet) {
        return Marker.isMarker(packet) || PacketNumber.of(packet) % 2 == 0 ? Link.IN0 : Link.IN1;
    }

    @Override
    public void send(byte[] packet) {
        sender.send(packet, of(packet) == Link.IN0 ? in0 : in1);
    }

    @Override
    public void close() {
        sender.close();
    }
}
