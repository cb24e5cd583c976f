// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.tunnel;

import java.util.Arrays;
import java.util.List;

/** What ESP adds for a cipher with its integrity check. */
enum EspCipher {
    /** RFC 4106 3.1 (IV), 6 (ICV). */
    AES_GCM_16("aes-gcm-16", 8, 16, 4),
    /** RFC 4106 6. */
    AES_GCM_12("aes-gcm-12", 8, 12, 4),
    /** RFC 4106 6. */
    AES_GCM_8("aes-gcm-8", 8, 8, 4),
    /** RFC 7634 2. */
    CHACHA20_POLY1305("chacha20-poly1305", 8, 16, 4),
    /** RFC 3602 2.4 (block) and 3 (IV), RFC 2404 2 (ICV). */
    AES_CBC_SHA1_96("aes-cbc-sha1-96", 16, 12, 16),
    /** RFC 3602, RFC 4868 2.6 (ICV): half of the hash. */
    AES_CBC_SHA2_256("aes-cbc-sha2-256", 16, 16, 16),
    /** RFC 3602, RFC 4868 2.6. */
    AES_CBC_SHA2_384("aes-cbc-sha2-384", 16, 24, 16),
    /** RFC 3602, RFC 4868 2.6. */
    AES_CBC_SHA2_512("aes-cbc-sha2-512", 16, 32, 16);

    private final String label;
    private final int ivOctets;
    private final int icvOctets;
    private final int block;

    /** A block of 4 is that of RFC 4303 2.4, for ciphers that have none. */
    EspCipher(String label, int ivOctets, int icvOctets, int block) {
        this.label = label;
        this.ivOctets = ivOctets;
        this.icvOctets = icvOctets;
        this.block = block;
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(cipher -> cipher.label).toList();
    }

    static EspCipher labelled(String label) {
        return Arrays.stream(values())
                .filter(cipher -> cipher.label.equals(label))
                .findFirst()
                .orElseThrow();
    }

    int ivOctets() {
        return ivOctets;
    }

    int icvOctets() {
        return icvOctets;
    }

    int block() {
        return block;
    }
}
