// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.mssclamp.http.HttpAnswer;

/** A file of the page, beside this class in the jar. */
enum PageFile {
    PAGE("/", "page.html", "text/html"),
    STYLE("/page.css", "page.css", "text/css"),
    MAIN("/main.js", "main.js", "text/javascript"),
    FEED("/feed.js", "feed.js", "text/javascript"),
    ELEMENTS("/elements.js", "elements.js", "text/javascript"),
    FIGURES("/figures.js", "figures.js", "text/javascript"),
    CHARTS("/charts.js", "charts.js", "text/javascript"),
    OVERVIEW("/overview.js", "overview.js", "text/javascript"),
    RULES("/rules.js", "rules.js", "text/javascript"),
    RECENT("/recent.js", "recent.js", "text/javascript"),
    MODEL("/model.js", "model.js", "text/javascript"),
    UPLOT("/uplot.js", "uplot/uPlot.iife.min.js", "text/javascript"),
    UPLOT_STYLE("/uplot.css", "uplot/uPlot.min.css", "text/css");

    private final String path;
    private final String file;
    private final String contentType;

    PageFile(String path, String file, String contentType) {
        this.path = path;
        this.file = file;
        this.contentType = contentType + "; charset=utf-8";
    }

    String path() {
        return path;
    }

    /** Read each time: browsers ask once, and the daemon has better things to do with its memory. */
    HttpAnswer answer() {
        try (InputStream octets = Objects.requireNonNull(PageFile.class.getResourceAsStream(file), file)) {
            return HttpAnswer.ok(contentType, new String(octets.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
