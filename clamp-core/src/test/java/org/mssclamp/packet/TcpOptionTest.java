// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TcpOptionTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2  | 05b4             | mss 1460
            2  | 05               | mss 0x05
            2  | ffff             | mss 65535
            3  | 07               | window-scale 7
            4  | ''               | sack-permitted
            4  | 00               | sack-permitted 0x00
            8  | 00000001ffffffff | timestamps 1 4294967295
            19 | 00112233         | md5-signature
            29 | 0101aabb         | tcp-ao
            30 | 0001             | mptcp 0x0001
            34 | ''               | fast-open
            34 | a1b2             | fast-open 0xa1b2
            77 | ''               | kind-77
            77 | 01               | kind-77 0x01
            """)
    void isWrittenForPeople(int kind, String value, String text) {
        assertThat(new TcpOption(kind, value)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            020405b4 01 030307 0402 0000 | [mss 1460, window-scale 7, sack-permitted]
            020405b4 03ff0000            | [mss 1460]
            00000000                     | []
            """)
    void areReadUpToTheEndOrTheFirstMalformedOne(String options, String text) {
        byte[] packet = SynBuilder.ipv4().option(options).build();
        SynPacket syn = new SynPacket();
        syn.decode(Octets.between(0, packet, 0), 0, packet.length, packet.length);
        List<TcpOption> read = syn.options();
        assertThat(read).hasToString(text);
        assertThat(syn.mssCount()).isEqualTo(text.contains("mss") ? 1 : 0);
    }
}
