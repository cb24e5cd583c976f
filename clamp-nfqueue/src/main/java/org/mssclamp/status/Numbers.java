// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.status;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and times for people, the same in every locale and time zone. */
public final class Numbers {
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Numbers() {}

    /** {@code 1,234,567}. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 1,234.5}. */
    public static String rate(double perSecond) {
        return String.format(Locale.ROOT, "%,.1f", perSecond);
    }

    /** {@code 2 d 03:04:05}. */
    public static String duration(Duration duration) {
        String clock = String.format(
                Locale.ROOT,
                "%02d:%02d:%02d",
                duration.toHoursPart(),
                duration.toMinutesPart(),
                duration.toSecondsPart());
        return duration.toDays() == 0 ? clock : duration.toDays() + " d " + clock;
    }

    /** {@code 2026-11-21 18:00:00 UTC}. */
    public static String time(Instant instant) {
        return UTC.format(instant);
    }

    /** {@code 1 queue}, {@code 2 queues}. */
    public static String noun(long number, String noun) {
        return count(number) + " " + noun + (number == 1 ? "" : "s");
    }
}
