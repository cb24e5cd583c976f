// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import java.util.List;

/** Finds where a text of one dialect clamps an MSS. */
interface DialectReader {
    /** Never throws, whatever the text; empty if it clamps nothing. */
    List<Entry> read(String text);
}
