// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import org.mssclamp.packet.DecodeResult;
import org.mssclamp.packet.Octets;
import org.mssclamp.packet.SynBuilder;
import org.mssclamp.packet.SynPacket;
import org.mssclamp.rule.Direction;
import org.mssclamp.rule.Interface;
import org.mssclamp.rule.PacketContext;

/** A SYN on its way from one link to another, and the questions that its paths are. */
final class RoutedSyn {
    private final SynPacket syn = new SynPacket();
    private final PacketContext context = new PacketContext();

    /** Of the links only the index matters; 0 is none. */
    RoutedSyn(SynBuilder packet, int in, int out, int mark) {
        byte[] octets = packet.build();
        ByteBuf buffer = Octets.exactly(octets);
        assertThat(syn.decode(buffer, 0, octets.length, octets.length)).isEqualTo(DecodeResult.SYN);
        context.fill(link(in), link(out), mark, false);
    }

    /** From link 1 to link 2. */
    RoutedSyn(SynBuilder packet) {
        this(packet, 1, 2, 0);
    }

    private static Interface link(int index) {
        return index == 0 ? Interface.NONE : new Interface(index, "link" + index);
    }

    SynPacket syn() {
        return syn;
    }

    PacketContext context() {
        return context;
    }

    RouteQuery forward() {
        RouteQuery query = new RouteQuery();
        query.forward(syn, context);
        return query;
    }

    RouteQuery reverse() {
        RouteQuery query = new RouteQuery();
        query.reverse(syn, context);
        return query;
    }

    void expectedBy(RoutePaths paths, Direction direction) {
        paths.expect(syn, context, direction);
    }

    int mtu(RoutePaths paths, Direction direction) {
        return paths.mtu(syn, context, direction);
    }
}
