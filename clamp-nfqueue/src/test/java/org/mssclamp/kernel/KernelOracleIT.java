// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mssclamp.oracle.KernelClamp;
import org.mssclamp.oracle.PacketGenerator;
import org.mssclamp.oracle.PacketNumber;
import org.mssclamp.oracle.Seed;

@ExtendWith(KernelTests.class)
class KernelOracleIT {
    @Test
    void x() {
        long seed = Seed.of(getClass());
        List<byte[]> packets = new PacketGenerator(seed).next(24_000);
        try (Lab lab = new Lab();
                Passage passage = new Passage(lab)) {
            long t = System.nanoTime();
            Map<Integer, byte[]> plain = passage.of(packets);
            System.out.println(plain.size() + " in " + (System.nanoTime() - t) / 1000000);
            packets.stream()
                    .filter(p -> !plain.containsKey(PacketNumber.of(p)))
                    .limit(20)
                    .forEach(p -> System.out.println("lost " + HexFormat.of().formatHex(p)));
            lab.firewall().replace("-A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1400");
            Map<Integer, byte[]> kernel = passage.of(packets);
            System.out.println(kernel.size());
            int bad = 0;
            for (byte[] p : plain.values()) {
                int n = PacketNumber.of(p);
                Optional<byte[]> model = new KernelClamp(1400).apply(p);
                byte[] k = kernel.get(n);
                if (!Arrays.equals(k, model.orElse(null)) && bad++ < 10) {
                    System.out.println("in    " + HexFormat.of().formatHex(p));
                    System.out.println(
                            "kern  " + (k == null ? "drop" : HexFormat.of().formatHex(k)));
                    System.out.println("model "
                            + (model.isEmpty() ? "drop" : HexFormat.of().formatHex(model.get())));
                }
            }
            System.out.println("bad " + bad);
        }
    }
}
