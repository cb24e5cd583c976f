// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mssclamp.dialect.Conditions.Side;
import org.mssclamp.firewall.ShellWords;
import org.mssclamp.rule.Action;
import org.mssclamp.tunnel.Preset;
import org.mssclamp.tunnel.Presets;
import org.mssclamp.tunnel.TunnelStack;

/**
 * Reads {@code mssfix N [mtu|fixed]} of OpenVPN, and from the lines beside it what its arithmetic depends on.
 *
 * <p>OpenVPN clamps both directions of both families (frame_calculate_mssfix in src/openvpn/mss.c).
 */
final class OpenvpnReader implements DialectReader {
    private static final String DEFAULT = "1492 mtu";
    private static final String KEY = "mssfix";

    @Override
    public List<Entry> read(String text) {
        Map<String, List<String>> options = new HashMap<>();
        List<Entry> entries = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (String line : lines) {
            List<String> words = words(line);
            if (!words.isEmpty()) {
                options.put(words.get(0), words.subList(1, words.size()));
            }
        }
        int last = -1;
        for (int i = 0; i < lines.size(); i++) {
            last = isOwn(lines.get(i)) ? i : last;
        }
        for (int i = 0; i < lines.size(); i++) {
            List<String> words = words(lines.get(i));
            if (words.isEmpty() || !words.get(0).equals(KEY)) {
                continue;
            }
            Entry none = Entry.carried(i + 1, lines.get(i).strip());
            if (!isOwn(lines.get(i)) && last >= 0) {
                entries.add(none.remark("for clients, which clamp by themselves: no rule"));
            } else if (isOwn(lines.get(i)) && i != last) {
                entries.add(none.remark("line " + (last + 1) + " takes its place, so no rule"));
            } else {
                entries.add(entry(i + 1, lines.get(i).strip(), words, options));
            }
        }
        return entries;
    }

    /** Whether it sets the limit here, and does not tell it to clients. */
    private static boolean isOwn(String line) {
        List<String> words = words(line);
        return !words.isEmpty() && words.get(0).equals(KEY) && !line.strip().startsWith("push");
    }

    /** Of {@code push "mssfix 1400"} and {@code --mssfix 1400}, too. */
    private static List<String> words(String line) {
        List<String> words =
                ShellWords.of(line.strip().startsWith(";") ? "" : line).orElse(List.of());
        if (words.size() == 2 && words.get(0).equals("push")) {
            return ConfigLines.words(words.get(1));
        }
        List<String> plain = new ArrayList<>(words);
        if (!plain.isEmpty() && plain.get(0).startsWith("--")) {
            plain.set(0, plain.get(0).substring(2));
        }
        return plain;
    }

    private static Entry entry(int number, String line, List<String> words, Map<String, List<String>> options) {
        DeviceRules rules = new DeviceRules(number, line);
        String written = String.join(" ", words.subList(1, words.size()));
        String limit = written.isEmpty() ? first(options, "fragment").orElse(DEFAULT) : written;
        if (limit.equals("0") || limit.startsWith("0 ")) {
            return rules.remark("0 switches it off, so no rule").entry();
        }
        try {
            Action action = action(limit, options, rules);
            String device = first(options, "dev").orElse("tun");
            String name = device.matches(".*[0-9]") ? device : device + "*";
            rules.clamp(Side.IN, name, Optional.empty(), action);
            return rules.clamp(Side.OUT, name, Optional.empty(), action).entry();
        } catch (UntranslatableException e) {
            return rules.loss(e.reason()).entry();
        }
    }

    private static Action action(String limit, Map<String, List<String>> options, DeviceRules rules)
            throws UntranslatableException {
        String[] parts = limit.split(" ", 2);
        int number = Literals.number(parts[0]);
        String kind = parts.length == 1 ? "" : parts[1];
        if (kind.equals("fixed")) {
            if (number < Action.FLOOR + 40 || number > TunnelStack.MAX_PATH_MTU) {
                throw new UntranslatableException(number + " is no MTU that rules take");
            }
            return new Action.Mtu(number);
        }
        Preset openvpn = Presets.named("openvpn").orElseThrow();
        Map<String, String> written = new HashMap<>(parameters(options, openvpn, rules));
        if (!openvpn.parameter(KEY).orElseThrow().values().accept(limit)) {
            throw new UntranslatableException(Shown.of(limit) + " is no limit, allowed "
                    + openvpn.parameter(KEY).orElseThrow().values().allowed());
        }
        written.put(KEY, limit);
        // Its own arithmetic begins with the limit, not with a path.
        int pathMtu =
                number + 100 > TunnelStack.DEFAULT_PATH_MTU ? TunnelStack.MAX_PATH_MTU : TunnelStack.DEFAULT_PATH_MTU;
        return Action.Tunnel.of(TunnelStack.of(List.of(openvpn.tunnel(written))), pathMtu);
    }

    private static Map<String, String> parameters(
            Map<String, List<String>> options, Preset openvpn, DeviceRules rules) {
        Map<String, String> written = new HashMap<>();
        String proto = first(options, "proto").orElse("udp");
        if (proto.startsWith("tcp")) {
            written.put("proto", "tcp");
        }
        if (proto.endsWith("6")) {
            written.put("outer", "ipv6");
        }
        cipher(options).ifPresent(cipher -> {
            if (openvpn.parameter("cipher").orElseThrow().values().accept(cipher)) {
                written.put("cipher", cipher);
            } else {
                rules.loss("the cipher " + Shown.line(cipher)
                        + " is none whose arithmetic is known: taken for the default");
            }
        });
        if (options.containsKey("fragment")) {
            written.put("fragment", "true");
        }
        if (options.containsKey("compress") || options.containsKey("comp-lzo")) {
            written.put("compression", "true");
        }
        if (first(options, "dev").orElse("tun").startsWith("tap")) {
            written.put("dev", "tap");
        }
        return written;
    }

    /** {@code aes-gcm} of {@code AES-256-GCM}; with CBC {@code auth} counts, too. */
    private static Optional<String> cipher(Map<String, List<String>> options) {
        Optional<String> negotiated = first(options, "data-ciphers").map(list -> list.split(":", 2)[0]);
        return negotiated.or(() -> first(options, "cipher")).map(name -> {
            String plain = name.toLowerCase(Locale.ROOT).replaceAll("-(128|192|256)-", "-");
            String auth = first(options, "auth").orElse("sha1").toLowerCase(Locale.ROOT);
            return plain.endsWith("-cbc") ? plain + "-" + auth : plain;
        });
    }

    private static Optional<String> first(Map<String, List<String>> options, String key) {
        return Optional.ofNullable(options.get(key))
                .filter(words -> !words.isEmpty())
                .map(words -> words.get(0));
    }
}
