// SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.mssclamp.supervisor;

import org.jspecify.annotations.NullMarked;
