// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.tunnel;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mssclamp.tunnel.Step.Header;

/** The parameters of one tunnel: what is written, else the defaults. */
record Settings(List<Parameter> parameters, Map<String, String> written) {
    Optional<String> text(String key) {
        Parameter parameter = parameters.stream()
                .filter(known -> known.key().equals(key))
                .findFirst()
                .orElseThrow();
        return Optional.ofNullable(written.get(key)).or(parameter::standard);
    }

    String word(String key) {
        return text(key).orElseThrow();
    }

    boolean flag(String key) {
        return Boolean.parseBoolean(word(key));
    }

    int number(String key) {
        return Integer.parseInt(word(key));
    }

    /** The outer IP header, without options or extension headers. */
    Header outer() {
        return word(Presets.OUTER).equals("ipv4") ? Presets.IPV4 : Presets.IPV6;
    }

    Payload outerPayload() {
        return outer().equals(Presets.IPV4) ? Payload.IPV4 : Payload.IPV6;
    }
}
