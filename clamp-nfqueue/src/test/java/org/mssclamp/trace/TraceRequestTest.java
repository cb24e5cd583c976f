// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mssclamp.config.FormatException;

class TraceRequestTest {
    private static TraceRequest parse(String words) throws FormatException {
        return TraceRequest.parse(words.isEmpty() ? List.of() : List.of(words.split(" ", -1)), false);
    }

    @Test
    void readsHowLongToTrace() throws FormatException {
        TraceRequest request = parse("from 10.0.0.0/8,!10.1.0.0/16 to fd00::/8 port 443 count 5 timeout 60");
        assertThat(request.count()).isEqualTo(5);
        assertThat(request.timeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(parse("").timeout()).isEqualTo(Duration.ofHours(1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sport 5           | "sport" is not known, allowed [from
            from              | from has no value, allowed [from
            from 10.0.0.1/8   | bits set behind the prefix
            from example.com  | is not an address
            count 0           | count is "0", allowed 1-1000000000
            count -1          | count is "-1", allowed
            port 65536        | port is "65536", allowed 1-65535
            port 99999999999  | port is "99999999999", allowed
            timeout 86401     | timeout is "86401", allowed 1-86400
            """)
    void refusesWhatItDoesNotUnderstand(String words, String why) {
        assertThatThrownBy(() -> parse(words))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining(why);
    }
}
