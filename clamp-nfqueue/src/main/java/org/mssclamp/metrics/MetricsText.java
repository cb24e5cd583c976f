// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.mssclamp.status.DaemonStatus;
import org.mssclamp.status.Totals;

/** What the endpoint tells of a status, as the text of a file. */
public final class MetricsText {
    /** Of the text, for HTTP. */
    public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private MetricsText() {}

    /** In the text format 0.0.4 of Prometheus; each line has its end. */
    public static String of(DaemonStatus status, Totals totals) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create()
                    .write(octets, Scrape.of(status, totals, ProcessFigures.now()), EscapingScheme.DEFAULT);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return octets.toString(StandardCharsets.UTF_8);
    }
}
