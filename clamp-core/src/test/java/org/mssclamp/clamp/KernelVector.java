// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.clamp;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.mssclamp.packet.Octets;
import org.mssclamp.rule.MissingMss;

/** A packet as hex, what the kernel's TCPMSS target was seen to make of it, and what we promise to make of it. */
public record KernelVector(
        String id, String what, int limit, String in, boolean kernelDrops, String kernelOut, String leave, String add) {
    /** Every vector of the file. */
    public static List<KernelVector> all() {
        try (InputStream json = Objects.requireNonNull(
                KernelVector.class.getResourceAsStream("/vectors/kernel-vectors.json"), "kernel-vectors.json")) {
            List<KernelVector> vectors = new ArrayList<>();
            for (Object vector :
                    (List<?>) Objects.requireNonNull(JSON.std.mapFrom(json).get("vectors"))) {
                vectors.add(of((Map<?, ?>) vector));
            }
            return vectors;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KernelVector of(Map<?, ?> fields) {
        boolean kernelDrops = text(fields, "kernel_verdict").equals("DROP");
        return new KernelVector(
                text(fields, "id"),
                text(fields, "what"),
                Integer.parseInt(text(fields, "set_mss")),
                text(fields, "in"),
                kernelDrops,
                kernelDrops ? "" : text(fields, "kernel_out"),
                text(fields, "ours_missing_leave"),
                text(fields, "ours_missing_add"));
    }

    private static String text(Map<?, ?> fields, String name) {
        return Objects.requireNonNull(fields.get(name), name).toString();
    }

    /** The packet, anew for each call. */
    public byte[] packet() {
        return Octets.hex(in);
    }

    /** The hex of the packet that we give back. */
    String out(MissingMss missingMss) {
        return missingMss == MissingMss.LEAVE ? leave : add;
    }

    @Override
    public String toString() {
        return id + " " + what;
    }
}
