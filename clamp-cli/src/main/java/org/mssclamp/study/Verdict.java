// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.study;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.mssclamp.study.Findings.Connections;
import org.mssclamp.study.Findings.Evidence;
import org.mssclamp.study.Findings.Exceeding;
import org.mssclamp.study.Findings.Stall;

/**
 * What findings mean.
 *
 * @param text one or two sentences, three where the cure needs one
 * @param mtu what to write behind {@code mtu:} in a rule, if there is something to cure
 */
public record Verdict(Kind kind, String text, OptionalInt mtu) {
    /** RFC 8200 5: what every link of IPv6 carries, and in practice every path of IPv4. */
    private static final int SAFE_MTU = 1280;

    /** What it comes to. */
    public enum Kind {
        /** There is no TCP to judge by. */
        NOTHING,
        /** Nothing was found. */
        FINE,
        /** SYNs announce more than a path carries. */
        EXCEEDED,
        /** Connections stall, or did for a while. */
        STALLS;

        /** The name in JSON. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Judges. */
    public static Verdict of(Findings findings) {
        if (findings.traffic().segments() == 0) {
            return new Verdict(Kind.NOTHING, "There is no TCP in what was read.", OptionalInt.empty());
        }
        if (findings.connections().stalled() + findings.connections().recovered() > 0) {
            return stalls(findings);
        }
        if (!findings.exceeding().isEmpty()) {
            return exceeded(findings);
        }
        return new Verdict(Kind.FINE, fine(findings.connections()), OptionalInt.empty());
    }

    private static String fine(Connections connections) {
        if (connections.complete() == 0) {
            return "No handshake was completed, so that nothing can be said of the paths.";
        }
        String fine =
                "No connection stalls on the size of its packets, and no SYN announces more than its path is known to carry.";
        return connections.untested() == connections.complete()
                ? fine + " But no connection sent a full segment, so that this says little."
                : fine;
    }

    private static Verdict exceeded(Findings findings) {
        long syns = findings.exceeding().stream().mapToLong(Exceeding::syns).sum();
        int carried =
                findings.exceeding().stream().mapToInt(Exceeding::carried).min().orElseThrow();
        boolean told = findings.exceeding().stream().allMatch(row -> row.evidence() == Evidence.ICMP);
        String text = String.format(
                Locale.ROOT,
                "No connection stalls, but %,d of %,d SYNs announce%s more than a path of %d octets carries%s. Write mtu: %d.",
                syns,
                syns(findings),
                syns == 1 ? "s" : "",
                carried,
                told ? ", as routers said" : "",
                carried);
        return new Verdict(Kind.EXCEEDED, text, OptionalInt.of(carried));
    }

    private static long syns(Findings findings) {
        return findings.announcements().stream()
                .mapToLong(Findings.Announced::syns)
                .sum();
    }

    private static Verdict stalls(Findings findings) {
        int vanished = sizes(findings, Stall::vanished).min().orElse(0);
        int largestVanished = sizes(findings, Stall::vanished).max().orElse(0);
        int arrived = sizes(findings, Stall::arrived)
                .filter(octets -> octets < vanished)
                .max()
                .orElse(0);
        OptionalInt told = findings.stalls().stream()
                .flatMapToInt(stall -> stall.tooBigMtu().stream())
                .min();
        OptionalInt known = known(findings, told, vanished, arrived);
        int advised = known.orElse(vanished > SAFE_MTU ? SAFE_MTU : arrived);

        StringBuilder text = new StringBuilder(who(findings.connections()))
                .append(": packets of ")
                .append(vanished)
                .append(largestVanished > vanished ? " octets and more vanish" : " octets vanish")
                .append(arrived > 0 ? ", those of up to " + arrived + " arrive. " : ". ")
                .append(whoSaidSo(findings, told));
        if (advised > 0) {
            text.append(" Write mtu: ").append(advised);
            text.append(known.isPresent() ? "." : ", which is safe, until mssclamp probe has found the exact number.");
        }
        return new Verdict(Kind.STALLS, text.toString(), advised > 0 ? OptionalInt.of(advised) : OptionalInt.empty());
    }

    private static IntStream sizes(Findings findings, ToIntFunction<Stall> size) {
        return findings.stalls().stream().mapToInt(size);
    }

    private static OptionalInt known(Findings findings, OptionalInt told, int vanished, int arrived) {
        OptionalInt given = findings.exceeding().stream()
                .filter(row -> row.evidence() == Evidence.GIVEN)
                .mapToInt(Exceeding::carried)
                .min();
        if (given.isPresent()) {
            return given;
        }
        if (told.isPresent() && told.getAsInt() < vanished) {
            return told;
        }
        return arrived >= SAFE_MTU ? OptionalInt.of(arrived) : OptionalInt.empty();
    }

    private static String who(Connections connections) {
        String all = String.format(Locale.ROOT, " of %,d connections", connections.begun() + connections.underway());
        long stalled = connections.stalled();
        long recovered = connections.recovered();
        if (stalled == 0) {
            return count(recovered) + all + " stalled until smaller packets were sent";
        }
        return count(stalled)
                + all
                + (stalled == 1 ? " stalls" : " stall")
                + (recovered > 0 ? ", and " + count(recovered) + " did until smaller packets were sent" : "");
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String whoSaidSo(Findings findings, OptionalInt told) {
        if (findings.stalls().stream().allMatch(Stall::isSilent)) {
            return "No ICMP said so: a black hole.";
        }
        String heard = "A router told an MTU of " + told.orElseThrow();
        return findings.stalls().stream().anyMatch(Stall::isSilent)
                ? heard + ", but not to all of them: a black hole to the others."
                : heard + ", which did not reach the senders, or was not heeded.";
    }
}
