// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.metrics;

import java.util.List;
import java.util.Locale;

/** A family of samples: what the endpoint tells of one thing. */
enum Metric {
    BUILD(Kind.INFO, "mssclampd_build_info", "the daemon that runs; always 1", "version", "jdk"),
    OBSERVING(Kind.GAUGE, "mssclampd_observing", "1 if the daemon changes nothing, whatever the rules say; else 0"),

    CONFIG(
            Kind.INFO,
            "mssclampd_config_info",
            "the configuration in force, by the SHA-256 of its text; always 1",
            "hash"),
    CONFIG_GENERATION(
            Kind.GAUGE, "mssclampd_config_generation", "1 at the start, and one more with each reload that was taken"),
    CONFIG_SUCCESSFUL(
            Kind.GAUGE,
            "mssclampd_config_last_reload_successful",
            "0 if the last reload was refused, so that the configuration before it is in force; else 1"),
    CONFIG_TIMESTAMP(
            Kind.GAUGE,
            "mssclampd_config_last_reload_timestamp_seconds",
            "when the configuration in force was taken, in Unix time"),

    QUEUE_BOUND(Kind.GAUGE, "mssclampd_queue_bound", "1 if the queue is the daemon's now; else 0", "queue"),
    QUEUE_KEPT(
            Kind.GAUGE,
            "mssclampd_queue_kept",
            "1 if the supervisor keeps the queue's socket over a restart; else 0",
            "queue"),
    QUEUE_TRACES(Kind.GAUGE, "mssclampd_queue_traces", "traces that SYNs of the queue are copied for", "queue"),
    QUEUE_WAITING(
            Kind.GAUGE,
            "mssclampd_queue_waiting_packets",
            "packets that the kernel holds until they are answered; missing if only root may know",
            "queue"),
    QUEUE_MAX_LENGTH(Kind.GAUGE, "mssclampd_queue_max_length_packets", "max-length of the configuration", "queue"),
    QUEUE_BUFFERED(
            Kind.GAUGE,
            "mssclampd_queue_buffered_bytes",
            "what lies in the receive buffer, by the kernel's accounting; missing if it does not say",
            "queue"),
    QUEUE_RECEIVE_BUFFER(
            Kind.GAUGE,
            "mssclampd_queue_receive_buffer_bytes",
            "how much the receive buffer was asked to hold, by the kernel's accounting",
            "queue"),
    RECEIVED(Kind.COUNTER, "mssclampd_packets_received_total", "packets that came from the queue", "queue"),
    OVERRUNS(
            Kind.COUNTER,
            "mssclampd_netlink_overruns_total",
            "messages of the kernel for which the receive buffer had no room; missing if it does not say",
            "queue"),
    QUEUE_DROPPED(
            Kind.COUNTER,
            "mssclampd_queue_dropped_total",
            "packets that the kernel dropped for want of room, as on-failure: drop has it; missing if only root may know",
            "queue",
            "limit"),
    QUEUE_EVENTS(
            Kind.COUNTER,
            "mssclampd_queue_events_total",
            "what else happened to the queue: each event but received",
            "queue",
            "event"),

    PACKETS(Kind.COUNTER, "mssclampd_packets_total", "packets by what became of them", "queue", "outcome"),
    MSS_BEFORE(
            Kind.HISTOGRAM,
            "mssclampd_mss_before_bytes",
            "what SYNs announced as they came; those without an MSS are in neither of the two",
            "queue"),
    MSS_AFTER(Kind.HISTOGRAM, "mssclampd_mss_after_bytes", "what SYNs announced as they left", "queue"),
    VERDICT(
            Kind.HISTOGRAM,
            "mssclampd_verdict_seconds",
            "time of each packet, from the reception of its batch until all verdicts of that were sent",
            "queue"),
    ODDITIES(Kind.COUNTER, "mssclampd_oddities_total", "SYNs by what is odd about them", "oddity"),
    RULE_PACKETS(Kind.COUNTER, "mssclampd_rule_packets_total", "SYNs that the rule matched", "rule"),
    RULE_CLAMPED(
            Kind.COUNTER,
            "mssclampd_rule_clamped_total",
            "SYNs that the rule changed, or would have if it did more than observe",
            "rule"),
    PATHS(
            Kind.COUNTER,
            "mssclampd_pmtu_lookups_total",
            "look-ups of the MTU of a path by what became of them",
            "event"),

    PROBED_MTU(
            Kind.GAUGE,
            "mssclampd_probed_mtu_bytes",
            "path MTU that is in force for rules that probe the host; missing as long as none is known",
            "host",
            "via",
            "mark"),
    PROBE_SUCCESS(
            Kind.GAUGE,
            "mssclampd_path_probe_last_success_timestamp_seconds",
            "when a search last found the path MTU, in Unix time; missing if none did",
            "host",
            "via",
            "mark"),
    PROBES(
            Kind.COUNTER,
            "mssclampd_path_probes_total",
            "searches of a path MTU by what they came to",
            "host",
            "via",
            "mark",
            "result"),

    RESIDENT(Kind.GAUGE, "process_resident_memory_bytes", "memory of the process that is in RAM"),
    CPU(Kind.COUNTER, "process_cpu_seconds_total", "processor time of the process"),
    START(Kind.GAUGE, "process_start_time_seconds", "when the process began, in Unix time"),
    THREADS(Kind.GAUGE, "process_threads", "threads of the process, those of Java itself among them"),
    HEAP_USED(Kind.GAUGE, "jvm_heap_used_bytes", "heap in use, garbage included"),
    HEAP_MAX(Kind.GAUGE, "jvm_heap_max_bytes", "how far the heap may grow"),
    GC(Kind.SUMMARY, "jvm_gc_collection_seconds", "collections of garbage: how many, and how long they took", "gc");

    /** What its samples are. */
    enum Kind {
        COUNTER("_total"),
        GAUGE(""),
        /** A gauge that is 1, and says something by its labels. */
        INFO("_info"),
        HISTOGRAM(""),
        SUMMARY("");

        private final String suffix;

        Kind(String suffix) {
            this.suffix = suffix;
        }

        /** As the text format names it. */
        String label() {
            return this == INFO ? "gauge" : name().toLowerCase(Locale.ROOT);
        }
    }

    private final Kind kind;
    private final String family;
    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // a copy that cannot be changed
    private final List<String> labels;

    Metric(Kind kind, String family, String description, String... labels) {
        this.kind = kind;
        this.family = family;
        this.description = description;
        this.labels = List.of(labels);
    }

    Kind kind() {
        return kind;
    }

    /** The name in the text format. */
    String family() {
        return family;
    }

    /** The name without what the library puts behind it for its kind. */
    String stem() {
        return family.substring(0, family.length() - kind.suffix.length());
    }

    /** One line for people. */
    String description() {
        return description;
    }

    /** What its samples are told apart by. */
    List<String> labels() {
        return labels;
    }
}
