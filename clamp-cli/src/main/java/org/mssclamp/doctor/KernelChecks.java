// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.Optional;
import java.util.OptionalLong;
import org.mssclamp.daemon.KernelQueue;

/** Of the kernel: what it was built with, and how it is set. */
final class KernelChecks {
    private static final String QUEUE = "CONFIG_NETFILTER_NETLINK_QUEUE";
    private static final String IPTABLES = "CONFIG_NETFILTER_XT_TARGET_NFQUEUE";
    private static final String NFT = "CONFIG_NFT_QUEUE";

    private static final Cure INSTALL = Cures.advice(
            "boot a kernel that has it, such as those of linux-image-amd64 and linux-image-arm64 in Debian");

    private KernelChecks() {}

    /** nfnetlink_queue is loaded. */
    static Finding module(Facts facts) {
        Look look = facts.machine().read(KernelQueue.PATH);
        return look.isAbsent()
                ? Finding.fail("the module nfnetlink_queue is not loaded", Cures.command("modprobe nfnetlink_queue"))
                : Finding.ok("nfnetlink_queue is there");
    }

    /** Queues, and a rule that feeds them. */
    static Finding options(Facts facts) throws UnseenException {
        String release =
                facts.machine().read("/proc/sys/kernel/osrelease").text().strip();
        Look running = facts.machine().read("/proc/config.gz");
        String config = (running.isAbsent() ? facts.machine().read("/boot/config-" + release) : running).text();
        if (!has(config, QUEUE)) {
            return Finding.fail("Linux " + release + " is built without " + QUEUE, INSTALL);
        }
        if (!has(config, IPTABLES) && !has(config, NFT)) {
            return Finding.fail("Linux " + release + " is built without " + IPTABLES + " and " + NFT, INSTALL);
        }
        String backends = has(config, IPTABLES) ? has(config, NFT) ? "iptables and nft" : "iptables" : "nft";
        return Finding.ok("Linux " + release + " has queues, fed by rules of " + backends);
    }

    private static boolean has(String config, String option) {
        return config.contains("\n" + option + "=");
    }

    /** The daemon has CAP_NET_ADMIN; if none runs, who asks has it. */
    static Finding capability(Facts facts) throws UnseenException {
        Optional<Owner> daemon = facts.daemon();
        if (daemon.isPresent()) {
            boolean admin = Capabilities.of(
                            facts.machine(), Integer.toString(daemon.get().pid()))
                    .admin();
            return admin
                    ? Finding.ok(daemon.get() + " has CAP_NET_ADMIN")
                    : Finding.fail(
                            daemon.get() + " has not CAP_NET_ADMIN",
                            Cures.advice("give it CAP_NET_ADMIN where it is started, as AmbientCapabilities= of systemd"
                                    + " does, and start it anew"));
        }
        if (Capabilities.of(facts.machine(), "self").admin()) {
            return Finding.ok("there is CAP_NET_ADMIN to start the daemon with");
        }
        if (!Capabilities.isRoot(facts.machine())) {
            throw new UnseenException("only root sees what the daemon may");
        }
        return Finding.fail(
                "root has not CAP_NET_ADMIN here, as in a container that was not given it",
                Cures.advice("give it where the container is started, as docker run --cap-add NET_ADMIN does"));
    }

    /** How it learns what paths carry. */
    static Finding pathMtuDiscovery(Facts facts) throws UnseenException {
        OptionalLong off = facts.setting("net/ipv4/ip_no_pmtu_disc");
        if (off.isEmpty()) {
            throw new UnseenException("there is no /proc/sys/net/ipv4/ip_no_pmtu_disc");
        }
        if (off.getAsLong() != 0) {
            return Finding.warn(
                    "ip_no_pmtu_disc is " + off.getAsLong()
                            + ": tunnels of this machine do not learn what the path outside carries",
                    Cures.set("net.ipv4.ip_no_pmtu_disc", "0"));
        }
        if (facts.setting("net/ipv4/ip_forward_use_pmtu").orElse(0) != 0) {
            return Finding.warn(
                    "ip_forward_use_pmtu is 1: whoever forges an ICMP error decides how large forwarded packets may be",
                    Cures.set("net.ipv4.ip_forward_use_pmtu", "0"));
        }
        String probing = facts.setting("net/ipv4/tcp_mtu_probing").orElse(0) == 0 ? "do not probe" : "probe";
        return Finding.ok("path MTU discovery is on; connections of this machine itself " + probing);
    }

    /** ICMP errors of IPv6 that say what is too big are not held back. */
    static Finding icmpRate(Facts facts) throws UnseenException {
        IcmpLimits limits = IcmpLimits.read(facts);
        return limits.areStrict()
                ? Finding.warn(
                        "net.ipv6.icmp.ratemask is " + limits.mask()
                                + ", so that most ICMP errors \"packet too big\" are not sent",
                        Cures.set("net.ipv6.icmp.ratemask", limits.milder()))
                : Finding.ok("the kernel sends every ICMP error that says what is too big");
    }
}
