// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench.live;

import java.util.Map;
import java.util.TreeMap;

/** The page docs/performance.md. */
final class Page {
    private final Results results;
    private final Tables tables;

    Page(Results results) {
        this.results = results;
        tables = new Tables(results);
    }

    String text() {
        StringBuilder page = new StringBuilder();
        page.append("# Performance\n\n")
                .append("What it costs to clamp a SYN: by the kernel, by consumers of NFQUEUE in C, and by mssclampd.")
                .append(" This page and its picture are written by\n\n```sh\n")
                .append("mvn package -DskipTests\nsudo lab/bench.sh\n```\n\n")
                .append(environment())
                .append("\n![CPU time per SYN, added latency and loss-free rate](performance.svg)\n\n")
                .append("Figures are medians over ")
                .append(results.rounds())
                .append(results.rounds() == 1 ? " round" : " rounds")
                .append(
                        ", with the least and the greatest in parentheses. Ratios are taken within each round, then their")
                .append(" median: absolute figures move from run to run.\n");
        section(page, "Goals", "", tables.goals());
        section(page, "CPU time of the consumer", CPU, tables.consumerCpu());
        section(page, "Compared, round by round", "", tables.ratios());
        section(page, "CPU time of generator and machine", MACHINE, tables.machineCpu());
        section(page, "Highest loss-free rate", LOSS_FREE, tables.lossFreeRate());
        section(page, "Added latency", LATENCY, tables.latency());
        section(page, "Added latency with busy-poll", BUSY_POLL, tables.busyPollLatency());
        section(page, "Start and memory", START, tables.startAndMemory());
        section(page, "Over minutes", SOAK, tables.soak());
        results.leftOut().forEach(sentence -> page.append('\n').append(sentence).append('\n'));
        page.append("\n## How it is measured\n\n").append(METHOD);
        return page.toString();
    }

    private static void section(StringBuilder page, String title, String words, Table table) {
        page.append("\n## ").append(title).append("\n\n").append(words).append(table);
    }

    private String environment() {
        Line environment = results.environment();
        Map<String, String> rows = new TreeMap<>(Map.of(
                "machine", environment.text("cpu") + ", " + environment.text("cpus") + " CPUs",
                "kernel", environment.text("kernel"),
                "JDK", String.join(", ", jdks(environment).values()),
                "date", environment.text("date"),
                "mssclamp", environment.text("commit"),
                "iptables, nft, gcc",
                        environment.text("iptables") + "; " + environment.text("nft") + "; "
                                + environment.text("gcc")));
        StringBuilder table = new StringBuilder("| | |\n|---|---|\n");
        rows.forEach((name, value) ->
                table.append("| ").append(name).append(" | ").append(value).append(" |\n"));
        return table.toString();
    }

    private static Map<String, String> jdks(Line environment) {
        Map<String, String> jdks = new TreeMap<>();
        ((Map<?, ?>) environment.member("jdks"))
                .forEach((name, version) -> jdks.put(name.toString(), version.toString()));
        return jdks;
    }

    private static final String CPU = """
            User and system time of the process, in µs per SYN that arrives clamped. It includes what the kernel does on its behalf: a verdict
            carries the packet on to the server.

            """;

    private static final String MACHINE = """
            In µs per SYN that arrives as it should. The generator's time includes what the kernel does with each SYN that it sends: forwarding, and a
            kernel rule or the way into the queue. So the cost of a kernel rule is its generator less that of "no rule". The
            machine's time is all that its CPUs were not idle, whatever they did, and what a hypervisor took of them (steal time).

            """;

    private static final String LOSS_FREE = """
            The highest rate at which every SYN arrives, and arrives clamped, for a second after half a second of the same:
            one that passes unclamped because the queue was full counts as lost. Each queue holds 16384 packets; at the end
            no more than one in a hundred of those sent may wait there, so that it is no rate which only the queue bears. A
            rate has failed when it did so twice. Where the generator was the limit, the variant can do
            more; so consumers are stopped besides, let go when 16,000 SYNs are waiting, and their CPU time is taken until
            all have arrived.

            """;

    private static final String LATENCY = """
            In µs, at 1,000 SYN/s, one by one: from the generator's system call to the server's interface, less the median
            of "no rule" in the same round. The consumers sleep until a packet comes. Of so many SYNs a round, one in a
            thousand is beyond p99.9: a handful. CPU is the consumer's share of one CPU meanwhile.

            """;

    private static final String BUSY_POLL = """
            Likewise, but the consumers look for packets for 50 µs, or for 2 ms, before they sleep. A SYN comes each
            millisecond: after 50 µs a consumer sleeps nearly always, and with 2 ms it never does. CPU is the share of one
            CPU that this takes.

            """;

    private static final String START = """
            From exec to the first SYN that arrives clamped, while one comes each millisecond. mssclampd has the archive of
            classes that `mssclampd --rehearse` leaves at installation; without it, it starts more slowly. Memory is what /proc says of
            the process, in millions of octets: eight seconds after the first verdict, by when a JVM has given back what its
            compilers were done with, and after 100,000 SYN/s.

            """;

    private static final String SOAK = """
            mssclampd alone at 50,000 SYN/s, by `lab/bench.sh --soak 10`: a run of its own, of the same daemon and JDK. The
            heap is as it stands, garbage and all. What the packet threads allocate is what the JVM counts for them; what is
            collected now and then comes of the threads beside, which look after queues, rates and the watchdog.

            """;

    private static final String METHOD = """
            - Three network namespaces on one machine: client, gateway, server. A generator on CPU 0 sends SYNs with the
              options of Linux and an MSS of 1460, from 1024 pairs of addresses, in bursts of what is due each 100 µs, and
              singly below 10,000 a second. The server counts them by their MSS as they come in, and drops them.
            - A consumer with one queue has CPU 1 for itself; with two queues it has CPUs 1 and 2, or if there are only two
              CPUs, shares both with the generator. It starts on all CPUs and is confined once it works.
            - All consumers of a round run at the same time, each with queues of its own; a firewall rule says whose turn it
              is. Each measurement goes through all of them before the next one begins, in a new order each time. In each
              round they start anew.
            - All of it goes before what else the machine may be doing (a niceness of -15).
            - CPU time is read from the processes' CPU clocks at both ends of a window of three seconds, after one second
              under the same load; before the first of them, each consumer has had 100,000 SYN/s for 2.5 seconds.
            - The libnetfilter_queue consumer is written as its users would, and well: a large receive buffer, fail-open,
              a verdict for each packet. The raw one does what the kernel allows at best: `recvmmsg` of up to 64 packets, a
              rewrite in place, one gathered `sendmsg`; it waits within `recvmmsg`, which takes one system call less than
              `poll`. All consumers ask for the same queue length and receive buffer.
            - The time a SYN was sent is in its sequence number, the time it arrived is the kernel's time stamp. So neither
              depends on when anybody looks.
            """;
}
