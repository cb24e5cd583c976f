// SPDX-License-Identifier: Apache-2.0
/** What the tests of all packages share. */
@NullMarked
package org.mssclamp;

import org.jspecify.annotations.NullMarked;
