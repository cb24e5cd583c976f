// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.List;

/** Every check, in the order of the output: what others rest on comes first. */
final class Checks {
    static final List<Check> ALL = List.of(
            new Check("configuration", ConfigurationCheck::check),
            new Check("kernel-module", KernelChecks::module),
            new Check("kernel-options", KernelChecks::options),
            new Check("capability", KernelChecks::capability),
            new Check("forwarding", ForwardingCheck::check),
            new Check("queue-owner", QueueChecks::owner),
            new Check("feeding-rule", FeedChecks::feeds),
            new Check("only-syns", SynChecks::only),
            new Check("bypass", BypassCheck::check),
            new Check("chain", ChainCheck::check),
            new Check("rule-order", OrderCheck::check),
            new Check("two-iptables", IptablesKindsCheck::check),
            new Check("safety-net", NetChecks::net),
            new Check("mark", MarkCheck::check),
            new Check("flowtables", OffloadChecks::flowtables),
            new Check("traffic-control", OffloadChecks::trafficControl),
            new Check("receive-buffer", QueueChecks::buffer),
            new Check("queue-length", QueueChecks::full),
            new Check("queue-losses", LossChecks::losses),
            new Check("rule-counter", LossChecks::counters),
            new Check("icmp-filter", IcmpChecks::filter),
            new Check("icmp-rate", KernelChecks::icmpRate),
            new Check("path-mtu-discovery", KernelChecks::pathMtuDiscovery),
            new Check("interfaces", LinkChecks::interfaces),
            new Check("interface-mtu", LinkChecks::mtu),
            new Check("fragmentation", TrafficChecks::fragmentation),
            new Check("retransmission", TrafficChecks::retransmission),
            new Check("java", JavaChecks::version),
            new Check("native-part", JavaChecks::nativePart),
            new Check("class-archive", JavaChecks::classArchive));

    private Checks() {}
}
