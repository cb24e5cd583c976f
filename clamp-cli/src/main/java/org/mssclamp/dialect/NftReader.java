// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import java.util.List;

/** Reads what {@code nft list ruleset} prints, and what {@code nft -f} reads. */
final class NftReader implements DialectReader {
    @Override
    public List<Entry> read(String text) {
        return NftScript.read(text).entries();
    }
}
