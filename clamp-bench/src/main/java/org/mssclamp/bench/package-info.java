// SPDX-License-Identifier: Apache-2.0
/**
 * JMH benchmarks of the hot path.
 *
 * <p>{@link PacketBenchmark} says how they measure, each benchmark what is in its figure and what is not. {@link
 * Comparison} runs them in turns; {@code lab/jmh.sh} runs that.
 */
@NullMarked
package org.mssclamp.bench;

import org.jspecify.annotations.NullMarked;
