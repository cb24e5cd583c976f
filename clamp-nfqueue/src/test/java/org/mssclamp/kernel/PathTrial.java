// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mssclamp.oracle.PacketNumber;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.RuleBuilder;

/** A {@link PathCase} in a lab of its own, through which packets go thrice: unclamped, by the kernel's clamp, by ours. */
final class PathTrial implements AutoCloseable {
    private static final RuleBuilder CLAMP =
            RuleBuilder.rule("path").action(Action.ClampToPmtu.DEFAULT).adds();
    private static final String KERNEL = "-j TCPMSS --clamp-mss-to-pmtu";

    private final PathCase path;
    private final List<byte[]> packets;
    private final Lab lab = new Lab();

    PathTrial(PathCase path, List<byte[]> packets) {
        this.path = path;
        this.packets = packets;
    }

    PathComparison compare() {
        setUp();
        try (RunningWorker worker = new RunningWorker(lab.gateway());
                Passage passage = passage()) {
            worker.publish(CLAMP);
            PathComparison comparison = compare(passage);
            worker.assertUndisturbed();
            return comparison;
        }
    }

    private void setUp() {
        Namespace gateway = lab.gateway();
        path.settings().forEach(setting -> gateway.configure(setting.name(), setting.value()));
        gateway.ip(path.commands());
        for (Family family : Family.values()) {
            gateway.rules(family, path.rules(family));
        }
        new PathReports(lab).send(reports());
    }

    private Map<InetAddress, Integer> reports() {
        Map<InetAddress, Integer> reports = new HashMap<>();
        for (byte[] packet : packets) {
            for (byte[] address : List.of(PathCase.source(packet), PathCase.destination(packet))) {
                if (path.reported(address) > 0) {
                    reports.put(address(address), path.reported(address));
                }
            }
        }
        return reports;
    }

    private static InetAddress address(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private Passage passage() {
        return new Passage(
                path.isLocal() ? new RawSocket(lab.gateway()) : new LinkIngress(lab),
                path.isLooped() ? lab.gateway() : lab.receiver());
    }

    private PathComparison compare(Passage passage) {
        replaceRules(List.of(), List.of());
        Map<Integer, byte[]> forwarded = passage.of(packets);
        replaceRules(List.of(acceptMarker(), syns() + KERNEL), List.of(syns() + KERNEL));
        Map<Integer, byte[]> kernels = passage.of(packets);
        replaceRules(List.of(syns() + RunningWorker.QUEUE), List.of(syns() + RunningWorker.QUEUE));
        Map<Integer, byte[]> ours = passage.of(packets);

        PathComparison comparison = new PathComparison(path);
        for (byte[] packet : packets) {
            int number = PacketNumber.of(packet);
            byte[] entering = forwarded.get(number);
            if (entering != null) {
                comparison.add(entering, kernels.get(number), ours.get(number));
            }
        }
        return comparison;
    }

    private void replaceRules(List<String> ipv4, List<String> ipv6) {
        lab.firewall().replace(withRulesOfCase(ipv4), withRulesOfCase(ipv6));
    }

    private List<String> withRulesOfCase(List<String> rules) {
        List<String> all = new ArrayList<>(path.firewall());
        all.addAll(rules);
        return all;
    }

    /** The kernel's clamp would drop the marker where nothing fits the path. */
    private String acceptMarker() {
        return "-A " + path.hook() + " -s " + Link.IN0.hostIpv4() + " -j ACCEPT";
    }

    private String syns() {
        return "-A " + path.hook() + " -p tcp --tcp-flags SYN,RST SYN ";
    }

    @Override
    public void close() {
        lab.close();
    }
}
