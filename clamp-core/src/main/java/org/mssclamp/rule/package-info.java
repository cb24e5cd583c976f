// SPDX-License-Identifier: Apache-2.0
/**
 * Rules as written, and the table that finds the first that matches.
 *
 * <p>{@link Rule} and what it is made of are values: immutable, for any thread. {@link RuleTable} is the compiled form;
 * matching in it allocates nothing. {@link Scope} compares what rules match, for warnings.
 */
@NullMarked
package org.mssclamp.rule;

import org.jspecify.annotations.NullMarked;
