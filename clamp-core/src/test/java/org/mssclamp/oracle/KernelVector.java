// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.oracle;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A packet, what a kernel was measured to make of it, and what the contract promises instead.
 *
 * @param name which case it is, and of which family
 * @param limit the MSS clamped to
 * @param kernel how the kernel's TCPMSS target lets it go on; empty if it drops it
 * @param leaving what we make of it with {@code missing-mss: leave}
 * @param adding what we make of it with {@code missing-mss: add}
 */
@SuppressWarnings("ArrayRecordComponent") // octets, compared as such by the tests
public record KernelVector(
        String name, int limit, byte[] packet, Optional<byte[]> kernel, byte[] leaving, byte[] adding) {
    private static final String RESOURCE = "/vectors/kernel-vectors.json";

    /** Every vector of the file. */
    public static List<KernelVector> all() {
        try (InputStream file = Objects.requireNonNull(KernelVector.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            List<?> vectors =
                    (List<?>) Objects.requireNonNull(JSON.std.mapFrom(file).get("vectors"));
            return vectors.stream().map(vector -> of((Map<?, ?>) vector)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KernelVector of(Map<?, ?> vector) {
        boolean accepted = "ACCEPT".equals(vector.get("kernel_verdict"));
        return new KernelVector(
                vector.get("id") + " " + vector.get("what"),
                (Integer) Objects.requireNonNull(vector.get("set_mss")),
                octets(vector, "in"),
                accepted ? Optional.of(octets(vector, "kernel_out")) : Optional.empty(),
                octets(vector, "ours_missing_leave"),
                octets(vector, "ours_missing_add"));
    }

    private static byte[] octets(Map<?, ?> vector, String key) {
        return HexFormat.of().parseHex((String) Objects.requireNonNull(vector.get(key), key));
    }

    @Override
    public String toString() {
        return name;
    }
}
