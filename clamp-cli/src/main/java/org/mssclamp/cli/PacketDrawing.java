// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.mssclamp.path.FamilyModel;
import org.mssclamp.path.Segment;
import org.mssclamp.status.Column;
import org.mssclamp.tunnel.Encapsulation.Layer;

/**
 * A packet to scale: what each layer takes, and where it lies behind those outside of it.
 *
 * <pre>
 * wireguard    60    4.0 %  ##
 * ipv4         20    1.3 %    #
 * tcp          20    1.3 %     #
 * payload    1400   93.3 %      ==========================================================
 * </pre>
 *
 * A layer's trailer is drawn with its header. What is less than a character is one.
 */
record PacketDrawing(FamilyModel model, Palette palette) {
    private static final int WIDTH = 60;

    private record Row(String label, int octets, char mark) {}

    /** Octets that a character stands for. */
    double scale() {
        return (double) model.packet().outer() / WIDTH;
    }

    List<String> lines() {
        List<Row> rows = rows();
        Column labels = Column.of(rows.stream().map(Row::label));
        Column octets = Column.of(rows.stream().map(row -> Integer.toString(row.octets)));
        List<String> lines = new ArrayList<>();
        int before = 0;
        for (Row row : rows) {
            String share = String.format(
                    Locale.ROOT, "%5.1f %%", 100.0 * row.octets / model.packet().outer());
            lines.add(labels.left(row.label) + "  " + octets.right(Integer.toString(row.octets)) + "  " + share + "  "
                    + bar(before, row));
            before += row.octets;
        }
        return lines;
    }

    private List<Row> rows() {
        Stream<Row> tunnels = model.packet().layers().stream()
                .map(layer -> new Row(layer.tunnel().preset().name(), layer.octets(), '#'));
        Stream<Row> tcp = Stream.of(
                new Row(model.segment().family().label(), model.segment().ipHeader(), '#'),
                new Row("tcp", Segment.TCP_OCTETS, '#'),
                new Row("timestamps", model.segment().options(), '#'),
                new Row("payload", model.segment().payload(), '='));
        return Stream.concat(tunnels, tcp).filter(row -> row.octets > 0).toList();
    }

    private String bar(int before, Row row) {
        int from = column(before);
        int length = Math.max(column(before + row.octets) - from, 1);
        String mark = String.valueOf(row.mark).repeat(length);
        return " ".repeat(from) + (row.mark == '=' ? palette.good(mark) : mark);
    }

    private int column(int octets) {
        return (int) Math.floor(octets / scale());
    }

    /** What the octets of a tunnel are: {@code 20 IPv4, 8 UDP, 32 WireGuard}. */
    static String parts(Layer layer) {
        return String.join(
                ", ",
                layer.parts().stream()
                        .map(part -> part.octets() + " " + part.name())
                        .toList());
    }
}
