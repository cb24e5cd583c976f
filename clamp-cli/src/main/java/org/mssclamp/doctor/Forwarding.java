// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.mssclamp.packet.Family;

/**
 * Which packets the kernel forwards; see {@code conf/} in Documentation/networking/ip-sysctl.rst.
 *
 * <p>Of IPv4 the interface by which a packet comes decides: ip_route_input_slow in net/ipv4/route.c; the setting of all
 * only sets each. Of IPv6 that of all does, whatever {@code forwarding} of an interface says, or else its {@code
 * force_forwarding}: ip6_forward in net/ipv6/ip6_output.c.
 *
 * <p>Not thread-safe.
 */
final class Forwarding {
    private static final String IPV4 = "/proc/sys/net/ipv4/conf";
    private static final String IPV6 = "/proc/sys/net/ipv6/conf";
    private static final Set<String> NONE = Set.of("all", "default", "lo");

    private final Machine machine;
    private final Map<Family, Boolean> known = new EnumMap<>(Family.class);

    Forwarding(Machine machine) {
        this.machine = machine;
    }

    /** Whether the kernel says so at all. */
    boolean isSeen() {
        return !text("/proc/sys/net/ipv4/ip_forward").isEmpty();
    }

    /** The families of which some packets are forwarded. */
    Set<Family> families() {
        return Set.of(Family.values()).stream()
                .filter(family -> known.computeIfAbsent(family, this::isForwarded))
                .collect(Collectors.toSet());
    }

    private boolean isForwarded(Family family) {
        if (family == Family.IPV4) {
            return isOn("/proc/sys/net/ipv4/ip_forward") || anyIsOn(IPV4, "forwarding");
        }
        boolean isOff =
                isOn(IPV6 + "/all/disable_ipv6") && interfaces(IPV6).stream().allMatch(this::hasNoIpv6);
        return !isOff && (isOn(IPV6 + "/all/forwarding") || anyIsOn(IPV6, "force_forwarding"));
    }

    private boolean hasNoIpv6(String name) {
        return isOn(IPV6 + "/" + name + "/disable_ipv6");
    }

    private boolean anyIsOn(String directory, String setting) {
        return interfaces(directory).stream().anyMatch(name -> isOn(directory + "/" + name + "/" + setting));
    }

    private List<String> interfaces(String directory) {
        return machine.names(directory).stream()
                .filter(name -> !NONE.contains(name))
                .toList();
    }

    /** The setting by which packets of a family are not forwarded that come in by an interface; empty if they are. */
    String hindrance(Family family, String name) {
        boolean ipv4 = family == Family.IPV4;
        String setting = ipv4 ? IPV4 + "/" + name + "/forwarding" : IPV6 + "/" + name + "/force_forwarding";
        boolean stops = text(setting).equals("0") && (ipv4 || !isOn(IPV6 + "/all/forwarding"));
        // A dot in the name is a slash to sysctl.
        return stops
                ? "net." + family.label() + ".conf." + name.replace('.', '/')
                        + setting.substring(setting.lastIndexOf('/')).replace('/', '.')
                : "";
    }

    private boolean isOn(String file) {
        String text = text(file);
        return !text.isEmpty() && !text.equals("0");
    }

    private String text(String file) {
        return String.join("", machine.read(file).lines()).strip();
    }
}
