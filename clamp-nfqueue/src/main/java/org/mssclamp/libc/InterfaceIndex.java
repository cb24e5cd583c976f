// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.libc;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/** Interface names by index, asked of the kernel one at a time: {@code if_indextoname(3)}. */
public final class InterfaceIndex {
    /** IFNAMSIZ: a name of at most 15 octets and its closing zero. */
    private static final int NAME_OCTETS = 16;

    private InterfaceIndex() {}

    /** The name of an interface, or an empty text if there is none of this index. */
    public static String name(int index) {
        try (Memory name = new Memory(NAME_OCTETS)) {
            long found = Libc.if_indextoname(index, Pointer.nativeValue(name));
            return found == 0 ? "" : name.getString(0);
        }
    }
}
