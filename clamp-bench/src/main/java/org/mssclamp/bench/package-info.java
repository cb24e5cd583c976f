// SPDX-License-Identifier: Apache-2.0
/**
 * JMH benchmarks of the hot path.
 *
 * <p>{@code java -jar clamp-bench/target/benchmarks.jar -prof gc}; inputs come from state, never from constants.
 */
@NullMarked
package org.mssclamp.bench;

import org.jspecify.annotations.NullMarked;
