// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.http;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What there is to read, and what everything else is answered. For one thread. */
public final class HttpPages {
    private static final Logger LOG = LoggerFactory.getLogger(HttpPages.class);

    private static final Set<String> METHODS = Set.of("GET", "HEAD");

    private final Map<String, HttpPage> byPath;
    private final Set<String> forAnyHost;
    private boolean defectTold;

    /**
     * Pages by their paths.
     *
     * @param forAnyHost paths for which clients may name the host as they like: only where no browser comes
     */
    public HttpPages(Map<String, HttpPage> byPath, Set<String> forAnyHost) {
        this.byPath = new TreeMap<>(byPath);
        this.forAnyHost = Set.copyOf(forAnyHost);
    }

    /** The answer; for want of a request, too. */
    HttpAnswer answer(Optional<HttpRequest> asked) {
        if (asked.isEmpty()) {
            return HttpAnswer.refusal(400, "this is no request of HTTP/1.1");
        }
        HttpRequest request = asked.get();
        if (!forAnyHost.contains(request.path()) && !request.meansThisHost()) {
            return HttpAnswer.refusal(421, "ask for localhost or an address: any other name may be somebody else's");
        }
        HttpPage page = byPath.get(request.path());
        if (page == null) {
            return HttpAnswer.refusal(404, "there is " + String.join(", ", byPath.keySet()));
        }
        if (!METHODS.contains(request.method())) {
            return HttpAnswer.refusal(405, "this can be read only").with("Allow", "GET, HEAD");
        }
        try {
            return page.answer(request.query());
        } catch (RuntimeException | LinkageError | StackOverflowError defect) {
            tell(request.path(), defect);
            return HttpAnswer.refusal(500, "a defect in mssclampd; its log has more");
        }
    }

    /** Once: it may be asked for each second. */
    private void tell(String path, Throwable defect) {
        if (!defectTold) {
            defectTold = true;
            LOG.error("{} cannot be told; this is a defect in mssclampd, please report it", path, defect);
        }
    }
}
