// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

/** How many of how many. */
record Ratio(long part, long whole) {
    static final double ONE_IN_A_HUNDRED = 0.01;
    static final double ONE_IN_A_THOUSAND = 0.001;

    /** Of fewer nothing is concluded. */
    private static final int FEW = 10;

    static Ratio of(long part, long whole) {
        return new Ratio(part, whole);
    }

    /** Whether it is larger, and of more than a few. */
    boolean isAbove(double limit) {
        return part >= FEW && part > whole * limit;
    }

    @Override
    public String toString() {
        return part + " of " + whole;
    }
}
