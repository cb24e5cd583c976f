// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.tunnel;

import java.util.Arrays;
import java.util.List;
import org.mssclamp.tunnel.Step.Header;
import org.mssclamp.tunnel.Step.WholeBlocks;

/**
 * What the data channel of OpenVPN adds for a cipher.
 *
 * <p>AEAD: a packet id in clear and a tag. CBC: HMAC and IV in clear; the packet id is encrypted with the packet, and
 * padding is at least one octet (calculate_crypto_overhead and adjust_payload_max_cbc in OpenVPN's crypto.c and mss.c).
 */
enum OpenvpnCipher {
    AES_GCM("aes-gcm", 4),
    CHACHA20_POLY1305("chacha20-poly1305", 4),
    /** The epoch format has 16 bits of epoch and 48 of counter for a packet id. */
    AES_GCM_EPOCH("aes-gcm-epoch", 8),
    CHACHA20_POLY1305_EPOCH("chacha20-poly1305-epoch", 8),
    AES_CBC_SHA1("aes-cbc-sha1", 20, 16),
    AES_CBC_SHA256("aes-cbc-sha256", 32, 16),
    AES_CBC_SHA384("aes-cbc-sha384", 48, 16),
    AES_CBC_SHA512("aes-cbc-sha512", 64, 16),
    BF_CBC_SHA1("bf-cbc-sha1", 20, 8);

    private final String label;

    @SuppressWarnings("ImmutableEnumChecker") // List.of makes lists that nothing changes.
    private final List<Step> steps;

    OpenvpnCipher(String label, int packetIdOctets) {
        this.label = label;
        steps = List.of(new Header(packetIdOctets, "packet id"), new Header(16, "tag"));
    }

    OpenvpnCipher(String label, int hmacOctets, int block) {
        this.label = label;
        steps = List.of(
                new Header(hmacOctets, "HMAC"),
                new Header(block, "IV"),
                new WholeBlocks(block),
                new Header(1, "least padding"),
                new Header(4, "packet id"));
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(cipher -> cipher.label).toList();
    }

    static OpenvpnCipher labelled(String label) {
        return Arrays.stream(values())
                .filter(cipher -> cipher.label.equals(label))
                .findFirst()
                .orElseThrow();
    }

    List<Step> steps() {
        return steps;
    }
}
