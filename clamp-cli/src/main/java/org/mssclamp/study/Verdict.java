// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.study;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
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
        if (!findings.stalls().isEmpty()) {
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
        List<Exceeding> rows = findings.exceeding();
        List<Gap> gaps = rows.stream()
                .filter(row -> row.evidence() == Evidence.VANISHED)
                .map(row -> Gap.of(row.arrived(), row.vanished().orElseThrow()))
                .toList();
        OptionalInt carried =
                rows.stream().flatMapToInt(row -> row.carried().stream()).min();
        int least = carried.orElse(Integer.MAX_VALUE);
        boolean known = gaps.stream().allMatch(gap -> gap.vanished() > least);
        Cure cure = known ? Cure.known(least) : Cure.of(Gap.across(gaps));
        return new Verdict(
                Kind.EXCEEDED,
                announce(findings) + (known ? carried(rows, least) : gap(gaps)) + "." + cure.text(),
                cure.number());
    }

    private static String announce(Findings findings) {
        long exceeding =
                findings.exceeding().stream().mapToLong(Exceeding::syns).sum();
        long all = findings.announcements().stream()
                .mapToLong(Findings.Announced::syns)
                .sum();
        return "No connection stalls, but " + count(exceeding) + " of " + count(all) + " SYNs announce"
                + (exceeding == 1 ? "s" : "") + " more than ";
    }

    private static String carried(List<Exceeding> rows, int octets) {
        boolean told = rows.stream().allMatch(row -> row.evidence() == Evidence.ICMP);
        return "a path of " + octets + " octets carries" + (told ? ", as routers said" : "");
    }

    private static String gap(List<Gap> gaps) {
        return "the path carries: " + Gap.across(gaps).text();
    }

    private static Verdict stalls(Findings findings) {
        List<Stall> stalls = findings.stalls();
        Gap gap = Gap.across(stalls.stream()
                .map(stall -> Gap.of(stall.arrived(), stall.vanished()))
                .toList());
        OptionalInt told = stalls.stream()
                .filter(stall -> !stall.isSilent())
                .flatMapToInt(stall -> stall.tooBigMtu().stream())
                .min();
        Cure cure = cure(findings, told, gap);
        String text = who(findings.connections()) + ": " + gap.text() + ". " + whoSaidSo(stalls, told) + cure.text();
        return new Verdict(Kind.STALLS, text, cure.number());
    }

    /** What someone said counts, if it explains what vanished; else what arrived. */
    private static Cure cure(Findings findings, OptionalInt told, Gap gap) {
        IntStream given = findings.exceeding().stream()
                .filter(row -> row.evidence() == Evidence.GIVEN)
                .flatMapToInt(row -> row.carried().stream());
        OptionalInt known = IntStream.concat(given, told.stream())
                .filter(octets -> octets < gap.vanished())
                .min();
        return known.isPresent() ? Cure.known(known.getAsInt()) : Cure.of(gap);
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

    private static String whoSaidSo(List<Stall> stalls, OptionalInt told) {
        if (stalls.stream().allMatch(Stall::isSilent)) {
            return "No ICMP said so: a black hole.";
        }
        String heard = "A router told an MTU of " + told.orElseThrow();
        return stalls.stream().anyMatch(Stall::isSilent)
                ? heard + ", but not to all of them: a black hole to the others."
                : heard + ", which did not reach the senders, or was not heeded.";
    }
}
