// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.http;

/** Something to read. For the thread of the server. */
@FunctionalInterface
public interface HttpPage {
    /**
     * What it says just now.
     *
     * @param query of the target, as it was sent; empty if there is none
     */
    HttpAnswer answer(String query);
}
