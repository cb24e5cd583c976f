// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.tunnel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * One packet in its tunnels.
 *
 * @param inner the packet, in octets from its IP header on
 * @param layers what each tunnel adds, the outermost first
 */
public record Encapsulation(int inner, List<Layer> layers) {
    /** Copies the layers. */
    public Encapsulation {
        layers = List.copyOf(layers);
    }

    /** What one tunnel adds to a packet: headers, trailers and padding, from the outside in. */
    public record Layer(Tunnel tunnel, List<Part> parts) {
        /** Copies the parts. */
        public Layer {
            parts = List.copyOf(parts);
        }

        /** All of it. */
        public int octets() {
            return parts.stream().mapToInt(Part::octets).sum();
        }
    }

    /**
     * Octets that have a name.
     *
     * @param octets less than 0 for a header that is the packet's own, and stands outside: transport mode
     */
    public record Part(String name, int octets) {}

    /**
     * The packet in these tunnels, padding included; empty if one of them takes no packet of that size.
     *
     * <p>Ask it of {@link TunnelStack#over}: WireGuard pads as the MTU of its interface lets it.
     */
    public static Optional<Encapsulation> of(TunnelStack stack, int inner) {
        List<Layer> layers = new ArrayList<>();
        int size = inner;
        for (int i = stack.tunnels().size() - 1; i >= 0; i--) {
            Tunnel tunnel = stack.tunnels().get(i);
            List<Part> parts = new ArrayList<>();
            int outside = wrap(tunnel.steps(), size, parts);
            if (outside == Step.REFUSED) {
                return Optional.empty();
            }
            layers.add(new Layer(tunnel, parts));
            size = outside;
        }
        Collections.reverse(layers);
        return Optional.of(new Encapsulation(inner, layers));
    }

    private static int wrap(List<Step> steps, int inside, List<Part> parts) {
        int size = inside;
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step step = steps.get(i);
            int outside = step.around(size);
            if (outside == Step.REFUSED) {
                return Step.REFUSED;
            }
            if (outside != size) {
                parts.add(new Part(step.part(), outside - size));
            }
            size = outside;
        }
        Collections.reverse(parts);
        return size;
    }

    /** The outermost packet, as the path sees it. */
    public int outer() {
        return inner + layers.stream().mapToInt(Layer::octets).sum();
    }
}
