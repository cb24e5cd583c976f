// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.control;

/** Why a request is refused: what {@code mssclamp} ends with then, by the numbers of its exit codes. */
public enum RefusalCode {
    PROBLEM(1),
    USAGE(64),
    NO_INPUT(66),
    UNAVAILABLE(69),
    SOFTWARE(70),
    SYSTEM(71),
    NO_PERMISSION(77),
    CONFIG(78);

    private final int number;

    RefusalCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
