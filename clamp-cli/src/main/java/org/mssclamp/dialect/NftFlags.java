// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.mssclamp.rule.SynKind;

/** Which SYNs a match of nft on {@code tcp flags} is for. */
final class NftFlags {
    private static final int ALL = 0xFF;

    private NftFlags() {}

    static Set<SynKind> kinds(NftRelation relation) throws UntranslatableException {
        List<Integer> values = new ArrayList<>();
        int any = 0;
        for (List<String> item : relation.items()) {
            int bits = bits(item);
            values.add(bits);
            any |= bits;
        }
        int union = any;
        List<String> looked = relation.over().isEmpty() ? relation.masked() : relation.over();
        int mask = looked.isEmpty() ? ALL : bits(looked);
        List<Integer> wanted = relation.isSet() ? values : List.of(union);
        boolean isCompared =
                !looked.isEmpty() || relation.isSet() || relation.operator().equals("==");
        return switch (relation.operator()) {
            case "", "==" ->
                isCompared
                        ? TcpFlags.kinds(flags -> wanted.contains(flags & mask))
                        : TcpFlags.kinds(flags -> (flags & union) != 0);
            case "!=" -> TcpFlags.kinds(flags -> !wanted.contains(flags & mask));
            case "!" -> TcpFlags.kinds(flags -> (flags & union) == 0);
            default -> throw new UntranslatableException("flags of TCP by " + relation.operator());
        };
    }

    private static int bits(List<String> names) throws UntranslatableException {
        int bits = 0;
        for (String name : names) {
            if (name.startsWith("0x")) {
                bits |= Literals.mark(name).value();
            } else if (Character.isDigit(name.isEmpty() ? 'x' : name.charAt(0))) {
                bits |= Literals.number(name);
            } else {
                bits |= TcpFlags.bits(name);
            }
        }
        return bits;
    }
}
