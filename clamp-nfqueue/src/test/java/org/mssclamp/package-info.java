// SPDX-License-Identifier: Apache-2.0
/** What holds for the module as a whole. */
@NullMarked
package org.mssclamp;

import org.jspecify.annotations.NullMarked;
