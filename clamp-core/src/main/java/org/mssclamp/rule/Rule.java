// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

/**
 * One rule as written.
 *
 * @param name unique among the rules; counters bear it
 * @param match which packets it decides
 * @param action what becomes of them
 * @param mode whether it acts or only counts
 * @param continues whether later rules see the packet too, as it is after this one
 * @param missingMss what becomes of a SYN without the option
 */
public record Rule(String name, Match match, Action action, Mode mode, boolean continues, MissingMss missingMss) {}
