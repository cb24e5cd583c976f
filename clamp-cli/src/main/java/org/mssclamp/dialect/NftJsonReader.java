// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what {@code nft -j list ruleset} prints, see libnftables-json(5), by way of the text it stands for. */
final class NftJsonReader implements DialectReader {
    private static final int ONLY_LINE = 1;
    private static final JSON WITH_NULLS = JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES);

    @Override
    public List<Entry> read(String text) {
        try {
            NftRuleset ruleset = new NftRuleset();
            for (Object object : NftJsonText.list(NftJsonText.member(JSON.std.anyFrom(text), "nftables"))) {
                Object added = NftJsonText.member(object, "add");
                take(ruleset, added == null ? object : added);
            }
            return ruleset.entries();
        } catch (IOException e) {
            return List.of(Entry.lost(ONLY_LINE, "", "this is no JSON that is whole"));
        }
    }

    private static void take(NftRuleset ruleset, Object object) throws IOException {
        Object chain = NftJsonText.member(object, "chain");
        if (chain instanceof Map) {
            String name = place(chain, "name");
            ruleset.chain(name);
            if (NftJsonText.member(chain, "hook") != null) {
                ruleset.hook(name, "hook " + string(chain, "hook") + " priority " + string(chain, "prio"));
            }
        }
        Object set = NftJsonText.member(object, "set");
        if (set instanceof Map) {
            String elements = NftJsonText.of(Map.of("set", NftJsonText.list(NftJsonText.member(set, "elem"))));
            ruleset.set(place(set, "name"), elements);
        }
        Object rule = NftJsonText.member(object, "rule");
        if (rule instanceof Map) {
            StringBuilder text = new StringBuilder();
            for (Object statement : NftJsonText.list(NftJsonText.member(rule, "expr"))) {
                text.append(NftJsonText.of(statement)).append(' ');
            }
            ruleset.rule(place(rule, "chain"), ONLY_LINE, WITH_NULLS.asString(rule), text.toString(), false);
        }
    }

    /** {@code FAMILY TABLE NAME} */
    private static String place(Object object, String name) {
        return String.join(" ", string(object, "family"), string(object, "table"), string(object, name));
    }

    private static String string(@Nullable Object object, String key) {
        return String.valueOf(NftJsonText.member(object, key));
    }
}
