// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netfilter;

import org.mssclamp.rule.MarkMask;

/**
 * How a rule has to do with packet marks.
 *
 * @param sets whether it changes the bits of the mask, or asks for them
 * @param negated whether it asks for another value than this
 */
public record MarkUse(boolean sets, boolean negated, MarkMask mark) {}
